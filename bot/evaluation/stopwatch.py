"""How long a piece of work takes: by the clock, and by the processors, which a busy machine does not disturb."""

from __future__ import annotations

import os
import time
from types import TracebackType


class Stopwatch:
    """Measures what runs in its ``with`` block; processes that it started and waited for count too."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.cpu_seconds = 0.0

    def __enter__(self) -> Stopwatch:
        self._started, self._cpu_started = time.perf_counter(), _cpu_seconds()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.seconds = round(time.perf_counter() - self._started, 2)
        self.cpu_seconds = round(_cpu_seconds() - self._cpu_started, 2)


def _cpu_seconds() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system
