"""``lotse report``: a month as a file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import sessionmaker

from bot.cli import main
from bot.db import make_engine, make_session_factory
from tests.analytics.samples import add, outcome


@pytest.fixture
def factory(tmp_path: Path, migrated_template: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[sessionmaker]:
    """The database of the command: migrated, without content."""
    shutil.copy(migrated_template, tmp_path / "l.db")
    url = f"sqlite:///{tmp_path / 'l.db'}"
    monkeypatch.setenv("LOTSE_DATABASE_URL", url)
    monkeypatch.setenv("LOTSE_TODAY", "2026-11-22")
    monkeypatch.chdir(tmp_path)
    engine = make_engine(url)
    yield make_session_factory(engine)
    engine.dispose()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ("report", *arguments), prog_name="lotse")


def test_the_report_counts_what_has_come_and_is_written_to_the_file(factory: sessionmaker, tmp_path: Path) -> None:
    add(factory, outcome("2026-11-02 10:00"), outcome("2026-11-03 10:00"))
    result = run("--month", "2026-11", "--out", str(tmp_path / "bericht.html"))
    assert result.exit_code == 0, result.output
    assert "Der Bericht für November 2026 steht in" in result.output
    assert "wurden dem Lotsen 2 Fragen gestellt" in (tmp_path / "bericht.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("factory")
def test_without_a_month_the_last_finished_one_is_reported(tmp_path: Path) -> None:
    assert run().exit_code == 0
    assert "Bericht Oktober 2026" in (tmp_path / "lotse-bericht-2026-10.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("factory")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--month", "11/2026"), "ist kein Monat"),
        (("--out", "fehlt/bericht.html"), "lässt sich nicht schreiben"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.output
