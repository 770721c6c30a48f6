"""Periods people name in German: "im Juni 2027", "ab Herbst", "von März bis Mai", "vor Ostern", "am 5.10."."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.german.holidays import read_holiday_period
from bot.german.normalize import fold
from bot.german.period import Period, open_end, part_of, whole_months
from bot.german.relative_periods import read_coming, read_division, read_this_or_next

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
_MONTHS = re.compile(
    rf"\b(?:(?:von|zwischen)\s+)?({'|'.join(MONTHS)})\s+(?:bis|und|oder)\s+(?:im\s+)?({'|'.join(MONTHS)})\b"
    r"(?:\s+(20\d\d))?"
)
_SEASON = re.compile(rf"\b({'|'.join(SEASONS)})\b(?:\s+(20\d\d))?")
_DAY = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.(?:\s?(20\d\d|\d\d)\b)?")
_DAY_AND_MONTH = re.compile(rf"\b(\d{{1,2}})\.\s?({'|'.join(MONTHS)})\b(?:\s+(20\d\d))?")
_YEAR = re.compile(r"\b(?:in|im jahr|fuer|jahr)\s+(20[2-4]\d)\b")
_PART = re.compile(r"\b(anfang|mitte|ende)\s+(?:des\s+)?$")
_OPEN = re.compile(
    r"\b(ab|nach|seit|fruehestens|vor|bis|spaetestens)\s+(?:(?:ab|nach|vor|zu|zum|zur|dem|den|der|im|in|am|bis)\s+)*$"
)

# "Januar ist zu früh für uns", "März schaffen wir nicht": what does not suit is not the time that is asked for.
_REFUSED = re.compile(
    rf"\b(?:{'|'.join((*MONTHS, *SEASONS))})\b(?: 20\d\d)?"
    r" (?:ist|sind|waere|kommt|geht|passt|klappt|schaff\w*|koennen|kann)\b"
    r"(?: (?!oder\b)[a-z]+){0,3}? (?:zu (?:frueh|spaet|bald|knapp)\b|(?:nicht|schlecht)(?: mehr)?\s*(?=[,.;?!]|$))"
)


def read_period(text: str, today: date) -> Period | None:
    """Return the period a text names, in the future as seen from today, or None."""
    folded = _REFUSED.sub(" ", fold(text))
    for reader in _READERS:
        found = reader(folded, today)
        if found:
            return _narrow(folded[: found[0]], found[1])
    return None


def _narrow(before: str, period: Period) -> Period:
    """Return what the words before a period leave of it: "Ende …", "ab …", "nach …"."""
    part = _PART.search(before)
    if part:
        period, before = part_of(period, part[1]), before[: part.start()]
    opening = _OPEN.search(before)
    return open_end(period, opening[1]) if opening else period


def _read_months(folded: str, today: date) -> tuple[int, Period] | None:
    match = _MONTHS.search(folded)
    if match is None:
        return None
    first, last = MONTHS[match[1]], MONTHS[match[2]]
    year = int(match[3]) if match[3] else today.year + (first < today.month)
    return match.start(), whole_months(year, first, last)


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
    return match.start(), whole_months(year, month, month)


def _read_season(folded: str, today: date) -> tuple[int, Period] | None:
    match = _SEASON.search(folded)
    if match is None:
        return None
    months = SEASONS[match[1]]
    if match[2]:
        return match.start(), whole_months(int(match[2]), *months)
    # From last year on: in January the winter that has begun in December is still this one.
    periods = (whole_months(year, *months) for year in (today.year - 1, today.year, today.year + 1))
    return match.start(), next(period for period in periods if period.last and period.last - today >= SEASON_OVER)


def _read_year(folded: str, _today: date) -> tuple[int, Period] | None:
    match = _YEAR.search(folded)
    return (match.start(), whole_months(int(match[1]), 1, 12)) if match else None


_READERS = (
    _read_months,
    _read_day,
    read_holiday_period,
    _read_month,
    read_division,
    _read_season,
    read_this_or_next,
    read_coming,
    _read_year,
)


def german_date(value: str) -> str:
    """Return an ISO date as 12.04.2023; a mere year or anything else stays as it is."""
    parts = value.split("-")
    return f"{parts[2]}.{parts[1]}.{parts[0]}" if len(parts) == 3 else value
