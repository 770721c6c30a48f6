"""Working days: when an answer is late."""

from __future__ import annotations

import pytest

from bot.handoff.hours import OfficeHours
from bot.handoff.working_days import add_working_days
from tests.handoff.office import FOUR, NINE, kassel, make_office

WEEKDAYS = [(weekday, NINE, FOUR) for weekday in range(5)]


@pytest.mark.parametrize(
    ("at", "days", "due"),
    [
        ("2026-11-26 10:00", 0, "2026-11-26 10:00"),
        ("2026-11-26 10:00", 1, "2026-11-27 10:00"),
        ("2026-11-27 10:00", 1, "2026-11-30 10:00"),  # over a weekend
        ("2026-11-28 10:00", 1, "2026-12-01 09:00"),  # from Saturday: begins on Monday as the office opens
        ("2026-11-26 18:00", 1, "2026-11-30 09:00"),  # after hours: begins on Friday
        ("2026-11-26 07:00", 1, "2026-11-27 09:00"),
        ("2026-04-02 10:00", 2, "2026-04-08 10:00"),  # over Easter
        ("2026-12-23 10:00", 3, "2026-12-29 10:00"),  # over Christmas
        ("2026-12-31 10:00", 1, "2027-01-04 10:00"),
        ("2028-02-28 10:00", 2, "2028-03-01 10:00"),
        ("2026-03-27 10:00", 1, "2026-03-30 10:00"),  # over the change of the clocks
    ],
)
def test_days_are_counted_on_which_the_office_is_open(at: str, days: int, due: str) -> None:
    assert add_working_days(kassel(at), days, make_office(rows=WEEKDAYS)) == kassel(due)


def test_a_day_without_hours_does_not_count() -> None:
    tuesdays = make_office(rows=[(1, NINE, FOUR)])
    assert add_working_days(kassel("2026-11-24 10:00"), 2, tuesdays) == kassel("2026-12-08 10:00")


@pytest.mark.parametrize(
    ("at", "days", "due"),
    [
        ("2026-11-26 20:00", 1, "2026-11-27 20:00"),
        ("2026-11-27 20:00", 1, "2026-11-30 20:00"),
        ("2026-11-28 20:00", 1, "2026-12-01 20:00"),
        ("2026-06-03 10:00", 1, "2026-06-05 10:00"),
    ],
)
def test_with_unknown_hours_monday_to_friday_count(at: str, days: int, due: str) -> None:
    assert add_working_days(kassel(at), days, OfficeHours()) == kassel(due)


@pytest.mark.parametrize("rows", [WEEKDAYS, []])
def test_days_of_absence_do_not_count(rows: list[tuple[int, int, int]]) -> None:
    office = make_office(("2026-11-27", "2026-12-01"), rows=rows)
    assert add_working_days(kassel("2026-11-26 10:00"), 1, office) == kassel("2026-12-02 10:00")


def test_who_is_away_for_years_is_reminded_all_the_same() -> None:
    office = make_office(("2026-11-01", "2030-12-31"), rows=WEEKDAYS)
    assert add_working_days(kassel("2026-11-26 10:00"), 1, office) == kassel("2026-11-27 10:00")


def test_more_days_than_can_be_counted_are_refused() -> None:
    with pytest.raises(ValueError, match="300 working days"):
        add_working_days(kassel("2026-11-26 10:00"), 300, make_office())
