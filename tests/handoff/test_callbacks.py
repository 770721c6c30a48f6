"""Calls: offered within the hours only, promised once, kept in both calendars."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from threading import Barrier

import pytest
from sqlalchemy.orm import Session, sessionmaker

from bot.accounts.models import Account
from bot.contacts.models import Absence, OfficeHours
from bot.handoff.buttons import press_button
from bot.handoff.callbacks import SlotTaken, book, cancel_callbacks, offer_slots, read_callbacks
from bot.handoff.confirmation import confirm
from bot.handoff.models import Ticket
from bot.handoff.presence import set_presence
from tests.handoff.cases import KEY, open_case
from tests.handoff.samples import NOW, SETTINGS, read_events, read_mails

# The sample's project lead has no row in the empty database: the hours are those of the office.
NINE = datetime(2026, 7, 2, 7, tzinfo=timezone.utc)  # 9:00 on the same Thursday in Kassel


def open_office(session: Session, *, absent: bool = False) -> None:
    """Have the office open from Monday to Thursday, 9 to 16, in Kassel."""
    for weekday in range(4):
        session.add(OfficeHours(contact_slug="", weekday=weekday, opens=540, closes=960))
    if absent:
        session.add(Absence(first_day=NOW.date(), last_day=NOW.date() + timedelta(days=60)))


@pytest.fixture
def ticket_id(factory: sessionmaker) -> int:
    """A ticket of an office whose hours are known."""
    with factory.begin() as session:
        open_office(session)
    return open_case(factory)


def test_times_to_be_called_lie_within_the_hours(factory: sessionmaker, ticket_id: int) -> None:
    with factory() as session:
        slots = offer_slots(session, session.get(Ticket, ticket_id), now=NOW)
        assert slots[0] == NINE
        assert all(slot.weekday() < 4 and 9 <= slot.hour < 16 for slot in slots)


@pytest.mark.parametrize(("is_known", "phone"), [(False, "+49 561 123456"), (True, "")])
def test_without_hours_or_a_number_nothing_is_offered(
    session_factory: sessionmaker, is_known: bool, phone: str
) -> None:
    if is_known:
        with session_factory.begin() as session:
            open_office(session)
    ticket_id = open_case(session_factory, phone=phone)
    with session_factory() as session:
        assert offer_slots(session, session.get(Ticket, ticket_id), now=NOW) == []


def test_a_promised_call_is_mailed_to_both_as_an_entry_of_their_calendars(
    factory: sessionmaker, ticket_id: int
) -> None:
    with factory.begin() as session:
        book(session, SETTINGS, session.get(Ticket, ticket_id), NINE, now=NOW)
    with factory() as session:
        assert [one.starts_at for one in read_callbacks(session, ticket_id)] == [NINE]
        for audience in ("staff", "visitor"):
            mail = read_mails(session, audience)[-1]
            assert "BEGIN:VCALENDAR" in mail.attachments[0]["text"]
        assert read_events(session)[-1][0] == "callback_booked"


def test_another_time_takes_the_place_of_the_first(factory: sessionmaker, ticket_id: int) -> None:
    later = NINE + timedelta(minutes=30)
    for start in (NINE, NINE, later):
        with factory.begin() as session:
            book(session, SETTINGS, session.get(Ticket, ticket_id), start, now=NOW)
    with factory() as session:
        assert [one.starts_at for one in read_callbacks(session, ticket_id)] == [later]
        assert [kind for kind, *_ in read_events(session)].count("callback_booked") == 2


@pytest.mark.parametrize("start", [NINE - timedelta(hours=1), NINE + timedelta(minutes=7), NINE + timedelta(days=1)])
def test_a_time_that_was_not_offered_cannot_be_had(session_factory: sessionmaker, start: datetime) -> None:
    with session_factory.begin() as session:
        open_office(session)
    ticket_id = open_case(session_factory)
    with session_factory() as session, pytest.raises(SlotTaken):
        book(session, SETTINGS, session.get(Ticket, ticket_id), start, now=NOW)


def test_nobody_is_promised_to_two_visitors_at_once(factory: sessionmaker, ticket_id: int) -> None:
    other_id, start = open_case(factory, concern="Wir suchen Personal."), Barrier(2)

    def take(one: int) -> bool:
        start.wait(10)
        try:
            with factory.begin() as session:
                book(session, SETTINGS, session.get(Ticket, one), NINE, now=NOW)
        except SlotTaken:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(take, (ticket_id, other_id))) == [False, True]


def test_a_call_that_is_taken_back_is_free_again(factory: sessionmaker, ticket_id: int) -> None:
    with factory.begin() as session:
        ticket = session.get(Ticket, ticket_id)
        book(session, SETTINGS, ticket, NINE, now=NOW)
        assert cancel_callbacks(session, SETTINGS, ticket, now=NOW) == 1
        assert NINE in offer_slots(session, ticket, now=NOW)
    with factory() as session:
        assert "METHOD:CANCEL" in read_mails(session, "visitor")[-1].attachments[0]["text"]


def test_the_visitor_books_by_a_button(factory: sessionmaker, ticket_id: int) -> None:
    with factory.begin() as session:
        reply = confirm(session, SETTINGS, session.get(Ticket, ticket_id), now=NOW)
        payload = reply.buttons[0].payload
        said = press_button(session, SETTINGS, KEY, payload, now=NOW).text
        again = press_button(session, SETTINGS, KEY, payload, now=NOW).text
    assert reply.buttons[0].title == "heute, 9 Uhr"
    assert said == again
    assert "heute, 9 Uhr" in said


@pytest.mark.parametrize(
    ("hours", "absent", "present", "said"),
    [
        (False, False, False, "Sprechzeiten sind bei mir nicht hinterlegt"),
        (True, False, False, "heute ab 9 Uhr wieder besetzt"),
        (True, True, False, "am Montag, 31. August, ab 9 Uhr"),
        (False, False, True, "jemand da"),
    ],
)
def test_what_is_said_about_waiting_is_true(
    session_factory: sessionmaker, hours: bool, absent: bool, present: bool, said: str
) -> None:
    with session_factory.begin() as session:
        if hours:
            open_office(session, absent=absent)
        if present:
            session.add(Account(id=1, email="kim@example.org", name="Kim"))
            session.flush()
            set_presence(session, 1, is_on=True, now=NOW)
    ticket_id = open_case(session_factory)
    with session_factory.begin() as session:
        assert said in confirm(session, SETTINGS, session.get(Ticket, ticket_id), now=NOW).text
        told = session.get(Ticket, ticket_id).events[-1]
        assert (told.kind, told.reason) == ("promised", "out_of_hours" if hours and not present else "")
        assert said in told.note


def test_the_visitor_is_told_where_to_look_the_case_up(session_factory: sessionmaker) -> None:
    ticket_id, settings = open_case(session_factory), replace(SETTINGS, public_url="https://lotse.example/")
    with session_factory.begin() as session:
        reply = confirm(session, settings, session.get(Ticket, ticket_id), now=NOW)
    assert "https://lotse.example/fall." in reply.text
