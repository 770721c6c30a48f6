"""A span of days, and how a calendar divides the year."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
TENTH, TWENTIETH = 10, 20  # "Anfang Mai" ends on the 10th, "Ende Mai" begins after the 20th


@dataclass(frozen=True)
class Period:
    """A span of days; an open end is None."""

    first: date | None
    last: date | None


def whole_months(year: int, first: int, last: int) -> Period:
    """Return the span from one month to another; a last month before the first one lies in the next year."""
    end = year + (last < first)
    return Period(date(year, first, 1), date(end, last, monthrange(end, last)[1]))


def later_by_months(day: date, months: int) -> date:
    """Return the same day some months later, the last of the month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def part_of(period: Period, part: str) -> Period:
    """Return the beginning ("anfang"), middle ("mitte") or end ("ende") of a month or a year, else the whole."""
    first, last = period.first, period.last
    if first is None or last is None or first.year != last.year:
        return period
    if first.month == last.month:
        starts = {"anfang": first, "mitte": first.replace(day=TENTH + 1), "ende": first.replace(day=TWENTIETH + 1)}
        ends = {"anfang": first.replace(day=TENTH), "mitte": first.replace(day=TWENTIETH), "ende": last}
        return Period(starts[part], ends[part])
    third = {"anfang": (1, 4), "mitte": (5, 8), "ende": (9, 12)}[part]
    return whole_months(first.year, *third) if (first.month, last.month) == (1, 12) else period


def open_end(period: Period, word: str) -> Period:
    """Return what "ab", "nach", "vor" or "bis" make of a span: before or after it, from its start, up to its end."""
    if word in ("ab", "seit", "fruehestens"):
        return Period(period.first, None)
    if word == "nach":
        return Period(period.last + DAY if period.last else None, None)
    if word == "vor":
        return Period(None, period.first - DAY if period.first else None)
    return Period(None, period.last)
