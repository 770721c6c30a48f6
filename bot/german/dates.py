"""Periods people name in German: "im Juni 2027", "ab Herbst", "nächsten Monat", "am 5.10."."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from bot.german.normalize import fold

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jan jaenner",
            "februar feb",
            "maerz mrz",
            "april apr",
            "mai",
            "juni jun",
            "juli jul",
            "august aug",
            "september sep sept",
            "oktober okt",
            "november nov",
            "dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}
MONTH_NAMES = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
SEASONS = {"fruehling": (3, 5), "fruehjahr": (3, 5), "sommer": (6, 8), "herbst": (9, 11), "winter": (12, 2)}
SEASON_OVER = timedelta(days=21)  # who asks for "Herbst" in the last weeks of November means the next one

_MONTH = re.compile(rf"\b({'|'.join(MONTHS)})\b\.?(?:\s+(20\d\d))?")
_SEASON = re.compile(rf"\b({'|'.join(SEASONS)})\b(?:\s+(20\d\d))?")
_DAY = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.(?:\s?(20\d\d|\d\d)\b)?")
_DAY_AND_MONTH = re.compile(rf"\b(\d{{1,2}})\.\s?({'|'.join(MONTHS)})\b(?:\s+(20\d\d))?")
_YEAR = re.compile(r"\b(?:in|im jahr|fuer|jahr)\s+(20[2-4]\d)\b")
_FROM = re.compile(r"\b(ab|nach|seit|fruehestens)\s+(?:dem\s+|den\s+|anfang\s+|mitte\s+|ende\s+)?$")
_UNTIL = re.compile(r"\b(bis|vor|spaetestens)\s+(?:zum\s+|dem\s+|anfang\s+|mitte\s+|ende\s+)?$")


@dataclass(frozen=True)
class Period:
    """A span of days; an open end is None."""

    first: date | None
    last: date | None


def read_period(text: str, today: date) -> Period | None:
    """Return the period a text names, in the future as seen from today, or None."""
    folded = fold(text)
    for reader in (_read_day, _read_month, _read_season, _read_relative, _read_year):
        found = reader(folded, today)
        if found:
            start, period = found
            return _open_end(folded[:start], period)
    return None


def _open_end(before: str, period: Period) -> Period:
    if _FROM.search(before):
        return Period(period.first, None)
    if _UNTIL.search(before):
        return Period(None, period.last)
    return period


def _read_day(folded: str, today: date) -> tuple[int, Period] | None:
    match = _DAY_AND_MONTH.search(folded)
    month = MONTHS[match[2]] if match else 0
    if match is None:
        match = _DAY.search(folded)
        if match is None:
            return None
        month = int(match[2])
    year = match[3] and (int(match[3]) if len(match[3]) == 4 else 2000 + int(match[3]))
    try:
        day = date(year or today.year, month, int(match[1]))
        if not year and day < today:
            day = day.replace(year=today.year + 1)
    except ValueError:
        return None
    return match.start(), Period(day, day)


def _read_month(folded: str, today: date) -> tuple[int, Period] | None:
    match = _MONTH.search(folded)
    if match is None:
        return None
    month = MONTHS[match[1]]
    year = int(match[2]) if match[2] else today.year + (month < today.month)
    return match.start(), _months(year, month, month)


def _read_season(folded: str, today: date) -> tuple[int, Period] | None:
    match = _SEASON.search(folded)
    if match is None:
        return None
    months = SEASONS[match[1]]
    if match[2]:
        return match.start(), _months(int(match[2]), *months)
    # From last year on: in January the winter that has begun in December is still this one.
    periods = (_months(year, *months) for year in (today.year - 1, today.year, today.year + 1))
    return match.start(), next(period for period in periods if period.last and period.last - today >= SEASON_OVER)


def _read_relative(folded: str, today: date) -> tuple[int, Period] | None:
    match = re.search(r"\b(diese[nmrs]?|naechste[nmrs]?|kommende[nmrs]?)\s+(woche|monat|jahr)\b", folded)
    if match is None:
        return None
    ahead = 0 if match[1].startswith("diese") else 1
    if match[2] == "woche":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=ahead)
        return match.start(), Period(monday, monday + timedelta(days=6))
    if match[2] == "monat":
        year, month = divmod(today.year * 12 + today.month - 1 + ahead, 12)
        return match.start(), _months(year, month + 1, month + 1)
    return match.start(), _months(today.year + ahead, 1, 12)


def _read_year(folded: str, _today: date) -> tuple[int, Period] | None:
    match = _YEAR.search(folded)
    return (match.start(), _months(int(match[1]), 1, 12)) if match else None


def _months(year: int, first: int, last: int) -> Period:
    end = year + (last < first)
    return Period(date(year, first, 1), date(end, last, monthrange(end, last)[1]))


def german_date(value: str) -> str:
    """Return an ISO date as 12.04.2023; a mere year or anything else stays as it is."""
    parts = value.split("-")
    return f"{parts[2]}.{parts[1]}.{parts[0]}" if len(parts) == 3 else value
