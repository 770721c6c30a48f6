"""Words that are a few slips away from a given one, found without comparing it with all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

HALF = 16  # bits that a table of counts covers
_ONES = np.array([bin(number).count("1") for number in range(1 << HALF)], dtype=np.uint8)


class NearWords:
    """Folded words, sorted by length, each with the set of its letters: one slip changes little of either.

    A slip is a letter left out, added or exchanged, or two neighbours that changed places (optimal string alignment).
    """

    def __init__(self, words: Iterable[str]) -> None:
        listed = [word for word in words if word]
        lengths = np.fromiter(map(len, listed), dtype=np.int16, count=len(listed))
        self._order = np.argsort(lengths, kind="stable")
        self._lengths = lengths[self._order]
        self._ends = np.cumsum(np.bincount(lengths, minlength=1))
        self._words = np.array(listed, dtype=object)
        self._letters = _letter_sets(listed)[self._order]
        self._halves = _fold_halves(self._letters)

    def find(self, token: str, slips: int) -> list[str]:
        """Return the words at most so many slips away from a folded token, in the order in which they were given."""
        letters = _letter_sets([token])
        part = slice(self._count_up_to(len(token) - slips - 1), self._count_up_to(len(token) + slips))
        # An exchanged letter takes one out of the set and puts another one in, one left out or added does half of it.
        most = 2 * slips - abs(self._lengths[part] - len(token))
        places = part.start + np.flatnonzero(_ONES[self._halves[part] ^ _fold_halves(letters)] <= most)
        near = self._letters[places]
        is_near = (_count_ones(letters & ~near) <= slips) & (_count_ones(near & ~letters) <= slips)
        words = self._words[np.sort(self._order[places[is_near]])].tolist()
        found = process.extract(token, words, scorer=OSA.distance, score_cutoff=slips, limit=None)
        return [word for word, _, _ in sorted(found, key=lambda match: match[2])]

    def _count_up_to(self, length: int) -> int:
        """Return how many words have at most so many letters."""
        return int(self._ends[min(length, len(self._ends) - 1)]) if length >= 0 else 0


def _letter_sets(words: Sequence[str]) -> Any:
    """Return the letters of each word, none of which is empty, as the bits of a number, of shape ``(len(words),)``."""
    letters = np.frombuffer("".join(words).encode("latin-1", "replace"), dtype=np.uint8)
    starts = np.cumsum([0, *map(len, words)])[:-1]
    bits = np.left_shift(np.uint32(1), letters & 31, dtype=np.uint32)
    return np.bitwise_or.reduceat(bits, starts) if words else np.zeros(0, dtype=np.uint32)


def _fold_halves(letters: Any) -> Any:
    """Return sets in half the bits: where two sets differ in so many letters, these differ in no more."""
    return (letters ^ (letters >> HALF)).astype(np.uint16)


def _count_ones(numbers: Any) -> Any:
    return _ONES[numbers & 0xFFFF] + _ONES[numbers >> HALF]
