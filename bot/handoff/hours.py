"""When somebody is there: weekly hours, holidays and absences as pure calculation.

All moments that go in are aware; moments that come out are in the local time of Kassel. Comparisons are made in UTC,
because two local times of the night in which the clocks change compare by what the clock shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from itertools import islice

from bot.handoff.public_holidays import name_holiday
from bot.local_time import KASSEL, local_day, local_time

LOOKAHEAD = 400  # days
MINUTES_OF_A_DAY = 24 * 60

Span = tuple[int, int]  # opening and closing, in minutes since midnight


class InvalidHours(ValueError):
    """These are no opening hours."""


@dataclass(frozen=True)
class Absence:
    """Days on which somebody is away, the first and the last included."""

    first_day: date
    last_day: date

    def covers(self, day: date) -> bool:
        """Tell whether a day belongs to it."""
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class Opening:
    """From one moment (included) to another (excluded), both in UTC."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True)
class OfficeHours:
    """The hours of one contact: ``weekly`` maps a weekday (0 is Monday) to its spans in order.

    Without weekly hours nothing is known: nobody may then be told that the office is open or closed.
    """

    weekly: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)
    absences: tuple[Absence, ...] = ()

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[int, int, int]], absences: Iterable[Absence] = ()) -> OfficeHours:
        """Make the hours of rows (weekday, opens, closes) in any order; touching and overlapping ones become one.

        Raises InvalidHours for a weekday outside of 0–6 and for a span that is empty or leaves its day.
        """
        weekly: dict[int, tuple[Span, ...]] = {}
        for weekday, opens, closes in sorted(rows):
            if not (0 <= weekday <= 6 and 0 <= opens < closes <= MINUTES_OF_A_DAY):
                raise InvalidHours(f"weekday {weekday} from minute {opens} to {closes}")
            weekly[weekday] = _append(weekly.get(weekday, ()), (opens, closes))
        return cls(weekly, tuple(absences))

    @property
    def is_known(self) -> bool:
        """Whether there are any weekly hours."""
        return any(self.weekly.values())

    def is_absent(self, day: date) -> bool:
        """Tell whether an absence covers a day."""
        return any(absence.covers(day) for absence in self.absences)

    def is_working_day(self, day: date) -> bool:
        """Tell whether there is work on a day; with unknown hours that is Monday to Friday."""
        has_hours = bool(self.weekly.get(day.weekday())) if self.is_known else day.weekday() < 5
        return has_hours and not self.is_absent(day) and not name_holiday(day)

    def find_openings(self, day: date) -> list[Opening]:
        """Return the openings of a day in order."""
        if not self.is_working_day(day):
            return []
        return [
            Opening(_moment(day, opens), _moment(day, closes)) for opens, closes in self.weekly.get(day.weekday(), ())
        ]

    def is_open(self, at: datetime) -> bool:
        """Tell whether the office is known to be open."""
        return self.closes_at(at) is not None

    def closes_at(self, at: datetime) -> datetime | None:
        """Return when the opening of this moment ends; None while the office is closed or its hours unknown."""
        for opening in self.find_openings(local_day(at)):
            if opening.begins <= at < opening.ends:
                return local_time(opening.ends)
        return None

    def next_opening(self, at: datetime) -> datetime | None:
        """Return the first moment from ``at`` on at which the office is open, so ``at`` itself while it is.

        None where hours are unknown or nobody is there within the next LOOKAHEAD days.
        """
        if not self.is_known:
            return None
        for day in days_from(local_day(at)):
            for opening in self.find_openings(day):
                if at < opening.ends:
                    return local_time(max(at, opening.begins))
        return None


def find_next_openings(hours: OfficeHours, at: datetime, count: int) -> list[Opening]:
    """Return up to ``count`` openings that end after a moment, in order; one that is under way counts."""
    openings = (
        opening for day in days_from(local_day(at)) for opening in hours.find_openings(day) if at < opening.ends
    )
    return list(islice(openings, count))


def days_from(first: date) -> Iterator[date]:
    """Return the days from this one on, as far as we look ahead."""
    return (first + timedelta(days=number) for number in range(LOOKAHEAD + 1))


def _append(spans: tuple[Span, ...], span: Span) -> tuple[Span, ...]:
    """Return spans in order with one more that does not begin before the last of them."""
    if not spans or span[0] > spans[-1][1]:
        return (*spans, span)
    return (*spans[:-1], (spans[-1][0], max(spans[-1][1], span[1])))


def _moment(day: date, minute: int) -> datetime:
    """Return when the clocks of Kassel show this minute of a day, in UTC."""
    return (datetime.combine(day, time(), KASSEL) + timedelta(minutes=minute)).astimezone(timezone.utc)
