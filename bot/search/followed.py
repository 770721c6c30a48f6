"""Something that is read from outside and exchanged while it is in use, as soon as its source has changed."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from bot.search.watching import watch

logger = logging.getLogger(__name__)

INTERVAL = 0.2  # seconds between two looks at the source: a look costs microseconds, but not each message needs one
RETRY = 30.0  # seconds until what could not be read is tried again

T = TypeVar("T")


class Followed(Generic[T]):
    """The value of a source; ``stamp`` is the cheap look whether ``read`` would give another one. Thread-safe.

    Whoever asks while another thread reads gets the value as it was. What cannot be read (one of ``errors``) is logged
    and leaves the value as it is; before the first success that is ``initial``.
    """

    def __init__(
        self,
        name: str,
        *,
        stamp: Callable[[], Hashable],
        read: Callable[[], T],
        initial: T,
        errors: tuple[type[Exception], ...],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name = name
        self._stamp = stamp
        self._read = read
        self._value = initial
        self._errors = errors
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: Hashable = None
        self._failed: Hashable = None
        self._next_look = clock()

    def get(self) -> T:
        """Return the value of the newest source that could be read; None as a stamp means that there is no source."""
        if self._clock() >= self._next_look and self._lock.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._lock.release()
        return self._value

    def watch(self) -> Followed[T]:
        """Look at the source now, and from now on in the background, before anybody asks; return itself."""
        self.get()
        watch(self.get, self._name)
        return self

    def _look(self) -> None:
        stamp: Hashable = None
        try:
            stamp = self._stamp()  # before the value: a change in between is seen at the next look
            if stamp not in (None, self._seen):
                self._value, self._seen = self._read(), stamp
                logger.info("%s: exchanged", self._name)
            self._failed = None
            self._next_look = self._clock() + INTERVAL
        except self._errors as error:
            if self._failed != (stamp, type(error)):  # once for each source, not at each new attempt
                logger.warning("%s: unreadable, the former stays in use: %s", self._name, error)
            self._failed = (stamp, type(error))
            self._next_look = self._clock() + RETRY
