"""Events of calendar files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.offers.importers.reading import UnreadableSource
from tests.offers.importers.generate import calendar
from tests.offers.importers.running import ReadFile, read_file

EVENT = """UID:1@kammer
SUMMARY:Transformationstreff
DTSTART;TZID=Europe/Berlin:20270115T180000
DTEND;TZID=Europe/Berlin:20270115T200000
LOCATION:Haus der Wirtschaft\\, Weg 1\\, 34225 Baunatal"""


def read(folder: Path, text: str, provider: str = "") -> ReadFile:
    path = folder / "termine.ics"
    path.write_text(text, encoding="utf-8")
    return read_file("ical", path, provider)


def days(found: ReadFile) -> list[object]:
    return [record.values.get("starts_on") for record in found.records]


def test_an_event_becomes_a_training(tmp_path: Path) -> None:
    values = read(tmp_path, calendar(EVENT)).values
    assert (values["title"], values["provider"]) == ("Transformationstreff", "Termine der Kammer")
    assert (values["postcode"], values["place"], values["format"]) == ("34225", "Baunatal", "praesenz")
    assert (values["starts_on"], values["ends_on"]) == (date(2027, 1, 15), date(2027, 1, 15))


def test_a_time_in_utc_is_the_day_in_kassel(tmp_path: Path) -> None:
    late = "UID:2\nSUMMARY:Spät\nDTSTART:20270115T233000Z"
    assert days(read(tmp_path, calendar(late))) == [date(2027, 1, 16)]


def test_an_end_without_a_time_is_the_day_after(tmp_path: Path) -> None:
    event = "UID:2\nSUMMARY:Messe\nDTSTART;VALUE=DATE:20270301\nDTEND;VALUE=DATE:20270304"
    assert read(tmp_path, calendar(event)).values["ends_on"] == date(2027, 3, 3)


def test_what_repeats_is_written_out_for_a_year(tmp_path: Path) -> None:
    found = read(tmp_path, calendar(f"{EVENT}\nRRULE:FREQ=MONTHLY\nEXDATE;TZID=Europe/Berlin:20270215T180000"))
    assert days(found)[:3] == [date(2027, 1, 15), date(2027, 3, 15), date(2027, 4, 15)]
    assert days(found)[-1] == date(2027, 11, 15)
    assert len({record.key for record in found.records}) == 10


def test_a_moved_date_stands_for_the_one_it_replaces(tmp_path: Path) -> None:
    moved = EVENT.replace("20270115T", "20270122T") + "\nRECURRENCE-ID;TZID=Europe/Berlin:20270115T180000"
    found = read(tmp_path, calendar(f"{EVENT}\nRRULE:FREQ=WEEKLY;COUNT=2", moved))
    assert sorted((record.key, str(record.values["starts_on"])) for record in found.records) == [
        ("termine-der-kammer/1@kammer/2027-01-15", "2027-01-22"),
        ("termine-der-kammer/1@kammer/2027-01-22", "2027-01-22"),
    ]


def test_a_cancelled_event_is_gone(tmp_path: Path) -> None:
    (record,) = read(tmp_path, calendar(f"{EVENT}\nSTATUS:CANCELLED")).records
    assert record.is_gone


def test_online_events_have_no_town(tmp_path: Path) -> None:
    values = read(tmp_path, calendar(EVENT.replace("Haus der Wirtschaft", "Online (Zoom)"))).values
    assert (values["format"], values["place"], values["postcode"]) == ("online", "", "")


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        (EVENT.replace("UID:1@kammer\n", ""), "Ohne UID lässt sich der Termin nicht wiedererkennen."),
        (EVENT.replace("DTSTART;TZID=Europe/Berlin:20270115T180000\n", ""), "Der Beginn fehlt"),
        (f"{EVENT}\nRRULE:FREQ=SECONDLY", "in einem Abstand, der für Veranstaltungen nicht gelesen wird"),
        (EVENT.replace("20270115", "19000115") + "\nRRULE:FREQ=DAILY", "seit mehr als zwanzig Jahren"),
        (EVENT.replace("SUMMARY:Transformationstreff\n", ""), "Der Titel fehlt."),
    ],
)
def test_an_event_that_cannot_be_used_is_named(tmp_path: Path, event: str, sentence: str) -> None:
    found = read(tmp_path, calendar(event, EVENT.replace("1@", "2@")))
    assert len(found.records) == 1
    assert sentence in found.reading.problems[0]


def test_a_calendar_without_a_name_needs_a_provider(tmp_path: Path) -> None:
    nameless = calendar(EVENT, name="")
    with pytest.raises(UnreadableSource, match="--provider"):
        read(tmp_path, nameless)
    assert read(tmp_path, nameless, "IHK").values["provider"] == "IHK"
