"""Periods in working days: when an answer is late."""

from __future__ import annotations

from datetime import datetime, timezone
from itertools import islice

from bot.handoff.hours import OfficeHours, days_from
from bot.local_time import KASSEL, local_time


def add_working_days(at: datetime, days: int, hours: OfficeHours) -> datetime:
    """Return the moment so many working days of this contact later, at the same time of the day.

    The period begins when somebody is there next: what comes in on Saturday is due with what comes in as the office
    opens on Monday. With unknown hours Monday to Friday count; days of absence and holidays never do. Whoever is
    absent for longer than we look ahead is treated as if they were not, so that a reminder is always due some day.
    Raises ValueError for more days than can be counted in LOOKAHEAD days.
    """
    for office in (hours, OfficeHours()):
        begins = local_time(office.next_opening(at) or at)
        working_days = (day for day in days_from(begins.date()) if office.is_working_day(day))
        due_day = next(islice(working_days, days, None), None)
        if due_day:
            return local_time(datetime.combine(due_day, begins.time(), KASSEL).astimezone(timezone.utc))
    raise ValueError(f"{days} working days are too many to be counted")
