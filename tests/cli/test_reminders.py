"""``lotse reminders``."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select
from sqlalchemy.orm import sessionmaker

from bot.cli import main
from bot.content.kinds import FAQ
from bot.content.records import save_record
from bot.db import make_engine, make_session_factory
from bot.handoff.mail_models import OutboxMail
from tests.revisions.people import faq_record


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["reminders", "send", *arguments], prog_name="lotse")


@pytest.fixture
def factory(tmp_path: Path, migrated_template: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[sessionmaker]:
    shutil.copy(migrated_template, tmp_path / "l.db")
    monkeypatch.setenv("LOTSE_DATABASE_URL", f"sqlite:///{tmp_path}/l.db")
    monkeypatch.setenv("LOTSE_TODAY", "2026-11-25")
    engine = make_engine(f"sqlite:///{tmp_path}/l.db")
    yield make_session_factory(engine)
    engine.dispose()


def add_due(factory: sessionmaker) -> None:
    with factory.begin() as session:
        record = faq_record(review_on=date(2026, 10, 1), responsible="petra@example.org")
        save_record(session, FAQ, "was-ist-tregks", record)


def count_mails(factory: sessionmaker) -> int:
    with factory() as session:
        return session.scalar(select(func.count()).select_from(OutboxMail)) or 0


def test_a_dry_run_shows_who_would_be_reminded_and_writes_nothing(factory: sessionmaker) -> None:
    add_due(factory)
    assert run("--dry-run").output == ("petra@example.org: 1\n  Prüfung überfällig: Was ist TRegKS? (FAQ-Eintrag)\n")
    assert count_mails(factory) == 0


def test_without_anything_due_nobody_is_reminded(factory: sessionmaker) -> None:
    assert run("--dry-run").output == "Niemand ist an etwas zu erinnern.\n"


def test_mails_are_written_once(factory: sessionmaker) -> None:
    add_due(factory)
    assert run().output.startswith("Neu im Postausgang: 1.")
    assert run().output.startswith("Neu im Postausgang: 0.")
    assert count_mails(factory) == 1


def test_the_switch_is_respected_and_said(factory: sessionmaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTSE_REMINDERS", "off")
    result = run()
    assert (result.exit_code, "LOTSE_REMINDERS=off" in result.output) == (2, True)
