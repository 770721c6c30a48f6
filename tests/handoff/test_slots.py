"""Slots: when somebody can call back."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta, timezone
from itertools import pairwise

import pytest

from bot.handoff.hours import OfficeHours
from bot.handoff.slots import find_slots, is_bookable
from tests.handoff.office import NINE, kassel, make_office

HALF_AN_HOUR = timedelta(minutes=30)


def moments(*texts: str) -> list[datetime]:
    return [kassel(f"2026-{text}") for text in texts]


def test_two_slots_a_day_are_offered_on_the_coming_days() -> None:
    assert find_slots(make_office(), kassel("2026-11-26 17:00"), []) == moments(
        "11-27 09:00", "11-27 10:30", "11-30 09:00", "11-30 13:00", "12-01 09:00", "12-01 13:00"
    )


def test_today_begins_two_hours_from_now() -> None:
    slots = find_slots(make_office(), kassel("2026-11-26 11:10"), [], count=3)
    assert slots == moments("11-26 13:30", "11-26 14:30", "11-27 09:00")


def test_three_a_day_are_offered_where_days_are_few() -> None:
    office = make_office(("2026-11-28", "2027-12-01"))
    slots = find_slots(office, kassel("2026-11-26 17:00"), [])
    assert slots == moments("11-27 09:00", "11-27 10:00", "11-27 11:00")


@pytest.mark.parametrize("booked", ["11-27 09:00", "11-27 08:45", "11-27 09:15"])
def test_a_slot_that_overlaps_a_booked_one_is_not_offered(booked: str) -> None:
    slots = find_slots(make_office(), kassel("2026-11-26 17:00"), moments(booked))
    assert kassel("2026-11-27 09:00") not in slots
    assert slots[0].date() == kassel("2026-11-27 00:00").date()


def test_an_opening_that_is_too_short_has_no_slot() -> None:
    assert find_slots(make_office(rows=[(0, NINE, NINE + 29)]), kassel("2026-11-26 17:00"), []) == []


def test_the_end_of_an_opening_is_never_overrun() -> None:
    slots = find_slots(make_office(rows=[(0, NINE, NINE + 80)]), kassel("2026-11-29 17:00"), [], count=2)
    assert slots == moments("11-30 09:00", "11-30 09:30")


def test_days_reach_two_weeks_ahead_whoever_is_away() -> None:
    tuesdays = make_office(("2026-12-01", "2026-12-01"), rows=[(1, NINE, NINE + 60)])
    slots = find_slots(tuesdays, kassel("2026-11-26 17:00"), [])
    assert slots == moments("12-08 09:00", "12-08 09:30")


def test_without_hours_or_far_away_there_are_no_slots() -> None:
    now = kassel("2026-11-26 10:00")
    assert find_slots(OfficeHours(), now, []) == []
    assert find_slots(make_office(("2026-11-01", "2028-12-31")), now, []) == []


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("11-26 13:00", True),
        ("11-26 10:30", False),  # too soon
        ("11-25 10:00", False),  # past
        ("11-26 12:00", False),  # closed
        ("11-26 15:45", False),  # lasts beyond the closing
        ("11-26 15:00", False),  # booked
        ("11-26 14:30", True),  # just before a booked one
    ],
)
def test_a_chosen_slot_is_checked_when_it_is_booked(start: str, expected: bool) -> None:
    now, taken = kassel("2026-11-26 09:00"), moments("11-26 15:00")
    assert is_bookable(make_office(), kassel(f"2026-{start}"), now, taken) is expected


def test_slots_booked_one_after_the_other_never_overlap() -> None:
    """Over a year, each visitor takes the third of the offered slots."""
    office, now, booked = make_office(("2026-07-20", "2026-07-24")), kassel("2026-01-01 00:10"), []
    while now < kassel("2027-01-01 00:00"):
        slots = find_slots(office, now, booked[-50:])
        assert slots == sorted(slots)
        assert len(slots) == 6
        assert max(Counter(slot.date() for slot in slots).values()) <= 3
        assert all(
            office.is_open(slot) and office.is_open(slot + HALF_AN_HOUR - timedelta.resolution) for slot in slots
        )
        booked.append(slots[2].astimezone(timezone.utc))
        now += timedelta(hours=17)
    assert len(booked) > 500
    assert all(later - earlier >= HALF_AN_HOUR for earlier, later in pairwise(sorted(booked)))
