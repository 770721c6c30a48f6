"""Hours in words: as somebody at a desk would say them."""

from __future__ import annotations

import pytest

from bot.handoff.hours import OfficeHours, Span
from bot.handoff.hours_words import say_hours, say_slot, say_when
from tests.handoff.office import FOUR, NINE, NOON, ONE, kassel, make_office

MORNING, AFTERNOON, ALL_DAY = (NINE, NOON), (ONE, FOUR), (NINE, FOUR)


@pytest.mark.parametrize(
    ("now", "opening", "words"),
    [
        ("2026-11-26 12:30", "2026-11-26 13:00", "heute ab 13 Uhr"),
        ("2026-11-26 23:59", "2026-11-27 08:30", "morgen ab 8:30 Uhr"),
        ("2026-11-27 00:01", "2026-11-27 08:05", "heute ab 8:05 Uhr"),
        ("2026-11-27 16:00", "2026-11-30 09:00", "am Montag ab 9 Uhr"),
        ("2026-11-24 16:00", "2026-11-30 09:00", "am Montag ab 9 Uhr"),
        ("2026-11-23 08:00", "2026-11-30 09:00", "am Montag, 30. November, ab 9 Uhr"),
        ("2026-12-23 16:00", "2027-01-04 09:00", "am Montag, 4. Januar, ab 9 Uhr"),
        ("2026-12-30 16:00", "2027-01-04 09:00", "am Montag ab 9 Uhr"),
        ("2026-10-20 16:00", "2027-01-04 09:00", "am Montag, 4. Januar 2027, ab 9 Uhr"),
        ("2026-02-02 16:00", "2026-11-30 09:00", "am Montag, 30. November, ab 9 Uhr"),
        ("2027-03-12 16:00", "2027-03-29 00:00", "am Montag, 29. März, ab 0 Uhr"),
    ],
)
def test_an_opening_is_named_as_near_as_it_is(now: str, opening: str, words: str) -> None:
    assert say_when(kassel(opening), kassel(now)) == words


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("2026-11-26 14:00", "heute, 14 Uhr"),
        ("2026-11-27 10:30", "morgen, 10:30 Uhr"),
        ("2026-11-28 09:00", "Samstag, 28. November, 9 Uhr"),
        ("2026-11-30 09:00", "Montag, 30. November, 9 Uhr"),
        ("2027-02-01 09:00", "Montag, 1. Februar 2027, 9 Uhr"),
    ],
)
def test_a_slot_is_named_with_its_day(start: str, words: str) -> None:
    assert say_slot(kassel(start), kassel("2026-11-26 09:00")) == words


@pytest.mark.parametrize(
    ("spans", "words"),
    [
        ({0: (ALL_DAY,)}, "Montag 9 bis 16 Uhr"),
        ({0: (ALL_DAY,), 1: (ALL_DAY,)}, "Montag und Dienstag 9 bis 16 Uhr"),
        (
            {**dict.fromkeys(range(4), (ALL_DAY,)), 4: (MORNING,)},
            "Montag bis Donnerstag 9 bis 16 Uhr, Freitag 9 bis 12 Uhr",
        ),
        (dict.fromkeys(range(5), (MORNING, AFTERNOON)), "Montag bis Freitag 9 bis 12 Uhr und 13 bis 16 Uhr"),
        (dict.fromkeys((0, 2, 4), ((510, 1005),)), "Montag, Mittwoch und Freitag 8:30 bis 16:45 Uhr"),
        (
            {**dict.fromkeys((0, 1, 2, 4), (MORNING,)), 3: (AFTERNOON,)},
            "Montag bis Mittwoch und Freitag 9 bis 12 Uhr, Donnerstag 13 bis 16 Uhr",
        ),
        (dict.fromkeys(range(7), ((0, 1440),)), "Montag bis Sonntag 0 bis 24 Uhr"),
    ],
)
def test_equal_days_are_named_together(spans: dict[int, tuple[Span, ...]], words: str) -> None:
    rows = [(weekday, *span) for weekday, of_day in spans.items() for span in of_day]
    assert say_hours(make_office(rows=rows)) == words


def test_unknown_hours_are_not_put_into_words() -> None:
    assert say_hours(OfficeHours()) == ""
