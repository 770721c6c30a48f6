"""An office with a lunch break and short Fridays, and moments as the clocks of Kassel show them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from bot.handoff.hours import Absence, OfficeHours
from bot.local_time import KASSEL

NINE, NOON, ONE, FOUR = 9 * 60, 12 * 60, 13 * 60, 16 * 60
ROWS = [
    *((weekday, opens, closes) for weekday in range(4) for opens, closes in ((NINE, NOON), (ONE, FOUR))),
    (4, NINE, NOON),
]


def make_office(*absences: tuple[str, str], rows: Iterable[tuple[int, int, int]] = ROWS) -> OfficeHours:
    """Return the office with absences from one ISO date to another."""
    days = (Absence(date.fromisoformat(first), date.fromisoformat(last)) for first, last in absences)
    return OfficeHours.from_rows(rows, days)


def kassel(text: str) -> datetime:
    """Return the moment of a local time such as "2026-11-26 09:00"; in the longer night, its first one."""
    return datetime.fromisoformat(text).replace(tzinfo=KASSEL)
