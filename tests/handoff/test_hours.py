"""Office hours: open or closed, until when, since why, and when again."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from bot.handoff.hours import InvalidHours, OfficeHours, find_next_openings
from bot.handoff.public_holidays import find_holidays
from bot.local_time import local_time
from tests.handoff.office import FOUR, NINE, NOON, ROWS, kassel, make_office

MIDNIGHT = 24 * 60
AROUND_THE_CLOCK = [(weekday, 0, MIDNIGHT) for weekday in range(7)]
HALF_AN_HOUR = timedelta(minutes=30)


@pytest.mark.parametrize(
    ("at", "closes"),
    [
        ("2026-11-26 08:59:59", None),
        ("2026-11-26 09:00", "2026-11-26 12:00"),
        ("2026-11-26 11:59:59", "2026-11-26 12:00"),
        ("2026-11-26 12:00", None),
        ("2026-11-26 12:30", None),
        ("2026-11-26 13:00", "2026-11-26 16:00"),
        ("2026-11-26 16:00", None),
        ("2026-11-27 13:30", None),
        ("2026-11-28 10:00", None),
    ],
)
def test_the_office_is_open_from_its_opening_until_its_closing(at: str, closes: str | None) -> None:
    office = make_office()
    assert office.closes_at(kassel(at)) == (kassel(closes) if closes else None)
    assert office.is_open(kassel(at)) is bool(closes)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-11-26 07:00", "2026-11-26 09:00"),
        ("2026-11-26 10:15:30", "2026-11-26 10:15:30"),  # is open
        ("2026-11-26 12:10", "2026-11-26 13:00"),  # lunch
        ("2026-11-26 16:00", "2026-11-27 09:00"),
        ("2026-11-27 12:00", "2026-11-30 09:00"),  # weekend
        ("2026-12-31 17:00", "2027-01-04 09:00"),  # New Year on a Friday
        ("2026-04-02 16:00", "2026-04-07 09:00"),  # Good Friday to Easter Monday
        ("2026-12-24 18:00", "2026-12-28 09:00"),  # Christmas
        ("2026-06-03 16:00", "2026-06-05 09:00"),  # Corpus Christi
        ("2028-02-28 16:00", "2028-02-29 09:00"),  # a leap year
        ("2028-02-29 16:00", "2028-03-01 09:00"),
    ],
)
def test_the_next_opening_is_found(at: str, opens: str) -> None:
    assert make_office().next_opening(kassel(at)) == kassel(opens)


@pytest.mark.parametrize(
    ("absence", "opens"),
    [
        (("2026-11-26", "2026-11-26"), "2026-11-27 09:00"),
        (("2026-11-20", "2026-11-29"), "2026-11-30 09:00"),
        (("2026-11-27", "2026-11-30"), "2026-11-26 13:00"),
        (("2026-11-26", "2026-12-24"), "2026-12-28 09:00"),
        (("2026-11-26", "2027-12-30"), "2027-12-31 09:00"),
        (("2026-11-26", "2028-01-31"), None),  # further ahead than we look
        (("2026-11-30", "2026-11-26"), "2026-11-26 13:00"),  # ends before it begins
    ],
)
def test_an_absence_covers_its_first_and_its_last_day(absence: tuple[str, str], opens: str | None) -> None:
    found = make_office(absence).next_opening(kassel("2026-11-26 12:30"))
    assert found == (kassel(opens) if opens else None)


@pytest.mark.parametrize(
    "at",
    [
        "2026-11-26 12:30",  # a break
        "2026-11-27 15:00",  # after hours
        "2026-11-28 10:00",  # a Saturday
        "2026-12-01 10:00",  # an absence
        "2026-06-04 10:00",  # Corpus Christi
        "2026-12-26 10:00",  # a holiday on a Saturday, and within an absence
        "2027-01-01 00:30",
    ],
)
def test_an_office_is_closed_outside_its_hours_and_on_days_off(at: str) -> None:
    office = make_office(("2026-12-01", "2026-12-01"), ("2026-12-24", "2026-12-27"))
    assert not office.is_open(kassel(at))


def test_a_saturday_can_have_hours() -> None:
    office = make_office(rows=[(5, NINE, NOON)])
    assert office.is_open(kassel("2026-11-28 10:00"))
    assert not office.is_open(kassel("2026-11-28 15:00"))


def test_without_hours_nothing_is_claimed() -> None:
    unknown, noon = OfficeHours(), kassel("2026-11-26 12:30")
    assert not unknown.is_known
    assert not make_office(rows=[]).is_known
    assert (unknown.is_open(noon), unknown.closes_at(noon)) == (False, None)
    assert unknown.next_opening(noon) is None


def test_rows_may_come_in_any_order_and_overlap() -> None:
    rows = [(0, NOON, FOUR), (0, NINE, NOON), (1, NINE, FOUR), (1, NINE + 30, NOON), (0, FOUR + 30, FOUR + 60)]
    assert make_office(rows=rows).weekly == {0: ((NINE, FOUR), (FOUR + 30, FOUR + 60)), 1: ((NINE, FOUR),)}


@pytest.mark.parametrize("row", [(7, NINE, NOON), (-1, NINE, NOON), (0, NOON, NINE), (0, NINE, NINE), (0, NINE, 1441)])
def test_impossible_hours_are_refused(row: tuple[int, int, int]) -> None:
    with pytest.raises(InvalidHours):
        OfficeHours.from_rows([row])


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-10-18", 24)])
def test_a_day_is_as_long_as_its_night_makes_it(day: str, hours: int) -> None:
    (opening,) = make_office(rows=AROUND_THE_CLOCK).find_openings(kassel(day).date())
    assert opening.ends - opening.begins == timedelta(hours=hours)


@pytest.mark.parametrize(("day", "utc_hour"), [("2026-03-27", 8), ("2026-03-30", 7), ("2026-10-26", 8)])
def test_nine_is_nine_on_both_sides_of_a_change_of_the_clocks(day: str, utc_hour: int) -> None:
    opens = make_office().next_opening(kassel(f"{day} 00:00"))
    assert opens is not None
    assert opens.astimezone(timezone.utc).hour == utc_hour


def test_both_hours_of_the_longer_night_are_told_apart() -> None:
    office = make_office(rows=[(6, 0, 150)])  # Sundays until 2:30
    first, second = (kassel("2026-10-25 02:15").replace(fold=fold) for fold in (0, 1))
    assert office.is_open(first)
    assert not office.is_open(second)


def test_moments_of_any_time_zone_are_understood() -> None:
    assert make_office().is_open(datetime(2026, 11, 26, 8, 0, tzinfo=timezone.utc))
    tokyo = timezone(timedelta(hours=9))
    assert make_office().next_opening(datetime(2026, 11, 27, 1, 0, tzinfo=tokyo)) == kassel("2026-11-27 09:00")


def test_from_2026_to_2028_the_next_opening_is_the_first_open_moment() -> None:
    """Against a plain look at the clock, for every half hour of three years from their end backwards."""
    office = make_office(("2026-07-20", "2026-08-07"), ("2027-12-23", "2028-01-02"))
    moment, expected = datetime(2028, 12, 22, 8, 0, tzinfo=timezone.utc), None
    while moment >= datetime(2025, 12, 31, 23, 0, tzinfo=timezone.utc):
        clock = local_time(moment)
        is_there = not any(absence.covers(clock.date()) for absence in office.absences)
        is_open = any(
            clock.weekday() == weekday and opens <= clock.hour * 60 + clock.minute < closes
            for weekday, opens, closes in ROWS
        )
        if is_open and is_there and clock.date() not in find_holidays(clock.year):
            expected = moment
        assert office.next_opening(moment) == expected
        assert office.is_open(moment) is (expected == moment)
        moment -= HALF_AN_HOUR


def test_the_next_openings_begin_with_the_one_under_way_and_leave_out_absences() -> None:
    office = make_office(("2026-11-27", "2026-11-29"))
    found = find_next_openings(office, kassel("2026-11-26 14:00"), 3)
    assert [(opening.begins, opening.ends) for opening in found] == [
        (kassel("2026-11-26 13:00"), kassel("2026-11-26 16:00")),
        (kassel("2026-11-30 09:00"), kassel("2026-11-30 12:00")),
        (kassel("2026-11-30 13:00"), kassel("2026-11-30 16:00")),
    ]
    assert find_next_openings(make_office(rows=()), kassel("2026-11-26 14:00"), 3) == []
