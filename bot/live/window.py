"""Which rows of a growing table are new, although their ids may become visible out of order."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversations.live import News

GAP_SECONDS = 2.0
MOST_GAPS = 1000  # after a jump in the numbering


class Window:
    """Remembers up to where a table was read, and which ids below that are still missing.

    PostgreSQL numbers a row when it is written and shows it when its transaction commits, so that 7 may be seen before
    6. A missing id is looked for ``GAP_SECONDS`` long; then its transaction was rolled back, or took too long.
    """

    def __init__(self, last: int = 0) -> None:
        self._last = last
        self._gaps: dict[int, float] = {}  # missing id -> until when it is looked for

    @property
    def since(self) -> int:
        """Read the rows behind this id."""
        return min(self._gaps, default=self._last + 1) - 1

    def take(self, rows: Sequence[News], *, now: float) -> list[News]:
        """Return the rows that were not taken before. ``now`` are seconds of a clock that never goes back."""
        fresh = [row for row in rows if row.id > self._last or row.id in self._gaps]
        for row in fresh:
            self._gaps.pop(row.id, None)
        self._gaps = {id_: until for id_, until in self._gaps.items() if until > now}
        if fresh and fresh[-1].id > self._last:
            seen = {row.id for row in fresh}
            first = max(self._last + 1, fresh[-1].id - MOST_GAPS)
            self._gaps |= {id_: now + GAP_SECONDS for id_ in range(first, fresh[-1].id) if id_ not in seen}
            self._last = fresh[-1].id
        return fresh
