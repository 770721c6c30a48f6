"""``lotse content``: deleting for good from the terminal."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy.orm import sessionmaker

from bot.cli import main
from bot.content.kinds import FAQ
from bot.content.records import read_record, save_record
from bot.db import make_engine, make_session_factory
from tests.revisions.people import faq_record


@pytest.fixture
def factory(tmp_path: Path, migrated_template: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[sessionmaker]:
    """A database with an archived entry and one that is shown."""
    shutil.copy(migrated_template, tmp_path / "l.db")
    monkeypatch.setenv("LOTSE_DATABASE_URL", f"sqlite:///{tmp_path}/l.db")
    engine = make_engine(f"sqlite:///{tmp_path}/l.db")
    factory = make_session_factory(engine)
    with factory.begin() as session:
        save_record(session, FAQ, "alt", faq_record(status="archived"))
        save_record(session, FAQ, "neu", faq_record())
    yield factory
    engine.dispose()


def has(factory: sessionmaker, key: str) -> bool:
    with factory() as session:
        return read_record(session, FAQ, key) is not None


def test_without_yes_it_only_says_what_would_go(factory: sessionmaker) -> None:
    said = CliRunner().invoke(main, ["content", "delete", "faq:alt"])
    assert (said.exit_code, "--yes" in said.output, has(factory, "alt")) == (0, True, True)


def test_with_yes_the_entry_is_gone(factory: sessionmaker) -> None:
    done = CliRunner().invoke(main, ["content", "delete", "faq:alt", "--yes"])
    assert (done.exit_code, "gelöscht." in done.output, has(factory, "alt")) == (0, True, False)


@pytest.mark.parametrize("reference", ["faq:neu", "faq:fehlt", "unsinn", "kontakt:"])
def test_what_cannot_be_deleted_is_one_sentence(factory: sessionmaker, reference: str) -> None:
    refused = CliRunner().invoke(main, ["content", "delete", reference, "--yes"])
    assert refused.exit_code == 2
    assert reference in refused.output
    assert has(factory, "neu")
