from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.evaluate import evaluate
from tests.evaluation.fake_chat import FakeChat, content

QUESTIONS = """id,question,kind,expected,category
D1,Was ist TRegKS?,answer,faq:was,clean
D2,Wer zahlt?,answer,faq:geld,noisy
D3,Hallo,smalltalk,,clean
"""
DIALOGUES = '- {id: d1, turns: [{say: "Was?", expect: {kind: [answer]}}, {say: "Und?"}]}\n'


@pytest.fixture
def questions_file(tmp_path: Path, chat: FakeChat) -> Path:
    """A file of three questions: the fake knows one, is wrong about one and does not understand one."""
    chat.replies = {
        "Was ist TRegKS?": [content("answer", "faq:was")],
        "Wer zahlt?": [content("answer", "faq:wetter")],
    }
    path = tmp_path / "questions.csv"
    path.write_text(QUESTIONS, encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(evaluate, [str(argument) for argument in arguments])


def test_questions_are_scored_in_a_table_and_written_as_json(
    chat: FakeChat, questions_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "results" / "questions.json"
    result = run("questions", questions_file, "--url", chat.url, "--json", out)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("falsch    D2       „Wer zahlt?“ -> ['answer'] ['faq:wetter'], erwartet ['faq:geld']")
    assert next(line.split()[:7] for line in lines if line.startswith("alle")) == [
        "alle", "3", "33,3", "33,3", "33,3", "33,3", "0,0",
    ]  # fmt: skip
    assert [line.split()[1] for line in lines if line.startswith("Gruppe")] == ["clean", "noisy"]
    data = json.loads(out.read_text(encoding="utf-8"))
    assert data["figures"]["all"]["n"] == 3
    assert [row["verdict"] for row in data["results"]] == ["right", "wrong", "unsure"]
    assert set(data["latency"]) == {"p50_ms", "p95_ms"}


@pytest.mark.parametrize(("show", "shown"), [("all", 3), ("none", 0), ("right", 1), ("unsure", 1)])
def test_the_replies_shown_can_be_chosen(chat: FakeChat, questions_file: Path, show: str, shown: int) -> None:
    result = run("questions", questions_file, "--url", chat.url, "--show", show)
    assert sum("erwartet" in line for line in result.stdout.splitlines()) == shown


def test_dialogues_are_played_and_written_as_json(chat: FakeChat, tmp_path: Path) -> None:
    path, out = tmp_path / "dialogues.yml", tmp_path / "out.json"
    path.write_text(DIALOGUES, encoding="utf-8")
    result = run("dialogues", path, "--url", chat.url, "--json", out, "--verbose")
    assert result.exit_code == 0
    assert "d1: Zug 1 („Was?“): Art ['fallback'], erwartet eine von ['answer']" in result.stdout
    assert "Dialoge bestanden: 0 von 1, Züge: 1 von 2" in result.stdout
    assert "[d1] > Und?" in result.stdout
    assert json.loads(out.read_text(encoding="utf-8"))["turns_passed"] == 1


def test_load_on_a_running_assistant_prints_and_writes_its_figures(
    chat: FakeChat, questions_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "load.json"
    amount = ("--single", 20, "--parallel", 30, "--visitors", 3, "--seconds", 20)
    result = run("load", questions_file, "--url", chat.url, "--json", out, *amount)
    assert result.exit_code == 0
    assert "ein Besucher                      20" in result.stdout
    assert "3 Besucher ohne Pause             30" in result.stdout
    data = json.loads(out.read_text(encoding="utf-8"))
    assert data["parallel"]["messages"] == 30
    assert {"p50_ms", "p95_ms", "p99_ms", "per_second", "errors"} <= set(data["single"])
    assert data["single_to_healthz"] > 0
    assert (data["start_seconds"], data["training_seconds"]) == (None, None)


@pytest.mark.parametrize("command", ["questions", "dialogues", "load"])
def test_a_missing_assistant_is_one_german_sentence_and_exit_code_2(command: str) -> None:
    result = run(command, "--url", "http://127.0.0.1:1")
    assert result.exit_code == 2
    assert result.output.startswith("Unter http://127.0.0.1:1 antwortet kein Assistent.")
    assert len(result.output.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("questions", "missing.csv"), "Die Datei missing.csv lässt sich nicht lesen"),
        (("dialogues", "missing.yml"), "Die Datei missing.yml lässt sich nicht lesen"),
        (("load", "--url", "https://wfg.example"), "Die Last wird nur auf diesem Rechner erzeugt"),
    ],
)
def test_a_user_error_is_one_german_sentence_and_exit_code_2(arguments: tuple[str, ...], sentence: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.output.startswith(sentence)


@pytest.mark.parametrize("command", ["questions", "dialogues", "load"])
def test_an_unusable_setting_is_one_german_sentence_too(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTSE_PORT", "acht")
    result = run(command)
    assert (result.exit_code, result.output) == (
        2,
        "Die Einstellung LOTSE_PORT hat den unbrauchbaren Wert „acht“.\n",
    )


@pytest.mark.parametrize("command", ["questions", "dialogues", "load"])
def test_every_command_has_help_with_an_example(command: str) -> None:
    assert f"Beispiel: lotse evaluate {command}" in run(command, "--help").output
