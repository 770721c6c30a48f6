"""School holidays in Hesse and the feasts by which people plan: "nach den Osterferien", "vor Weihnachten".

``school_holidays.csv`` holds the first and the last day of each. Source: schule-verstehen.de/Schulferien/Hessen, read
in November 2026; those of spring and summer 2026 also stand in the calendars of two Hessian schools. The rest is not
verified with the ministry of education.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from bot.german.period import Period

HOLIDAYS_FILE = Path(__file__).with_name("school_holidays.csv")
_HOLIDAYS = re.compile(r"\b(oster|sommer|herbst|weihnachts)?(ferien)\b(?:\s+(20\d\d))?")
_FEASTS = re.compile(r"\b(ostern|pfingsten|weihnachten)\b(?:\s+(20\d\d))?")


@lru_cache(maxsize=1)
def read_holidays() -> tuple[tuple[str, Period], ...]:
    """Return the school holidays by name in the order of time."""
    with HOLIDAYS_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            (row["name"], Period(date.fromisoformat(row["first"]), date.fromisoformat(row["last"])))
            for row in csv.DictReader(file)
        )


def read_holiday_period(folded: str, today: date) -> tuple[int, Period] | None:
    """Return where a text names holidays or a feast, and when the next ones are; None where their dates are unknown."""
    match = _HOLIDAYS.search(folded)
    if match:
        name = (match[1] or "") + match[2]
        spans: Iterator[Period] = (span for known, span in read_holidays() if known.endswith(name))
    else:
        match = _FEASTS.search(folded)
        if match is None:
            return None
        spans = (_feast(match[1], year) for year in range(today.year, today.year + 4))
    year = match[match.re.groups]
    for span in spans:
        if span.last and span.last >= today and (not year or str(span.first).startswith(year)):
            return match.start(), span
    return None


def _feast(name: str, year: int) -> Period:
    if name == "weihnachten":
        return Period(date(year, 12, 24), date(year, 12, 26))
    sunday = easter_sunday(year)
    if name == "ostern":
        return Period(sunday - timedelta(days=2), sunday + timedelta(days=1))
    return Period(sunday + timedelta(days=49), sunday + timedelta(days=50))


def easter_sunday(year: int) -> date:
    """Return Easter Sunday by the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, chapter 8)."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    leap_centuries, rest = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon + 15) % 30
    leap_years, odd_years = divmod(of_century, 4)
    weekday = (32 + 2 * rest + 2 * leap_years - epact - odd_years) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)
