"""Periods of whole days in Kassel: chosen by a form, compared with the one before, cut into steps for a chart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from bot.local_time import KASSEL

LENGTHS = (7, 30, 90)  # days
LONGEST = 366  # days
DAY = timedelta(days=1)
MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli"),
    *("August", "September", "Oktober", "November", "Dezember"),
)


class InvalidPeriod(ValueError):
    """What was entered is no period; the message is a German sentence."""


@dataclass(frozen=True)
class Step:
    """One column of a chart."""

    label: str
    first: date
    last: date


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def is_month(self) -> bool:
        """Whether it is one whole calendar month."""
        return self.first.day == 1 and self.last == last_day_of_month(self.first)

    @property
    def key(self) -> str:
        """Its first month as in addresses: 2026-11."""
        return f"{self.first:%Y-%m}"

    @property
    def title(self) -> str:
        """The period as people write it."""
        if self.is_month:
            return f"{MONTHS[self.first.month - 1]} {self.first.year}"
        return f"{self.first:%d.%m.%Y} bis {self.last:%d.%m.%Y}"

    def previous(self) -> Period:
        """Return the period of the same length before; of a month, the month before."""
        last = self.first - DAY
        return Period(last.replace(day=1) if self.is_month else last - DAY * (self.days - 1), last)

    def begin(self) -> datetime:
        """Return its first moment in UTC."""
        return _midnight(self.first)

    def end(self) -> datetime:
        """Return the first moment behind it in UTC."""
        return _midnight(self.last + DAY)

    @property
    def step_name(self) -> str:
        """What one column of its chart stands for."""
        if self.days <= 92:
            return "Tag"
        return "Woche" if self.days <= 200 else "Monat"

    def steps(self) -> list[Step]:
        """Return its days, weeks (from Monday) or months, whatever can still be read; the outer ones may be cut."""
        return list(self._cut())

    def _cut(self) -> Iterator[Step]:
        first = self.first
        while first <= self.last:
            last = min(self._end_of_step(first), self.last)
            yield Step(self._label(first), first, last)
            first = last + DAY

    def _end_of_step(self, first: date) -> date:
        if self.step_name == "Tag":
            return first
        return first + DAY * (6 - first.weekday()) if self.step_name == "Woche" else last_day_of_month(first)

    def _label(self, first: date) -> str:
        if self.step_name == "Monat":
            return f"{MONTHS[first.month - 1][:3]} {first.year}"
        return f"{first:%d.%m.}" if self.step_name == "Tag" else f"ab {first:%d.%m.}"


def last_days(count: int, today: date) -> Period:
    """Return the period of so many days that ends today."""
    return Period(today - DAY * (count - 1), today)


def last_months(count: int, today: date) -> list[Period]:
    """Return so many whole months, the current one first."""
    months = [Period(today.replace(day=1), last_day_of_month(today))]
    while len(months) < count:
        months.append(months[-1].previous())
    return months


def month_of(text: str) -> Period:
    """Return the month written as 2026-11. Raises InvalidPeriod."""
    try:
        first = datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        raise InvalidPeriod(f"„{text}“ ist kein Monat. Bitte schreiben Sie zum Beispiel 2026-11.") from None
    return Period(first, last_day_of_month(first))


def last_day_of_month(day: date) -> date:
    """Return the last day of a day's month."""
    return (day.replace(day=28) + DAY * 4).replace(day=1) - DAY


def read_period(query: Mapping[str, str], today: date) -> Period:
    """Return what was chosen: ``von`` and ``bis``, ``monat`` or ``tage``; without a choice 30 days.

    Raises InvalidPeriod.
    """
    if query.get("von") or query.get("bis"):
        return _own_period(query.get("von", ""), query.get("bis", ""))
    if query.get("monat"):
        return month_of(query["monat"])
    days = query.get("tage", "")
    return last_days(int(days) if days in map(str, LENGTHS) else 30, today)


def _own_period(first: str, last: str) -> Period:
    try:
        period = Period(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        raise InvalidPeriod("Bitte geben Sie für „von“ und „bis“ ein Datum an.") from None
    if period.days < 1:
        raise InvalidPeriod("Das Ende des Zeitraums liegt vor seinem Anfang.")
    if period.days > LONGEST:
        raise InvalidPeriod("Der Zeitraum darf höchstens ein Jahr umfassen.")
    return period


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=KASSEL).astimezone(timezone.utc)
