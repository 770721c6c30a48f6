"""Calendar files: valid, reproducible, and harmless whatever stands in the texts."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from icalendar import Calendar

from bot.calendar_file import Participant, write_event, write_invitation
from bot.local_time import KASSEL

STAMP = datetime(2026, 11, 26, 8, 0, tzinfo=timezone.utc)
START = datetime(2026, 11, 30, 10, 30, tzinfo=KASSEL)
LONG = "Rückruf zur Förderung von Qualifizierung für größere Beschäftigtengruppen " * 3


def invite(**changes: Any) -> str:
    values: dict[str, Any] = {
        "minutes": 30,
        "summary": "Rückruf",
        "description": "Wir rufen Sie an.",
        "organizer": Participant("lotse@example.org", "TRegKS-Lotse"),
        "attendee": Participant("erika@example.org", "Erika Müller"),
        "sequence": 0,
        "stamp": STAMP,
    }
    return write_invitation("rueckruf-1@example.org", START, **{**values, **changes})


def read(text: str) -> tuple[Any, Any]:
    calendar = Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    assert event.errors == []
    return calendar, event


def test_an_invitation_says_what_when_and_who() -> None:
    calendar, event = read(invite())
    assert (calendar["method"], event["status"], event["sequence"]) == ("REQUEST", "CONFIRMED", 0)
    assert event["uid"] == "rueckruf-1@example.org"
    assert event.decoded("dtstamp") == STAMP
    assert event.decoded("dtstart") == START
    assert event.decoded("dtend") == START + timedelta(minutes=30)
    assert (event["organizer"], event["organizer"].params["CN"]) == ("mailto:lotse@example.org", "TRegKS-Lotse")
    assert (event["attendee"], event["attendee"].params["CN"]) == ("mailto:erika@example.org", "Erika Müller")


def test_a_cancellation_is_one_for_the_same_appointment() -> None:
    calendar, event = read(invite(cancelled=True, sequence=1))
    assert (calendar["method"], event["status"], event["sequence"]) == ("CANCEL", "CANCELLED", 1)
    assert event["uid"] == read(invite())[1]["uid"]


def test_the_same_appointment_gives_the_same_file() -> None:
    assert invite() == invite()
    assert "DTSTART:20261130T093000Z\r\n" in invite()


def test_lines_end_with_crlf_and_are_folded_at_75_bytes() -> None:
    text = invite(summary=LONG, description=LONG)
    lines = text.split("\r\n")
    assert lines.pop() == ""
    assert not any("\n" in line or "\r" in line for line in lines)
    assert max(len(line.encode()) for line in lines) <= 75
    assert read(text)[1]["description"] == LONG


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028", "\x00"])
def test_no_text_can_write_lines_of_its_own(end: str) -> None:
    evil = f"Hallo{end}ATTENDEE:mailto:mallory@example.org{end}END:VEVENT"
    text = invite(summary=evil, description=evil, attendee=Participant(f"a@example.org{end}X-EVIL:1", evil))
    _, event = read(text)
    assert not [line for line in text.split("\r\n") if line.startswith("X-EVIL") or "\n" in line]
    assert str(event["attendee"]).startswith("mailto:a@example.org")
    assert len(Calendar.from_ical(text).walk("VEVENT")) == 1


@pytest.mark.parametrize("name", ['Erika "Rike" Müller', "Müller, Erika; GmbH: Kassel", "<b>Erika</b>", "^n"])
def test_a_name_survives_whatever_it_is_written_with(name: str) -> None:
    assert read(invite(attendee=Participant("erika@example.org", name)))[1]["attendee"].params["CN"] == name


def test_a_training_of_whole_days_ends_on_its_last_day() -> None:
    text = write_event(
        "kurs-1@example.org",
        date(2027, 3, 1),
        date(2027, 3, 2),
        summary="KI im Betrieb",
        stamp=STAMP,
        location="Kassel, Ständeplatz 17",
        url="https://example.org/angebote/kurs-1",
    )
    calendar, event = read(text)
    assert "method" not in calendar
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2027, 3, 1), date(2027, 3, 3))
    assert (event["location"], event["url"]) == ("Kassel, Ständeplatz 17", "https://example.org/angebote/kurs-1")


def test_a_training_of_some_hours_has_its_moments() -> None:
    _, event = read(write_event("kurs-2", START, START + timedelta(hours=3), summary="Abend", stamp=STAMP))
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=3)
    assert "location" not in event
