"""What a visitor is told about where a case stands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import sessionmaker

from bot.contacts.models import OfficeHours
from bot.handoff.case_status import CaseStatus, read_case_status
from bot.handoff.models import Ticket
from tests.handoff.cases import claim, move, open_case, reply
from tests.handoff.samples import NOW

LATER = NOW + timedelta(hours=1)


def read(factory: sessionmaker, ticket_id: int) -> CaseStatus:
    with factory() as session:
        return read_case_status(session, session.get(Ticket, ticket_id), now=LATER)


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ([], "Ihr Anliegen ist angekommen."),
        (["notified"], "liegt unserem Team vor"),
        (["resolved"], "Ihr Anliegen ist erledigt."),
        (["resolved", "reopened"], "ist wieder offen"),
        (["expired"], "leider niemand geantwortet"),
        (["answered"], "Unser Team hat Ihr Anliegen bearbeitet."),
    ],
)
def test_every_status_has_its_words_and_its_time(session_factory: sessionmaker, events: list[str], said: str) -> None:
    ticket_id = open_case(session_factory)
    for event in events:
        move(session_factory, ticket_id, event, now=LATER)
    status = read(session_factory, ticket_id)
    assert said in status.text
    assert status.since == (LATER if events else NOW)


def test_a_person_is_named_who_has_taken_over_or_answered(session_factory: sessionmaker) -> None:
    ticket_id = open_case(session_factory)
    claim(session_factory, ticket_id)
    assert read(session_factory, ticket_id).text.startswith("Kim hat Ihr Anliegen übernommen")
    reply(session_factory, ticket_id)
    assert read(session_factory, ticket_id).text.startswith("Kim hat geantwortet.")


@pytest.mark.parametrize(("event", "is_waiting"), [("notified", True), ("claimed", False), ("answered", False)])
def test_hours_are_told_only_to_who_waits(session_factory: sessionmaker, event: str, is_waiting: bool) -> None:
    ticket_id = open_case(session_factory)
    with session_factory.begin() as session:
        slug = session.get(Ticket, ticket_id).contact_slug
        session.add(OfficeHours(contact_slug=slug, weekday=4, opens=540, closes=960))
    move(session_factory, ticket_id, event)
    waiting = read(session_factory, ticket_id).waiting
    assert ("Sprechzeiten: Freitag 9 bis 16 Uhr" in waiting, waiting == "") == (is_waiting, not is_waiting)
