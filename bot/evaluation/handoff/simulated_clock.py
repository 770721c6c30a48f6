"""The clock that all processes of a simulation follow."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import VARIABLE, utc_now


class SimulatedClock:
    """Sets this process and all that share its environment ahead by what the file says."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._shift = timedelta()

    def now(self) -> datetime:
        """Return the simulated time."""
        return utc_now()

    def set_to(self, moment: datetime) -> None:
        """Begin at a moment."""
        self.jump(moment - self.now())

    def jump(self, ahead: timedelta) -> None:
        """Go ahead at once; every process follows with its next look at the clock."""
        self._shift += ahead
        unfinished = self._path.with_suffix(".new")
        unfinished.write_text(str(self._shift.total_seconds()), encoding="ascii")
        unfinished.replace(self._path)


@contextmanager
def simulate_clock(path: Path) -> Iterator[SimulatedClock]:
    """Put this process under a simulated clock until the block ends."""
    clock = SimulatedClock(path)
    clock.jump(timedelta())
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = str(path)
    try:
        yield clock
    finally:
        del os.environ[VARIABLE]
        if before is not None:
            os.environ[VARIABLE] = before
