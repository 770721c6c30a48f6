"""Back to the content of an earlier training."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session, sessionmaker

from bot.accounts.models import Account
from bot.accounts.roles import APPROVER, EDITOR
from bot.accounts.sessions import AccountView
from bot.content.kinds import FAQ, TOPIC
from bot.content.records import read_record
from bot.db import utc_now
from bot.releases.models import TrainingRun
from bot.releases.rollback import list_changed_since, roll_back
from bot.revisions.drafts import find_latest, find_open, save_draft, stamp_of
from bot.revisions.models import Category, Revision
from bot.revisions.publishing import publish_now
from tests.migrations.rows import faq_entry

ERIKA = AccountView(1, "Erika", "erika@example.org", "", frozenset({EDITOR, APPROVER}))
START = utc_now() - timedelta(hours=1)


@pytest.fixture
def session(session_factory: sessionmaker) -> Iterator[Session]:
    with session_factory() as session:
        session.add(Account(id=1, name="Erika", email="erika@example.org"))
        session.add(faq_entry(slug="messe", question="Was kostet ein Stand?", answer="Zehn Euro."))
        session.commit()
        yield session


def write(session: Session, slug: str, answer: str, minute: int) -> None:
    record = read_record(session, FAQ, slug) or read_record(session, FAQ, "messe")
    assert record is not None
    at = START + timedelta(minutes=minute)
    publish_now(session, FAQ, slug, {**record, "answer": answer}, actor=ERIKA, now=at)


def edit(session: Session, slug: str, answer: str) -> Revision:
    record = read_record(session, FAQ, slug)
    assert record is not None
    base = stamp_of(find_latest(session, FAQ, slug))
    return save_draft(session, FAQ, slug, {**record, "answer": answer}, actor=ERIKA, base=base, now=START)


def publish_topic(session: Session, key: str, words: list[str], minute: int) -> None:
    record = {"name": key, "synonyms": words, "is_archived": False}
    publish_now(session, TOPIC, key, record, actor=ERIKA, now=START + timedelta(minutes=minute))


def trained(session: Session, minute: int) -> TrainingRun:
    run = TrainingRun(
        version=f"v{minute}",
        status="promoted",
        content_version=1,
        content_at=START + timedelta(minutes=minute),
        texts=3,
        seconds=1.0,
    )
    session.add(run)
    session.flush()
    return run


def answer_of(session: Session, slug: str) -> tuple[str, str]:
    record = read_record(session, FAQ, slug)
    assert record is not None
    return record["answer"], record["status"]


def test_what_was_changed_since_goes_back_and_what_was_new_is_archived(session: Session) -> None:
    run = trained(session, 1)
    write(session, "messe", "Zwanzig Euro.", 2)
    write(session, "messe", "Dreißig Euro.", 3)
    write(session, "neu", "Ganz neu.", 4)
    result = roll_back(session, run, actor=ERIKA, now=START + timedelta(minutes=5))
    assert (result.restored, result.archived, result.kept) == (["faq:messe"], ["faq:neu"], {})
    assert answer_of(session, "messe") == ("Zehn Euro.", "published")
    assert answer_of(session, "neu") == ("Ganz neu.", "archived")


def test_the_way_leads_forward_again(session: Session) -> None:
    early = trained(session, 1)
    write(session, "messe", "Zwanzig Euro.", 2)
    late = trained(session, 3)
    roll_back(session, early, actor=ERIKA, now=START + timedelta(minutes=4))
    roll_back(session, late, actor=ERIKA, now=START + timedelta(minutes=5))
    assert answer_of(session, "messe") == ("Zwanzig Euro.", "published")
    batches = {row.batch for row in session.query(Revision) if row.batch}
    assert len(batches) == 2


def test_without_changes_there_is_nothing_to_do(session: Session) -> None:
    write(session, "messe", "Zwanzig Euro.", 1)
    run = trained(session, 2)
    assert list_changed_since(session, run) == []
    result = roll_back(session, run, actor=ERIKA, now=START + timedelta(minutes=3))
    assert (result.restored, result.archived) == ([], [])
    assert answer_of(session, "messe") == ("Zwanzig Euro.", "published")


def test_what_would_go_back_is_listed_once_with_its_title_of_now(session: Session) -> None:
    run = trained(session, 1)
    write(session, "messe", "Zwanzig Euro.", 2)
    write(session, "messe", "Dreißig Euro.", 3)
    publish_topic(session, "ki", [], 4)
    assert list_changed_since(session, run) == [("faq", "messe", "Was kostet ein Stand?"), ("thema", "ki", "ki")]


def test_a_record_that_may_not_go_back_stays_as_it_is_with_its_draft(session: Session) -> None:
    run = trained(session, 1)
    write(session, "messe", "Zwanzig Euro.", 2)
    draft = edit(session, "messe", "Dreißig Euro.")
    session.add(Category(key="faq:netzwerk", organisation="Handwerkskammer"))
    result = roll_back(session, run, actor=ERIKA, now=START + timedelta(minutes=4))
    assert list(result.kept) == ["faq:messe"]
    assert answer_of(session, "messe") == ("Zwanzig Euro.", "published")
    assert find_open(session, FAQ, "messe") is draft
    assert draft.data["answer"] == "Dreißig Euro."


def test_what_needs_a_second_pair_of_eyes_waits_for_it(session: Session) -> None:
    run = trained(session, 1)
    write(session, "messe", "Zwanzig Euro.", 2)
    session.add(Category(key="faq:netzwerk", needs_approval=True))
    result = roll_back(session, run, actor=ERIKA, now=START + timedelta(minutes=4))
    assert (result.handed_in, result.restored, result.kept) == (["faq:messe"], [], {})
    assert answer_of(session, "messe") == ("Zwanzig Euro.", "published")
    waiting = find_open(session, FAQ, "messe")
    assert waiting is not None
    assert (waiting.status, waiting.data["answer"], waiting.batch) == ("review", "Zehn Euro.", result.batch)


def test_a_word_that_moved_to_another_topic_moves_back(session: Session) -> None:
    for key, words in (("ki", ["Roboter"]), ("logistik", [])):
        publish_topic(session, key, words, 0)
    run = trained(session, 1)
    publish_topic(session, "ki", [], 2)
    publish_topic(session, "logistik", ["Roboter"], 3)
    result = roll_back(session, run, actor=ERIKA, now=START + timedelta(minutes=4))
    assert (sorted(result.restored), result.kept) == (["thema:ki", "thema:logistik"], {})
    record = read_record(session, TOPIC, "ki")
    assert record is not None
    assert record["synonyms"] == ["Roboter"]
