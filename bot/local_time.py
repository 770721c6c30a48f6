"""The clocks and calendars of Kassel: moments are kept in UTC, people live by local time."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

KASSEL = ZoneInfo("Europe/Berlin")


def local_time(moment: datetime) -> datetime:
    """Return an aware moment as the clocks of Kassel show it."""
    return moment.astimezone(KASSEL)


def local_day(moment: datetime) -> date:
    """Return the day that it is in Kassel at an aware moment."""
    return local_time(moment).date()
