from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.engine import Engine
from sqlalchemy.orm import sessionmaker

from bot.cli import main
from bot.evaluation.compare import Answer, Run, Task
from bot.faq.models import FaqEntry, FaqVariant
from tests.words import tables_folder

TRAIN = """text,label
mach das Licht an,licht
schalte das Licht aus,licht
spiel Musik,musik
spiele ein Lied,musik
"""
WAYS = {
    "hund": ("Hund anmelden?", "Wie melde ich einen Hund an?", "Was kostet ein Hund?", "Hund in der Stadt"),
    "ausweis": ("Ausweis?", "Mein Ausweis ist abgelaufen", "Wo bekomme ich einen Ausweis?", "neuer Ausweis"),
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sqlite_engine: Engine) -> Path:
    """A working folder with files, word tables and an empty database."""
    (tmp_path / "train.csv").write_text(TRAIN, encoding="utf-8")
    (tmp_path / "test.csv").write_text("text,label\nLicht an,licht\nRadio an,radio\n", encoding="utf-8")
    (tmp_path / "german").symlink_to(tables_folder(), target_is_directory=True)
    monkeypatch.setenv("LOTSE_VAR_DIR", str(tmp_path))
    monkeypatch.setenv("LOTSE_DATABASE_URL", str(sqlite_engine.url))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def content(session_factory: sessionmaker) -> None:
    """Two entries with three variants each."""
    with session_factory.begin() as session:
        for slug, (question, *variants) in WAYS.items():
            entry = {
                "slug": slug,
                "topic_group": "netzwerk",
                "question": question,
                "answer": "Ja.",
                "certainty": "belegt",
            }
            rows = [FaqVariant(text=text) for text in variants]
            session.add(FaqEntry(**entry, source_title="Quelle", source_date="2023-04-12", variants=rows))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["evaluate", "compare", *arguments], prog_name="lotse")


def answer_nothing(task: Task, *, epochs: int, seed: int) -> Run:
    return Run("Rasa (DIET)", [Answer(None, 20.0, rejected=True) for _ in task.questions], 60.0, 100.0)


def test_both_are_measured_on_foreign_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.evaluate_compare._run_stock", answer_nothing)
    result = run("--train", "train.csv", "--test", "test.csv", "--json", "out/compare.json")
    assert result.exit_code == 0, result.output
    assert "Gelernt: 4 Texte mit 2 Labels; gefragt: 2 Texte" in result.stdout
    assert "+50,0 (0,0 bis 100,0)" in result.stdout
    assert "Eigenes Training mit 4 Texten" in result.stderr
    data = json.loads((folder / "out" / "compare.json").read_text(encoding="utf-8"))
    assert (data["seed"], data["epochs"], len(data["questions"])) == (1, 100, 2)
    assert [system["r1"]["strict"]["value"] for system in data["systems"]] == [50.0, 50.0, 0.0]


@pytest.mark.usefixtures("content")
def test_the_own_content_is_split_several_times_without_rasa(folder: Path) -> None:
    questions = "id,question,kind,expected,category\nD1,Hund?,answer,faq:hund,clean\nD2,Hallo,smalltalk,,clean\n"
    (folder / "questions.csv").write_text(questions, encoding="utf-8")
    result = run("--no-stock", "--seeds", "3", "--questions", "questions.csv")
    assert result.exit_code == 0, result.output
    assert "Gelernt: 6 Texte mit 2 Labels; gefragt: 2 Texte, dazu 1 Entwicklungsfragen" in result.stdout
    assert "Mittel über 3 Aufteilungen" in result.stdout
    assert "Vorsprung" not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--train", "train.csv"), "--train und --test gehören zusammen."),
        (
            ("--train", "train.csv", "--test", "test.csv", "--seeds", "2"),
            "--seeds und --most teilen die eigenen Inhalte auf",
        ),
        (("--train", "missing.csv", "--test", "test.csv"), "Die Datei missing.csv lässt sich nicht lesen"),
        (("--no-stock",), "In der Datenbank stehen keine Formulierungen"),
        (("--epochs", "0"), "Die Angabe"),
    ],
)
def test_a_user_error_is_one_german_sentence_and_exit_code_2(arguments: tuple[str, ...], sentence: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.output.startswith(sentence)
    assert len(result.output.splitlines()) == 1


def test_a_missing_database_is_a_user_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTSE_DATABASE_URL", f"sqlite:///{folder / 'nowhere.db'}")
    result = run("--no-stock")
    assert (result.exit_code, result.output) == (2, "Es gibt noch keine Datenbank. Führen Sie „lotse setup“ aus.\n")
