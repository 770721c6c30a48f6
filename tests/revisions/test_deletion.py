"""Deleting for good: only what is archived, and then nothing of it is left but a line in the log."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from bot.accounts.models import AuditEntry
from bot.content.kinds import FAQ
from bot.content.records import read_record, save_record
from bot.faq.models import FaqVariant
from bot.releases.models import GoldenQuestion
from bot.revisions.deletion import Remains, StillShown, delete_for_good, find_remains
from bot.revisions.imports.models import Import, ImportRow
from bot.revisions.models import Revision
from bot.revisions.publishing import set_archived
from tests.revisions.people import KEY, NOW, add_person, faq_record

OTHER = "ein-anderer"


def archive(session: Session) -> None:
    """Archive one of two records, both of which stand in an import."""
    for key in (KEY, OTHER):
        save_record(session, FAQ, key, faq_record())
        session.add(GoldenQuestion(text=f"Frage zu {key}", reference=f"faq:{key}"))
    found = Import(kind="faq", filename="a.csv", author="Erika")
    session.add(found)
    session.flush()
    session.add_all(ImportRow(import_id=found.id, number=2, key=key, state="unchanged") for key in (KEY, OTHER))
    set_archived(session, FAQ, KEY, True, actor=add_person(session, "Erika"), now=NOW)
    session.flush()


def count(session: Session, model: type) -> int:
    return int(session.scalar(select(func.count()).select_from(model)))


def test_what_visitors_still_get_is_not_deleted(session_factory: sessionmaker) -> None:
    with session_factory.begin() as session:
        save_record(session, FAQ, KEY, faq_record())
        with pytest.raises(StillShown, match="archivieren"):
            delete_for_good(session, FAQ, KEY)
        assert read_record(session, FAQ, KEY) is not None


def test_all_that_was_kept_of_a_record_goes_and_others_stay(session_factory: sessionmaker) -> None:
    with session_factory.begin() as session:
        archive(session)
        assert find_remains(session, FAQ, KEY) == delete_for_good(session, FAQ, KEY) == Remains(True, 2, 1, 1)
    with session_factory() as session:
        assert read_record(session, FAQ, KEY) is None
        assert read_record(session, FAQ, OTHER) is not None
        counts = [count(session, model) for model in (Revision, ImportRow, GoldenQuestion)]
        assert counts == [0, 1, 1]
        assert count(session, FaqVariant) == len(faq_record()["variants"])


def test_the_log_says_that_it_was_deleted_but_not_what_it_said(session_factory: sessionmaker) -> None:
    with session_factory.begin() as session:
        archive(session)
        delete_for_good(session, FAQ, KEY)
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert last is not None
        assert (last.actor, last.action, last.subject, last.detail) == (
            "System",
            "endgültig gelöscht",
            f"faq:{KEY}",
            "",
        )


def test_what_never_was_there_cannot_be_deleted(session_factory: sessionmaker) -> None:
    with session_factory.begin() as session, pytest.raises(KeyError):
        delete_for_good(session, FAQ, "gibt-es-nicht")
