"""The knowledge of a running process: always that of the content as it is now."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session, sessionmaker

from bot.db import read_content_version
from bot.search.knowledge import Knowledge, KnowledgeReader


class CurrentKnowledge:
    """Follows the content version of the database, the day, and what the classifier has learnt. Thread-safe.

    Whoever asks after a change waits until it is read: an answer from what staff have just corrected would be wrong.
    ``watch`` makes that rare, for then the change is mostly read before the next message comes.
    """

    def __init__(
        self,
        factory: sessionmaker,
        reader: KnowledgeReader,
        *,
        current_day: Callable[[], date],
        read_trained: Callable[[], frozenset[str]] | None = None,
    ) -> None:
        self._factory = factory
        self._reader = reader
        self._current_day = current_day
        self._read_trained = read_trained
        self._lock = threading.Lock()
        self._knowledge: Knowledge | None = None

    def get(self, session: Session | None = None) -> Knowledge:
        """Return what is known of the content now.

        After a training without a change of the content, only what is new to the classifier is marked anew.
        """
        if session is None:
            with self._factory() as own:
                return self.get(own)
        known, trained = self._knowledge, self._read_trained() if self._read_trained else None
        if known and (known.version, known.day, known.trained) == (*self._read_state(session), trained):
            return known
        with self._lock:
            state = self._read_state(session)  # once more: another thread may have read a newer one meanwhile
            known = self._knowledge
            if known is None or (known.version, known.day) != state:
                known = self._reader.read(session, *state)
            self._knowledge = known.mark_untrained(trained)
            return self._knowledge

    def _read_state(self, session: Session) -> tuple[int, date]:
        return read_content_version(session), self._current_day()
