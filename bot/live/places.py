"""The places for open streams of a process: each owner has so many and no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager


class Places:
    """Counts the open streams of each owner, such as a conversation or a log-in."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken: Counter[str] = Counter()

    @property
    def total(self) -> int:
        """How many streams are open, of all owners."""
        return self._taken.total()

    def are_taken(self, owner: str) -> bool:
        """Tell whether an owner has no place left."""
        return self._taken[owner] >= self._most

    @contextmanager
    def take(self, owner: str) -> Iterator[None]:
        """Take a place until the block ends."""
        self._taken[owner] += 1
        try:
            yield
        finally:
            self._taken[owner] -= 1
            if not self._taken[owner]:
                del self._taken[owner]
