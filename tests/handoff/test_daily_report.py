"""The daily report: once a day, in the morning of a working day, and only when somebody waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy.orm import sessionmaker

from bot.contacts.models import Absence, Contact
from bot.handoff.daily_report import MOST_LISTED, Unanswered, send_daily_report, write_report
from bot.handoff.moves import move_ticket
from tests.handoff.letters import TRAP, read_tags, shows_everywhere
from tests.handoff.office import kassel
from tests.handoff.samples import NOW, RECIPIENT, SETTINGS, find_ticket_id, hand_over, read_mails

MORNING = kassel("2026-07-02 07:00")  # a Thursday
LEAD, DEPUTY = "leitung@example.org", "vertretung@example.org"


def send(factory: sessionmaker, *moments: datetime) -> list[int]:
    return [send_daily_report(factory, SETTINGS, now=moment) for moment in moments]


def read_reports(factory: sessionmaker) -> list[tuple[str, str, str]]:
    with factory() as session:
        mails = [mail for mail in read_mails(session) if mail.dedup_key.startswith("bericht-")]
        return [(mail.recipient, mail.subject, mail.body) for mail in mails]


def test_whoever_waits_is_named_with_age_status_and_who_has_it(session_factory: sessionmaker) -> None:
    case_number = hand_over(session_factory)
    assert send(session_factory, MORNING) == [1]
    [(recipient, subject, body)] = read_reports(session_factory)
    assert (recipient, subject) == (RECIPIENT, "TRegKS-Lotse: Ein Anliegen ist ohne Antwort")
    said = " ".join(body.split())
    assert f"{case_number} vom 02.07.2026 um 00:31 Uhr, neu, liegt bei {RECIPIENT}: Wir suchen Förderung" in said


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        ("2026-07-02 06:59", 0),
        ("2026-07-02 07:00", 1),
        ("2026-07-02 23:59", 1),
        ("2026-07-04 09:00", 0),  # a Saturday
        ("2026-12-25 09:00", 0),  # a holiday, a Friday
    ],
)
def test_it_comes_on_working_days_from_seven_on(session_factory: sessionmaker, moment: str, written: int) -> None:
    hand_over(session_factory)
    assert send(session_factory, kassel(moment)) == [written]


def test_it_comes_once_a_day_and_again_on_the_next(session_factory: sessionmaker) -> None:
    hand_over(session_factory)
    moments = ("2026-07-02 07:00", "2026-07-02 07:05", "2026-07-02 18:00", "2026-07-03 08:00")
    assert send(session_factory, *map(kassel, moments)) == [1, 0, 0, 1]


@pytest.mark.parametrize("event", ["answered", "resolved", "expired"])
def test_nobody_waits_for_what_is_answered(session_factory: sessionmaker, event: str) -> None:
    case_number = hand_over(session_factory)
    with session_factory.begin() as session:
        move_ticket(session, find_ticket_id(session, case_number), event, actor="Kim", now=NOW)
    assert send(session_factory, MORNING) == [0]
    assert read_reports(session_factory) == []


def test_a_closed_office_gets_no_report(session_factory: sessionmaker) -> None:
    hand_over(session_factory)
    with session_factory.begin() as session:
        session.add(Absence(first_day=date(2026, 7, 1), last_day=date(2026, 7, 3)))
    assert send(session_factory, MORNING, kassel("2026-07-06 08:00")) == [0, 1]


def test_it_goes_to_project_lead_and_deputy(session_factory: sessionmaker) -> None:
    people = ((SETTINGS.handoff_contact, LEAD, "zwei"), ("zwei", DEPUTY, ""))
    with session_factory.begin() as session:
        for slug, email, deputy in people:
            row = Contact(slug=slug, name=slug, email=email, deputy_slug=deputy, takes_handoffs=True)
            row.source_title, row.source_date = "Test", "2026"
            session.add(row)
    hand_over(session_factory)
    assert send_daily_report(session_factory, replace(SETTINGS, handoff_to=""), now=MORNING) == 2
    assert [recipient for recipient, _, _ in read_reports(session_factory)] == [LEAD, DEPUTY]


def test_a_long_list_is_cut_and_what_is_left_out_is_counted() -> None:
    waiting = [Unanswered(f"TK-{number}", TRAP, "new", LEAD, NOW) for number in range(MOST_LISTED)]
    letter = write_report(waiting, 45, date(2026, 7, 2), office="https://lotse.example/redaktion/faelle")
    assert shows_everywhere(letter, "45 Anliegen sind ohne Antwort")
    assert shows_everywhere(letter, "und 15 weitere.")
    assert {tag for tag, _ in read_tags(letter.write_html())}.isdisjoint({"script", "img"})
