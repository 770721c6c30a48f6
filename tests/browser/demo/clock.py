"""A clock that stands still, so that screenshots show the same times whenever they are made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone, tzinfo
from unittest.mock import patch

TODAY = date(2026, 11, 24)  # a Tuesday
NOW = datetime(2026, 11, 24, 9, 12, tzinfo=timezone.utc)


class StandingTime(datetime):
    """A ``datetime`` whose present is set from outside."""

    present: datetime = NOW

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # never a StandingTime
        """Return the moment at which the clock stands."""
        return cls.present.astimezone(tz)


@contextmanager
def standing_clock() -> Iterator[None]:
    """Have ``utc_now`` return ``NOW`` in every thread until the block ends."""
    with patch("bot.clock.datetime", StandingTime):
        yield


@contextmanager
def ago(**span: float) -> Iterator[datetime]:
    """Set the standing clock back for a block, by days, hours and so on."""
    StandingTime.present = NOW - timedelta(**span)
    try:
        yield StandingTime.present
    finally:
        StandingTime.present = NOW
