"""Searches on the list that found nothing, noted as offer gaps: only what the form has sent, and of nobody twice a day.

Links are followed by machines too, so they note nothing. Who asked is known only as a digest with a key of the process,
in memory, up to the end of the day.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import asdict
from datetime import date
from hashlib import blake2b
from threading import Lock

from sqlalchemy.orm import Session

from bot.analytics.recording import MissedTurn, record_miss
from bot.offers.filters import OfferFilters
from bot.search.reply import Miss
from bot.search.wishes import key_of

FROM_FORM = "gesucht"  # the parameter that only the form sends
MOST_OF_ONE, MOST = 20, 1_000  # gaps noted on a day: of one address, and of all


class NotedGaps:
    """What has been noted today."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._key = os.urandom(32)
        self._day = date.min
        self._noted: set[bytes] = set()
        self._counts: Counter[bytes] = Counter()

    def note(self, session: Session, gap: Miss, *, address: str, today: date) -> bool:
        """Write a gap down and return True, unless it was from there today, or there were too many."""
        if not self._is_new(key_of(OfferFilters.from_slot(gap.filters)), address, today):
            return False
        record_miss(session, None, 0, MissedTurn(gap.conditions, (), asdict(gap)))
        return True

    def _is_new(self, wish: str, address: str, today: date) -> bool:
        who, what = self._digest(address), self._digest(f"{address} {wish}")
        with self._lock:
            if today != self._day:
                self._day, self._noted, self._counts = today, set(), Counter()
            if what in self._noted or len(self._noted) >= MOST or self._counts[who] >= MOST_OF_ONE:
                return False
            self._noted.add(what)
            self._counts[who] += 1
            return True

    def _digest(self, text: str) -> bytes:
        return blake2b(text.encode(), key=self._key, digest_size=16).digest()
