"""Periods: what can be chosen, what they are compared with, how they are cut into steps."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest

from bot.analytics.period import InvalidPeriod, Period, last_days, last_months, month_of, read_period

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ({}, date(2026, 10, 24), TODAY),
        ({"tage": "7"}, date(2026, 11, 16), TODAY),
        ({"tage": "90"}, date(2026, 8, 25), TODAY),
        ({"tage": "100000"}, date(2026, 10, 24), TODAY),
        ({"monat": "2026-02"}, date(2026, 2, 1), date(2026, 2, 28)),
        ({"monat": "2024-02"}, date(2024, 2, 1), date(2024, 2, 29)),
        ({"von": "2026-01-05", "bis": "2026-01-05"}, date(2026, 1, 5), date(2026, 1, 5)),
        ({"von": "2025-11-22", "bis": "2026-11-22"}, date(2025, 11, 22), TODAY),
    ],
)
def test_a_period_is_read_from_the_address(query: dict[str, str], first: date, last: date) -> None:
    assert read_period(query, TODAY) == Period(first, last)


@pytest.mark.parametrize(
    "query",
    [{"von": "2026-01-05"}, {"von": "x", "bis": "y"}, {"von": "2025-11-21", "bis": "2026-11-22"}, {"monat": "2026-13"}],
)
def test_what_is_no_period_is_refused(query: dict[str, str]) -> None:
    with pytest.raises(InvalidPeriod):
        read_period(query, TODAY)


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (last_days(7, TODAY), Period(date(2026, 11, 9), date(2026, 11, 15))),
        (month_of("2026-03"), month_of("2026-02")),
        (month_of("2026-01"), month_of("2025-12")),
        (Period(TODAY, TODAY), Period(date(2026, 11, 21), date(2026, 11, 21))),
    ],
)
def test_the_period_before_has_the_same_length_or_is_the_month_before(period: Period, before: Period) -> None:
    assert period.previous() == before


@pytest.mark.parametrize(
    ("first", "last", "begin", "end"),
    [
        (date(2026, 3, 29), date(2026, 3, 29), datetime(2026, 3, 28, 23), datetime(2026, 3, 29, 22)),  # 23 hours
        (date(2026, 10, 25), date(2026, 10, 25), datetime(2026, 10, 24, 22), datetime(2026, 10, 25, 23)),  # 25 hours
    ],
)
def test_a_day_of_the_clock_change_has_its_own_length(first: date, last: date, begin: datetime, end: datetime) -> None:
    period = Period(first, last)
    assert period.begin() == begin.replace(tzinfo=timezone.utc)
    assert period.end() == end.replace(tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("period", "count", "labels"),
    [
        (last_days(7, TODAY), 7, ("16.11.", "22.11.")),
        (Period(date(2026, 6, 3), date(2026, 11, 22)), 25, ("ab 03.06.", "ab 16.11.")),
        (Period(date(2025, 11, 22), TODAY), 13, ("Nov 2025", "Nov 2026")),
    ],
)
def test_a_chart_has_days_weeks_or_months(period: Period, count: int, labels: tuple[str, str]) -> None:
    steps = period.steps()
    assert len(steps) == count
    assert (steps[0].label, steps[-1].label) == labels


def test_steps_cover_the_period_without_gap_or_overlap() -> None:
    period = Period(date(2026, 6, 3), date(2026, 11, 22))
    days = [(step.last - step.first).days + 1 for step in period.steps()]
    assert sum(days) == period.days
    assert period.steps()[0].first == period.first
    assert period.steps()[-1].last == period.last


def test_months_are_listed_backwards() -> None:
    assert [month.key for month in last_months(3, date(2026, 1, 15))] == ["2026-01", "2025-12", "2025-11"]


@pytest.mark.parametrize(
    ("period", "title"),
    [(month_of("2026-11"), "November 2026"), (last_days(7, TODAY), "16.11.2026 bis 22.11.2026")],
)
def test_a_period_is_called_as_people_do(period: Period, title: str) -> None:
    assert period.title == title
