"""Hours, openings and slots in German words."""

from __future__ import annotations

from datetime import date, datetime

from bot.german.dates import MONTH_NAMES
from bot.handoff.hours import OfficeHours, Span
from bot.local_time import local_time

WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
NEAR_WORDS = ("heute", "morgen")
CLEAR_WITHOUT_YEAR = 60  # days


def say_when(opening: datetime, now: datetime) -> str:
    """Return from when on somebody is there: "morgen ab 8:30 Uhr", "am Montag, 4. Januar, ab 9 Uhr"."""
    at, today = local_time(opening), local_time(now).date()
    clock = f"ab {say_clock(at.hour * 60 + at.minute)} Uhr"
    days = (at.date() - today).days
    if 0 <= days < len(NEAR_WORDS):
        return f"{NEAR_WORDS[days]} {clock}"
    if 0 < days < 7:
        return f"am {WEEKDAYS[at.weekday()]} {clock}"
    return f"am {say_day(at.date(), today)}, {clock}"


def say_slot(start: datetime, now: datetime) -> str:
    """Return when a slot begins: "morgen, 10:30 Uhr", "Montag, 30. November, 9 Uhr"."""
    at, today = local_time(start), local_time(now).date()
    days = (at.date() - today).days
    day = NEAR_WORDS[days] if 0 <= days < len(NEAR_WORDS) else say_day(at.date(), today)
    return f"{day}, {say_clock(at.hour * 60 + at.minute)} Uhr"


def say_day(day: date, today: date) -> str:
    """Return weekday and date, with the year where it could be misunderstood: "Montag, 4. Januar"."""
    is_clear = day.year == today.year or abs((day - today).days) <= CLEAR_WITHOUT_YEAR
    year = "" if is_clear else f" {day.year}"
    return f"{WEEKDAYS[day.weekday()]}, {day.day}. {MONTH_NAMES[day.month - 1]}{year}"


def say_hours(hours: OfficeHours) -> str:
    """Return the weekly hours: "Montag bis Donnerstag 9 bis 16 Uhr, Freitag 9 bis 12 Uhr"; empty where unknown."""
    weekdays_by_spans: dict[tuple[Span, ...], list[int]] = {}
    for weekday in range(7):
        if spans := hours.weekly.get(weekday):
            weekdays_by_spans.setdefault(spans, []).append(weekday)
    return ", ".join(
        f"{_say_weekdays(weekdays)} {' und '.join(map(_say_span, spans))}"
        for spans, weekdays in weekdays_by_spans.items()
    )


def say_clock(minute: int) -> str:
    """Return a minute of the day without the word "Uhr": "9", "8:30", "24"."""
    hour, rest = divmod(minute, 60)
    return f"{hour}:{rest:02}" if rest else str(hour)


def _say_span(span: Span) -> str:
    return f"{say_clock(span[0])} bis {say_clock(span[1])} Uhr"


def _say_weekdays(weekdays: list[int]) -> str:
    """Return weekdays in order, three and more in a row from the first to the last of them."""
    names: list[str] = []
    for run in _runs(weekdays):
        first, last = WEEKDAYS[run[0]], WEEKDAYS[run[-1]]
        names += [f"{first} bis {last}"] if len(run) > 2 else [WEEKDAYS[weekday] for weekday in run]
    return " und ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _runs(numbers: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs
