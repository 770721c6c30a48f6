"""Publishing: one transaction makes a text live, four eyes and owners are respected, every way back is open."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from bot.accounts.models import AuditEntry
from bot.content.kinds import FAQ, FUNDING, REFERRAL, SENTENCE, TOPIC
from bot.content.records import blank_record, read_record, save_record
from bot.db import read_content_version
from bot.faq.queries import read_referrals
from bot.revisions.categories import CategoryRules, save_rules
from bot.revisions.drafts import (
    NotAllowed,
    NotOpen,
    Stamp,
    find_latest,
    find_open,
    find_revision,
    hand_in,
    save_draft,
)
from bot.revisions.models import Revision
from bot.revisions.publishing import (
    ImpossibleDate,
    call_off,
    find_due,
    publish,
    publish_now,
    restore,
    schedule,
    set_archived,
)
from bot.topics.queries import read_topics
from tests.revisions.people import KEY, NOW, add_approver, add_person, faq_record, write


@pytest.fixture
def session(session_factory: sessionmaker) -> Session:
    with session_factory() as session:
        yield session


def live(session: Session) -> str:
    return read_record(session, FAQ, KEY)["answer"]


def test_publishing_makes_the_draft_live_and_counts_one_change_of_content(session: Session) -> None:
    erika = add_person(session, "Erika")
    draft = write(session, erika, variants=["Wer seid ihr?"])
    before = read_content_version(session)
    publish(session, draft, actor=erika, now=NOW)
    assert read_record(session, FAQ, KEY) == faq_record(variants=["Wer seid ihr?"])
    assert (draft.status, draft.published_at, draft.decided_by) == ("published", NOW, "Erika")
    assert read_content_version(session) > before
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.actor, entry.action, entry.subject) == ("Erika", "veröffentlicht", f"faq:{KEY}")


def test_with_four_eyes_only_another_approver_publishes(session: Session) -> None:
    save_rules(session, CategoryRules("faq:netzwerk", needs_approval=True))
    erika, otto = add_approver(session, "Erika"), add_person(session, "Otto")
    draft = write(session, erika)
    with pytest.raises(NotAllowed, match="Vier-Augen-Prinzip"):
        publish(session, draft, actor=erika, now=NOW)
    with pytest.raises(NotAllowed, match="fehlt Ihnen die Berechtigung"):
        publish(session, draft, actor=otto, now=NOW)
    publish(session, draft, actor=add_approver(session), now=NOW)
    assert live(session) == "Ein Netzwerk."


def test_four_eyes_cannot_be_avoided_by_moving_the_record(session: Session) -> None:
    erika = add_person(session, "Erika")
    publish(session, write(session, erika), actor=erika, now=NOW)
    save_rules(session, CategoryRules("faq:netzwerk", needs_approval=True))
    draft = write(session, erika, topic_group="kontakt", answer="Ungeprüft.")
    with pytest.raises(NotAllowed):
        publish(session, draft, actor=erika, now=NOW)


def test_what_is_published_or_discarded_cannot_be_published_again(session: Session) -> None:
    erika = add_person(session, "Erika")
    draft = write(session, erika)
    publish(session, draft, actor=erika, now=NOW)
    with pytest.raises(NotOpen):
        publish(session, draft, actor=erika, now=NOW)


def test_a_scheduled_text_is_due_at_its_time_and_not_before(session: Session) -> None:
    erika = add_person(session, "Erika")
    draft = write(session, erika)
    at = NOW + timedelta(days=1)
    schedule(session, draft, actor=erika, at=at, now=NOW)
    session.flush()
    assert find_due(session, now=at - timedelta(seconds=1)) == []
    assert find_due(session, now=at) == [draft.id]
    publish(session, draft, actor=None, now=at)
    assert (draft.status, draft.decided_by, draft.publish_at) == ("published", "Erika", None)


@pytest.mark.parametrize("days", [-1, 0, 3 * 366])
def test_a_date_in_the_past_or_far_away_is_refused(session: Session, days: int) -> None:
    erika = add_person(session, "Erika")
    with pytest.raises(ImpossibleDate):
        schedule(session, write(session, erika), actor=erika, at=NOW + timedelta(days=days), now=NOW)


def test_a_date_is_called_off_by_hand_or_by_writing_on(session: Session) -> None:
    erika = add_person(session, "Erika")
    draft = write(session, erika)
    for end_it in (lambda: call_off(session, draft, actor=erika), lambda: write(session, erika, answer="Anders.")):
        schedule(session, draft, actor=erika, at=NOW + timedelta(days=1), now=NOW)
        end_it()
        assert (draft.status, draft.publish_at) == ("draft", None)


def test_an_earlier_state_comes_back_and_both_stay_in_the_history(session: Session) -> None:
    erika = add_person(session, "Erika")
    publish(session, write(session, erika, answer="Erst."), actor=erika, now=NOW)
    publish(session, write(session, erika, answer="Dann."), actor=erika, now=NOW)
    publish(session, restore(session, FAQ, KEY, 1, actor=erika, now=NOW), actor=erika, now=NOW)
    assert live(session) == "Erst."
    assert find_latest(session, FAQ, KEY).note == "Fassung 1 wiederhergestellt"
    assert [find_revision(session, FAQ, KEY, number).data["answer"] for number in (1, 2, 3)] == [
        "Erst.",
        "Dann.",
        "Erst.",
    ]


@pytest.mark.parametrize("by_import", [True, False])
def test_a_restore_or_an_import_keeps_the_open_draft_of_another_in_the_history(
    session: Session, by_import: bool
) -> None:
    erika, otto = add_person(session, "Erika"), add_person(session, "Otto")
    publish(session, write(session, erika), actor=erika, now=NOW)
    write(session, otto, answer="In Arbeit.")
    if by_import:
        publish_now(session, FAQ, KEY, faq_record(answer="Neu."), actor=erika, now=NOW, batch="import-1")
    else:
        restore(session, FAQ, KEY, 1, actor=erika, now=NOW)
    kept = find_revision(session, FAQ, KEY, 2)
    assert (kept.status, kept.data["answer"], kept.note) == ("discarded", "In Arbeit.", "Überholt durch Erika")
    assert find_latest(session, FAQ, KEY).batch == ("import-1" if by_import else "")


def test_an_unknown_state_cannot_be_restored(session: Session) -> None:
    with pytest.raises(KeyError):
        restore(session, FAQ, KEY, 7, actor=add_person(session, "Erika"), now=NOW)


def test_the_archive_is_a_state_like_any_other(session: Session) -> None:
    erika = add_person(session, "Erika")
    publish(session, write(session, erika), actor=erika, now=NOW)
    set_archived(session, FAQ, KEY, True, actor=erika, now=NOW)
    assert read_record(session, FAQ, KEY)["status"] == "archived"
    restore(session, FAQ, KEY, 1, actor=erika, now=NOW)
    with pytest.raises(NotOpen, match="offenen Entwurf"):
        set_archived(session, FAQ, KEY, True, actor=erika, now=NOW)


def test_a_record_that_breaks_a_rule_of_the_database_is_not_half_published(session_factory: sessionmaker) -> None:
    with session_factory.begin() as session:
        erika = add_person(session, "Erika")
        save_record(session, TOPIC, "ki", {"name": "KI", "synonyms": ["AI"]})
        topic = {"name": "Roboter", "synonyms": ["AI"]}
        draft = save_draft(session, TOPIC, "robotik", topic, actor=erika, base=Stamp(), now=NOW)
        with pytest.raises(IntegrityError), session.begin_nested():
            publish(session, draft, actor=erika, now=NOW)
    with session_factory() as session:
        assert read_record(session, TOPIC, "robotik") is None
        assert find_open(session, TOPIC, "robotik").data == topic


def test_offers_are_under_the_rules_of_their_kind(session: Session) -> None:
    save_rules(session, CategoryRules("foerderung", organisation="WFG"))
    record = blank_record(FUNDING) | {"title": "ZIM", "provider": "Bund", "level": "bund", "certainty": "belegt"}
    with pytest.raises(NotAllowed, match="WFG"):
        save_draft(session, FUNDING, "zim", record, actor=add_person(session, "Otto"), base=Stamp(), now=NOW)


def test_the_sentence_that_came_with_the_assistant_is_its_first_state(session: Session) -> None:
    erika = add_person(session, "Erika")
    publish_now(session, SENTENCE, "folge.dauer", {"text": "Dauer: {dauer}."}, actor=erika, now=NOW)
    assert find_revision(session, SENTENCE, "folge.dauer", 1).data["text"] == "**{titel}** dauert {dauer}."
    publish(session, restore(session, SENTENCE, "folge.dauer", 1, actor=erika, now=NOW), actor=erika, now=NOW)
    assert read_record(session, SENTENCE, "folge.dauer") == {"text": "**{titel}** dauert {dauer}."}


def test_a_handed_in_text_can_be_published_by_whoever_may(session: Session) -> None:
    erika = add_person(session, "Erika")
    draft = write(session, erika)
    hand_in(session, draft, actor=erika)
    publish(session, draft, actor=add_person(session, "Otto"), now=NOW)
    assert session.scalars(select(Revision)).one().decided_by == "Otto"


@pytest.mark.parametrize(
    ("kind", "key", "record", "read"),
    [
        (TOPIC, "ki", {"name": "KI", "synonyms": [], "is_archived": False}, read_topics),
        (REFERRAL, "Wo ist das Standesamt?", {"office": "Stadt", "is_archived": False}, read_referrals),
    ],
    ids=["topic", "referral"],
)
def test_topics_and_referrals_are_put_aside_and_fetched_back(
    session: Session, kind: Any, key: str, record: Any, read: Any
) -> None:
    erika = add_person(session, "Erika")
    publish_now(session, kind, key, record, actor=erika, now=NOW)
    assert len(read(session)) == 1
    set_archived(session, kind, key, True, actor=erika, now=NOW)
    assert read(session) == []
    set_archived(session, kind, key, False, actor=erika, now=NOW)
    assert len(read(session)) == 1


def test_what_somebody_publishes_meanwhile_is_not_written_over_by_a_change_of_one_field(
    session_factory: sessionmaker,
) -> None:
    with session_factory.begin() as session:
        erika = add_person(session, "Erika")
        publish_now(session, FAQ, KEY, faq_record(), actor=erika, now=NOW)

    def put_aside() -> None:
        with session_factory.begin() as other:
            set_archived(other, FAQ, KEY, True, actor=erika, now=NOW)

    with session_factory.begin() as session:
        publish_now(session, FAQ, KEY, faq_record(answer="Neu."), actor=erika, now=NOW)
        elsewhere = Thread(target=put_aside)
        elsewhere.start()
        elsewhere.join(0.3)
    elsewhere.join(10)
    with session_factory() as session:
        record = read_record(session, FAQ, KEY)
    assert record is not None
    assert (record["answer"], record["status"]) == ("Neu.", "archived")
