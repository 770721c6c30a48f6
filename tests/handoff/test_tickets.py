"""Tickets: one case number for one concern, and only the allowed moves."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from threading import Barrier

import pytest
from sqlalchemy.orm import sessionmaker

from bot.handoff import tickets
from bot.handoff.moves import move_ticket
from bot.handoff.tickets import (
    ALPHABET,
    NoFreeCaseNumber,
    make_case_number,
    open_ticket,
)
from tests.handoff.samples import (
    NOW,
    RECIPIENT,
    SETTINGS,
    find_ticket_id,
    hand_over,
    make_request,
    read_events,
    read_mails,
    read_tickets,
)


def move(factory: sessionmaker, case_number: str, event: str) -> None:
    with factory.begin() as session:
        move_ticket(session, find_ticket_id(session, case_number), event, actor="michael", now=NOW)


def test_a_handoff_writes_ticket_event_and_mail_together(factory: sessionmaker) -> None:
    case_number = hand_over(factory)
    with factory() as session:
        (ticket,), (mail,) = read_tickets(session), read_mails(session)
        assert (ticket.case_number, ticket.status, ticket.name) == (case_number, "new", "Jürgen Groß")
        assert "Gibt es Geld für Maschinen?" in ticket.transcript
        assert (mail.ticket_id, mail.recipient, mail.reply_to) == (ticket.id, RECIPIENT, "j.gross@example.org")
        assert case_number in mail.subject
        assert read_events(session) == [("opened", "", "new"), ("routed", "", "")]


def test_a_failure_after_the_handoff_leaves_neither_ticket_nor_mail(factory: sessionmaker) -> None:
    with factory() as session:
        open_ticket(session, make_request(), SETTINGS, now=NOW)
        assert len(read_tickets(session)) == len(read_mails(session)) == 1
        session.rollback()
    with factory() as session:
        assert (read_tickets(session), read_mails(session), read_events(session)) == ([], [], [])


@pytest.mark.parametrize(
    "concern",
    [
        "Wir suchen Förderung für eine neue Presse.",
        "  wir suchen   FÖRDERUNG für eine\nneue Presse. ",
        "Wir suchen Fo\u0308rderung für eine neue Presse.\u200b",
    ],
)
def test_the_same_concern_twice_is_one_ticket_and_one_mail(factory: sessionmaker, concern: str) -> None:
    assert hand_over(factory) == hand_over(factory, concern=concern)
    with factory() as session:
        assert len(read_tickets(session)) == len(read_mails(session)) == 1
        assert read_events(session) == [("opened", "", "new"), ("routed", "", "")]


@pytest.mark.parametrize("changes", [{"concern": "Wir suchen Personal."}, {"conversation_key": "b" * 64}])
def test_another_concern_or_conversation_is_another_ticket(
    session_factory: sessionmaker, changes: dict[str, str]
) -> None:
    assert hand_over(session_factory) != hand_over(session_factory, **changes)
    with session_factory() as session:
        assert len(read_tickets(session)) == len(read_mails(session)) == 2


def test_corrected_contact_details_change_the_ticket_and_are_mailed(factory: sessionmaker) -> None:
    case_number = hand_over(factory)
    assert hand_over(factory, email="gross@example.org", company="") == case_number
    with factory() as session:
        (ticket,), (_, mail) = read_tickets(session), read_mails(session)
        assert (ticket.email, ticket.company, ticket.status) == ("gross@example.org", "", "new")
        assert ticket.events[-2].note == "email, company"
        assert mail.subject.startswith(f"Ergänzung zur Anfrage {case_number}")
        assert mail.reply_to == "gross@example.org"


def test_details_corrected_back_and_forth_are_mailed_each_time(session_factory: sessionmaker) -> None:
    for email in ("a@example.org", "b@example.org", "a@example.org", "a@example.org"):
        hand_over(session_factory, email=email)
    with session_factory() as session:
        assert [mail.reply_to[0] for mail in read_mails(session)] == ["a", "b", "a"]


@pytest.mark.parametrize("status", ["answered", "resolved", "expired"])
def test_an_answered_concern_that_comes_again_is_opened_again(factory: sessionmaker, status: str) -> None:
    case_number = hand_over(factory)
    move(factory, case_number, status)
    assert [hand_over(factory), hand_over(factory)] == [case_number, case_number]
    with factory() as session:
        assert [ticket.status for ticket in read_tickets(session)] == ["reopened"]
        assert read_events(session)[2:] == [
            (status, "new", status),
            ("reopened", status, "reopened"),
            ("routed", "", ""),
        ]
        assert len(read_mails(session)) == 2


def test_a_concern_in_progress_that_comes_again_stays_with_its_person(session_factory: sessionmaker) -> None:
    move(session_factory, hand_over(session_factory), "claimed")
    hand_over(session_factory)
    with session_factory() as session:
        assert [ticket.status for ticket in read_tickets(session)] == ["claimed"]
        assert len(read_mails(session)) == 1


def test_two_processes_with_the_same_concern_open_one_ticket(factory: sessionmaker) -> None:
    start = Barrier(4)

    def hand_over_at_once(_number: int) -> str:
        start.wait(10)
        return hand_over(factory)

    with ThreadPoolExecutor(4) as pool:
        case_numbers = set(pool.map(hand_over_at_once, range(4)))
    with factory() as session:
        assert {ticket.case_number for ticket in read_tickets(session)} == case_numbers
        assert len(read_mails(session)) == 1


def test_a_case_number_can_be_read_out_on_the_telephone() -> None:
    numbers = {make_case_number(2026) for _ in range(500)}
    assert all(re.fullmatch(r"TK-2026-[0-9A-Z]{6}", number) for number in numbers)
    assert len(numbers) >= 499
    assert not set("01OILAEU").intersection(ALPHABET)


def test_a_case_number_carries_the_year_of_kassel(session_factory: sessionmaker) -> None:
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=timezone.utc)
    assert hand_over(session_factory, consent_at=new_year).startswith("TK-2027-")


def test_a_taken_case_number_is_not_given_twice(factory: sessionmaker, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = iter(["TK-2026-222222", "TK-2026-222222", "TK-2026-333333"])
    monkeypatch.setattr(tickets, "make_case_number", lambda _year: next(numbers))
    assert hand_over(factory) == "TK-2026-222222"
    assert hand_over(factory, conversation_key="b" * 64) == "TK-2026-333333"


def test_without_a_free_case_number_nothing_is_written(
    session_factory: sessionmaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tickets, "make_case_number", lambda _year: "TK-2026-222222")
    hand_over(session_factory)
    with pytest.raises(NoFreeCaseNumber):
        hand_over(session_factory, conversation_key="b" * 64)
    with session_factory() as session:
        assert len(read_mails(session)) == 1


def test_text_that_no_database_takes_is_tidied_first(factory: sessionmaker) -> None:
    hand_over(factory, concern="Hilfe\x00 bitte\ud83d\x1b[2J", name="Kim\r\nLang\x00", company="F" * 300, phone="")
    with factory() as session:
        (ticket,) = read_tickets(session)
        assert ticket.concern == "Hilfe bitte [2J"
        assert (ticket.name, ticket.company) == ("Kim Lang", "F" * 200)
