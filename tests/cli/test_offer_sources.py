"""``lotse offers import --from``: files of foreign sources from the terminal."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from bot.cli import main
from bot.db import make_engine, make_session_factory
from bot.offers.importers.models import OfferImport
from bot.offers.models import Offer
from bot.revisions.categories import CategoryRules, save_rules
from tests.offers.importers.generate import programme, write_fdb_csv


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["offers", "import", *map(str, arguments)], prog_name="lotse")


@pytest.fixture
def factory(tmp_path: Path, migrated_template: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[sessionmaker]:
    """An empty database, as the commands find it."""
    shutil.copy(migrated_template, tmp_path / "l.db")
    monkeypatch.setenv("LOTSE_DATABASE_URL", f"sqlite:///{tmp_path}/l.db")
    monkeypatch.setenv("LOTSE_TODAY", "2026-11-26")
    engine = make_engine(f"sqlite:///{tmp_path}/l.db")
    yield make_session_factory(engine)
    engine.dispose()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Two programmes, and one that cannot be used."""
    return write_fdb_csv(tmp_path / "programme.csv", [programme(1), programme(2), programme(3, title="")])


def shown(factory: sessionmaker) -> list[bool]:
    with factory() as session:
        return [not archived for archived in session.scalars(select(Offer.is_archived))]


def test_a_file_is_taken_and_reported(factory: sessionmaker, file: Path) -> None:
    result = run(file, "--from", "fdb-csv")
    assert result.exit_code == 0, result.output
    assert "2 neu, 0 geändert, 0 unverändert, 0 entfallen, 0 zu entscheiden, 1 abgelehnt" in result.output
    assert "Abgelehnt: Zeile 4: Das Programm hat keinen Titel." in result.output
    assert "Neue Angebote stehen im Archiv, bis die Redaktion sie freigibt." in result.output
    assert shown(factory) == [False, False]


def test_a_dry_run_leaves_nothing_behind(factory: sessionmaker, file: Path) -> None:
    result = run(file, "--from", "fdb-csv", "--dry-run")
    assert "2 neu" in result.output
    assert "Es wurde nichts geändert (--dry-run)." in result.output
    with factory() as session:
        assert session.scalars(select(OfferImport)).all() == []
    assert shown(factory) == []


def test_new_offers_can_be_shown_at_once(factory: sessionmaker, file: Path) -> None:
    run(file, "--from", "fdb-csv", "--publish")
    assert shown(factory) == [True, True]


def test_four_eyes_forbid_showing_at_once(factory: sessionmaker, file: Path) -> None:
    with factory.begin() as session:
        save_rules(session, CategoryRules("foerderung", needs_approval=True))
    result = run(file, "--from", "fdb-csv", "--publish")
    assert (result.exit_code, "Vier-Augen-Prinzip" in result.output, shown(factory)) == (2, True, [])


def test_a_file_that_lacks_too_much_must_be_confirmed(factory: sessionmaker, tmp_path: Path) -> None:
    run(write_fdb_csv(tmp_path / "a.csv", map(programme, range(40))), "--from", "fdb-csv")
    small = write_fdb_csv(tmp_path / "b.csv", map(programme, range(5)))
    refused = run(small, "--from", "fdb-csv")
    assert (refused.exit_code, "--confirm-gone" in refused.output) == (2, True)
    assert "35 entfallen" in run(small, "--from", "fdb-csv", "--confirm-gone").output
    with factory() as session:
        assert session.scalars(select(Offer.status).where(Offer.status == "unsicher")).all() == ["unsicher"] * 35


@pytest.mark.usefixtures("factory")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("fehlt.csv", "--from", "fdb-csv"), "Diese Datei gibt es nicht."),
        ((".", "--from", "fdb-csv"), "Das ist keine Datei."),
        (("fehlt.csv",), "Bitte sagen Sie mit --kind, was in der Tabelle steht"),
        (("x.csv", "--from", "nirgends"), "unbrauchbaren Wert"),
        (("http://127.0.0.1:9/x", "--from", "ical"), "Die Adresse ist nicht zu erreichen (ConnectError)."),
    ],
)
def test_a_wrong_call_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2
    assert sentence in result.output
    assert result.output.count("\n") == 1
