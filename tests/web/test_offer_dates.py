"""``/angebote/{slug}/termin.ics``: the date of a training for the visitor's calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy.orm import sessionmaker

from tests.web.offer_pages import PUBLIC, make_browser, make_course, make_programme


async def test_a_date_that_is_to_come_can_be_noted(session_factory: sessionmaker) -> None:
    async with make_browser(session_factory, make_course(title="Hochvolt, 2S; Übung")) as client:
        page = (await client.get("/angebote/kurs")).text
        answer = await client.get("/angebote/kurs/termin.ics")
    assert 'href="/angebote/kurs/termin.ics"' in page
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="termin.ics"'
    event = Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert str(event["summary"]) == "Hochvolt, 2S; Übung"
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2027, 3, 2), date(2027, 3, 5))  # the day behind the last
    assert str(event["location"]) == "Baunatal"
    assert str(event["url"]) == f"{PUBLIC}/angebote/kurs"
    assert "Preis: 890 Euro" in event["description"]
    assert "unverbindlich" in event["description"]


async def test_the_same_date_keeps_its_name_so_that_calendars_note_it_once(session_factory: sessionmaker) -> None:
    async with make_browser(session_factory, make_course()) as client:
        files = [(await client.get("/angebote/kurs/termin.ics")).content for _ in range(2)]
    assert len({str(Calendar.from_ical(file).walk("VEVENT")[0]["uid"]) for file in files}) == 1


@pytest.mark.parametrize(
    "row",
    [
        {"starts_on": None, "ends_on": None},
        {"starts_on": date(2026, 11, 21), "ends_on": None},
        {"status": "ausgelaufen"},
    ],
)
async def test_without_a_date_to_come_there_is_no_file(session_factory: sessionmaker, row: dict[str, Any]) -> None:
    async with make_browser(session_factory, make_course(**row), make_programme()) as client:
        assert "termin.ics" not in (await client.get("/angebote/kurs")).text
        answers = [await client.get(f"/angebote/{slug}/termin.ics") for slug in ("kurs", "zim", "unbekannt")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
