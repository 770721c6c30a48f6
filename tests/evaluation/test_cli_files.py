from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from tests.words import tables_folder

TRAIN = """text,label
mach das Licht an,licht
schalte das Licht aus,licht
spiel Musik,musik
spiele ein Lied,musik
"""
DOCUMENTS = """slug,question
ausweis,Wo beantrage ich einen Ausweis?
ausweis,Mein Ausweis ist abgelaufen
hund,Wie melde ich einen Hund an?
hund,Was kostet ein Hund?
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with good files and a var folder that has the word tables."""
    (tmp_path / "train.csv").write_text(TRAIN, encoding="utf-8")
    (tmp_path / "test.csv").write_text("text,label\nLicht an,licht\nMusik an,radio\n", encoding="utf-8")
    (tmp_path / "docs.csv").write_text(DOCUMENTS, encoding="utf-8")
    (tmp_path / "queries.csv").write_text("question,slugs\nAusweis verloren,ausweis\n", encoding="utf-8")
    (tmp_path / "empty.csv").write_text("text,label,slug,question,slugs\n", encoding="utf-8")
    (tmp_path / "other.csv").write_text("frage\nWas?\n", encoding="utf-8")
    (tmp_path / "german").symlink_to(tables_folder(), target_is_directory=True)
    monkeypatch.setenv("LOTSE_VAR_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["evaluate", *arguments], prog_name="lotse")


def test_a_classifier_is_measured_on_two_files(folder: Path) -> None:
    result = run("nlu", "--train", "train.csv", "--test", "test.csv", "--json", "out/nlu.json")
    assert result.exit_code == 0
    assert "Richtig (acc.):   50,00 %" in result.stdout
    assert "nur in der Prüfdatei, sie zählen als falsch: radio (1)" in result.stdout
    assert "Training mit 4 Texten" in result.stderr
    data = json.loads((folder / "out" / "nlu.json").read_text(encoding="utf-8"))
    assert (data["accuracy"], data["labels"], len(data["predictions"])) == (50.0, 2, 2)


def test_the_ranking_is_measured_on_two_files(folder: Path) -> None:
    result = run("retrieval", "--documents", "docs.csv", "--queries", "queries.csv", "--json", "out/retrieval.json")
    assert result.exit_code == 0
    assert "R@1:              100,00 %" in result.stdout
    assert "Aufbau mit 2 Einträgen" in result.stderr
    data = json.loads((folder / "out" / "retrieval.json").read_text(encoding="utf-8"))
    assert (data["r1"], data["mrr"], data["results"][0]["found"][0]) == (100.0, 1.0, "ausweis")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nlu", "--train", "missing.csv", "--test", "test.csv"), "Die Datei missing.csv lässt sich nicht lesen"),
        (("nlu", "--train", "train.csv", "--test", "other.csv"), "Der Datei other.csv fehlen die Spalten label, text."),
        (("nlu", "--train", "empty.csv", "--test", "test.csv"), "Die Datei empty.csv enthält keine einzige Zeile."),
        (("retrieval", "--documents", "docs.csv", "--queries", "missing.csv"), "Die Datei missing.csv lässt sich"),
        (("retrieval", "--documents", "other.csv", "--queries", "queries.csv"), "Der Datei other.csv fehlen die"),
        (("retrieval", "--documents", "docs.csv", "--queries", "empty.csv"), "Die Datei empty.csv enthält keine"),
    ],
)
def test_a_user_error_is_one_german_sentence_and_exit_code_2(arguments: tuple[str, ...], sentence: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.output.startswith(sentence)
    assert len(result.output.splitlines()) == 1


@pytest.mark.parametrize("command", ["nlu", "retrieval"])
def test_missing_files_and_missing_word_tables_are_user_errors_too(
    folder: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(command).exit_code == 2
    monkeypatch.setenv("LOTSE_VAR_DIR", str(folder / "nowhere"))
    files = {
        "nlu": ("--train", "train.csv", "--test", "test.csv"),
        "retrieval": ("--documents", "docs.csv", "--queries", "queries.csv"),
    }
    result = run(command, *files[command])
    assert (result.exit_code, result.output) == (2, "Die Sprachtabellen fehlen. Bitte „lotse setup“ ausführen.\n")
