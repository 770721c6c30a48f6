"""Periods counted from today: "nächste Woche", "in den nächsten drei Monaten", "im zweiten Quartal", "ab sofort"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.german.number_words import NUMBER, read_number
from bot.german.period import Period, later_by_months, whole_months

_THIS_OR_NEXT = re.compile(r"\b(diese[nmrs]?|naechste[nmrs]?|kommende[nmrs]?)\s+(woche|monats?|jahr(?:es)?)\b")
_COMING = re.compile(
    rf"\b(?:naechsten?|kommenden?|innerhalb (?:von|der naechsten))\s+({NUMBER}|paar)\s+(tage|woche|monate)n?\b"
)
_NOW = re.compile(r"\b(?:ab (?:sofort|heute|jetzt)|sofort (?:beginn|start|verfuegbar)\w*)")
_DIVISION = re.compile(
    r"\b(?:(ersten?|zweiten?|dritten?|vierten?|[1-4]\.)\s+(quartal|halbjahr)|q([1-4]))\b(?:\s+(20\d\d))?"
)
_ORDER = {"erste": 1, "zweite": 2, "dritte": 3, "vierte": 4}
_A_FEW = 3


def read_this_or_next(folded: str, today: date) -> tuple[int, Period] | None:
    """Return where a text says this or the next week, month or year, and when that is."""
    match = _THIS_OR_NEXT.search(folded)
    if match is None:
        return None
    ahead = 0 if match[1].startswith("diese") else 1
    if match[2] == "woche":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=ahead)
        return match.start(), Period(monday, monday + timedelta(days=6))
    if match[2].startswith("monat"):
        year, month = divmod(today.year * 12 + today.month - 1 + ahead, 12)
        return match.start(), whole_months(year, month + 1, month + 1)
    return match.start(), whole_months(today.year + ahead, 1, 12)


def read_coming(folded: str, today: date) -> tuple[int, Period] | None:
    """Return where a text says how many days, weeks or months to come, and when they end; "ab sofort" has no end."""
    match = _NOW.search(folded)
    if match:
        return match.start(), Period(today, None)
    match = _COMING.search(folded)
    if match is None:
        return None
    count = read_number(match[1]) or _A_FEW
    if match[2] == "monate":
        return match.start(), Period(today, later_by_months(today, count))
    return match.start(), Period(today, today + timedelta(days=count * (7 if match[2] == "woche" else 1)))


def read_division(folded: str, today: date) -> tuple[int, Period] | None:
    """Return where a text names a quarter or half of a year, and when the next such one is."""
    match = _DIVISION.search(folded)
    if match is None:
        return None
    number = int(match[3] or 0) or _ORDER.get(match[1].rstrip("n"), 0) or int(match[1][0])
    length = 6 if match[2] == "halbjahr" else 3
    if number * length > 12:
        return None
    months = ((number - 1) * length + 1, number * length)
    year = int(match[4]) if match[4] else today.year + (months[1] < today.month)
    return match.start(), whole_months(year, *months)
