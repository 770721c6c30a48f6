from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from bot.contacts.models import ContactArea
from bot.conversations.models import Conversation, Feedback, Message, Outcome
from bot.faq.models import FaqEntry, FaqVariant, Referral
from bot.handoff.mail_models import OutboxMail
from bot.handoff.models import Ticket, TicketEvent
from bot.offers.models import FundingKind, FundingProgramme, Offer, OfferTopic, OfferVariant
from bot.topics.models import Topic, TopicSynonym
from tests.migrations.rows import NOON, contact, every_other_row, faq_entry, funding, mail, message, ticket, training

REFUSED = {
    "two FAQ entries with one slug": [faq_entry, faq_entry],
    "two contacts with one slug": [contact, contact],
    "two topics with one slug": [lambda: Topic(slug="a", name="A"), lambda: Topic(slug="a", name="B")],
    "two programmes with one slug": [funding, funding],
    "two tickets with one number": [ticket, ticket],
    "two mails for one cause": [mail, mail],
    "a referral twice": [lambda: Referral(text="Rente?"), lambda: Referral(text="Rente?")],
    "a variant twice in one entry": [
        lambda: faq_entry(variants=[FaqVariant(text="Wie?"), FaqVariant(text="Wie?")]),
    ],
    "a variant twice in one offer": [
        lambda: training(variants=[OfferVariant(text="Wie?"), OfferVariant(text="Wie?")]),
    ],
    "a synonym of two topics": [
        lambda: Topic(slug="a", name="A", synonyms=[TopicSynonym(text="ki")]),
        lambda: Topic(slug="b", name="B", synonyms=[TopicSynonym(text="ki")]),
    ],
    "an entry with an unknown status": [lambda: faq_entry(status="online")],
    "an entry in an unknown group": [lambda: faq_entry(topic_group="wetter")],
    "an entry with an unknown certainty": [lambda: faq_entry(certainty="sicher")],
    "an entry without an answer": [lambda: faq_entry(answer="")],
    "an entry without a source": [lambda: faq_entry(source_title=None)],
    "an offer with an unknown status": [lambda: training(status="bald")],
    "a programme on an unknown level": [lambda: funding(level="kreis")],
    "a quota above 100 percent": [lambda: funding(max_quota_percent=101)],
    "a quota below zero": [lambda: funding(max_quota_percent=-1)],
    "an unknown kind of support": [lambda: funding(kinds=[FundingKind(kind="geschenk")])],
    "an unknown answer about the application": [lambda: funding(apply_before_start="vielleicht")],
    "an unknown format": [lambda: training(format="telepathie")],
    "an unknown answer about AZAV": [lambda: training(azav="vielleicht")],
    "a course that ends before it starts": [
        lambda: training(starts_on=date(2027, 6, 2), ends_on=date(2027, 6, 1)),
    ],
    "a negative price": [lambda: training(price_eur=-1)],
    "a ticket nobody can reach": [lambda: ticket(email="", phone="")],
    "a ticket without consent": [lambda: ticket(consent_at=None)],
    "a ticket with an unknown status": [lambda: ticket(status="lost")],
    "a ticket with an unknown reason": [lambda: ticket(reason="mood")],
    "a mail with an unknown status": [lambda: mail(status="lost")],
    "a conversation in an unknown state": [lambda: Conversation(key="k", state="asleep")],
    "an outcome of an unknown kind": [lambda: Outcome(kind="shrug")],
    "two messages at one position": [
        lambda: Conversation(key="k"),
        message,
        lambda: message(public_id="m_2"),
    ],
    "a rating of ten": [
        lambda: Conversation(key="k"),
        lambda: message(id=1),
        lambda: Feedback(message_id=1, rating=10),
    ],
    "a message without its conversation": [message],
    "a variant without its entry": [lambda: FaqVariant(entry_id=99, text="Wie?")],
    "a synonym without its topic": [lambda: TopicSynonym(topic_id=99, text="ki")],
    "an area without its contact": [lambda: ContactArea(contact_id=99, area="ki", position=0)],
    "an offer about an unknown topic": [lambda: training(topics=[OfferTopic(topic="unbekannt")])],
    "an event without its ticket": [lambda: TicketEvent(ticket_id=99, kind="opened")],
    "a mail about an unknown ticket": [lambda: mail(ticket_id=99)],
    "a rating of no message": [lambda: Feedback(message_id=99, rating=1)],
}

ACCEPTED = {
    "one slug for funding and training": [lambda: funding(slug="a"), lambda: training(slug="a")],
    "a course of one day": [lambda: training(starts_on=date(2027, 6, 1), ends_on=date(2027, 6, 1))],
    "a ticket with a phone only": [lambda: ticket(email="", phone="0561 1")],
    "one variant in two entries": [
        lambda: faq_entry(variants=[FaqVariant(text="Wie?")]),
        lambda: faq_entry(slug="wer", variants=[FaqVariant(text="Wie?")]),
    ],
    "a programme without a quota": [lambda: funding(max_quota_percent=None)],
    "an outcome without a conversation": [lambda: Outcome(kind="answer")],
}


def write(session: Session, *makers: Callable[[], Any]) -> None:
    for make in makers:
        session.add(make())
        session.flush()


def count_rows(session: Session, table: Any) -> int:
    return session.scalar(select(func.count()).select_from(table))


@pytest.mark.parametrize("makers", REFUSED.values(), ids=REFUSED)
def test_the_database_refuses(session: Session, makers: list[Callable[[], Any]]) -> None:
    write(session, *makers[:-1])
    with pytest.raises(IntegrityError):
        write(session, makers[-1])


@pytest.mark.parametrize("makers", ACCEPTED.values(), ids=ACCEPTED)
def test_the_database_accepts(session: Session, makers: list[Callable[[], Any]]) -> None:
    write(session, *makers)


def test_a_time_comes_back_as_the_same_moment_in_utc(session: Session) -> None:
    in_kassel = datetime(2026, 7, 1, 14, 30, 15, 123456, tzinfo=timezone(timedelta(hours=2)))
    write(session, lambda: ticket(consent_at=in_kassel))
    found = session.scalar(select(Ticket.consent_at))
    assert found == in_kassel
    assert found.utcoffset() == timedelta(0)


@pytest.mark.parametrize(("minutes", "due"), [(-1, 0), (0, 1), (1, 1)])
@pytest.mark.parametrize("hours", [-5, 0, 5])
def test_times_of_other_zones_are_compared_as_moments(session: Session, *, minutes: int, due: int, hours: int) -> None:
    write(session, lambda: mail(next_attempt_at=NOON))
    now = (NOON + timedelta(minutes=minutes)).astimezone(timezone(timedelta(hours=hours)))
    assert session.scalar(select(func.count()).where(OutboxMail.next_attempt_at <= now)) == due


def test_a_naive_time_is_refused(session: Session) -> None:
    with pytest.raises(StatementError, match="naive time"):
        write(session, lambda: ticket(consent_at=datetime(2026, 7, 1)))


def test_deleting_a_conversation_takes_its_messages_and_keeps_the_figures(session: Session) -> None:
    write(session, lambda: funding(id=1), *(lambda row=row: row for row in every_other_row()))
    session.execute(delete(Conversation))
    assert (count_rows(session, Message), count_rows(session, Feedback)) == (0, 0)
    assert session.scalars(select(Outcome.conversation_key)).all() == [None]


def test_deleting_a_programme_by_statement_takes_its_parts(session: Session) -> None:
    write(session, lambda: funding(kinds=[FundingKind(kind="zuschuss")], variants=[OfferVariant(text="Geld?")]))
    session.execute(delete(Offer.__table__))
    assert [count_rows(session, table) for table in (FundingProgramme.__table__, FundingKind, OfferVariant)] == [
        0,
        0,
        0,
    ]


def test_german_text_survives(session: Session) -> None:
    text = "Größenmaßstäbe „für“ Käufer – 50 % 🙂"
    write(session, lambda: faq_entry(answer=text))
    assert session.scalar(select(FaqEntry.answer)) == text
