"""Times at which a contact can call back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta, timezone
from itertools import takewhile

from bot.handoff.hours import OfficeHours, days_from
from bot.handoff.working_days import add_working_days
from bot.local_time import local_day, local_time

SLOT_MINUTES = 30
LENGTH = timedelta(minutes=SLOT_MINUTES)
LEAD = timedelta(hours=2)
WORKING_DAYS_AHEAD = 10
USUAL_PER_DAY = 2
MOST_PER_DAY = 3


def find_slots(hours: OfficeHours, now: datetime, taken: Iterable[datetime], *, count: int = 6) -> list[datetime]:
    """Return the beginnings of up to ``count`` free slots in order, spread over the coming days.

    The days reach as far as WORKING_DAYS_AHEAD days from Monday to Friday do. ``taken`` are the beginnings of booked
    slots. Without known hours there are no slots.
    """
    booked = tuple(taken)
    last_day = add_working_days(now, WORKING_DAYS_AHEAD, OfficeHours()).date()
    free = [
        [start for start in _starts_on(day, hours) if is_bookable(hours, start, now, booked)]
        for day in takewhile(last_day.__ge__, days_from(local_day(now)))
    ]
    for per_day in (USUAL_PER_DAY, MOST_PER_DAY):
        slots = [start for starts in free for start in _spread(starts, per_day)]
        if len(slots) >= count:
            break
    return slots[:count]


def is_bookable(hours: OfficeHours, start: datetime, now: datetime, taken: Iterable[datetime]) -> bool:
    """Tell whether a slot is one of those of its opening, at least LEAD ahead, and overlaps no booked one."""
    if start not in _starts_on(local_day(start), hours):
        return False
    # In UTC, since the difference of two local times would be what the hands of the clock move.
    begins, closes = start.astimezone(timezone.utc), hours.closes_at(start)
    if closes is None or closes - begins < LENGTH or begins - now < LEAD:
        return False
    return all(abs(begins - other) >= LENGTH for other in taken)


def _starts_on(day: date, hours: OfficeHours) -> Iterator[datetime]:
    for opening in hours.find_openings(day):
        start = opening.begins
        while start < opening.ends:
            yield local_time(start)
            start += LENGTH


def _spread(starts: Sequence[datetime], count: int) -> list[datetime]:
    """Return the first of each part when the starts are cut into so many parts."""
    parts = min(count, len(starts))
    return [starts[number * len(starts) // parts] for number in range(parts)]
