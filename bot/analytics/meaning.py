"""What a short German question is about, as a sparse vector: its word forms and their trigrams, the telling ones most.

A form weighs the more, the rarer it is in German (word frequencies of the language tables) and in the phrasings of the
content, where "Förderung" and "Mitarbeiter" stand everywhere. Trigrams make slips and compounds alike.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from bot.german.normalize import tokenize
from bot.german.openers import strip_openers
from bot.german.words import STOP_WORDS, Words
from bot.search.message import MAXIMUM_UNKNOWN

# Set on the part "a" of tests/analytics/missed_questions.csv.
USUAL, RAREST = -6.0, -15.0  # log frequencies between which words grow telling
FURTHER_FORM = 0.6  # weight of a word's stem and parts beside its lemma
WORD_CACHE = 30_000
TRIGRAM_MARK = "\x01"


def read_question(text: str) -> str:
    """Return the content words of a text, folded, as one string; "" for small talk and the like."""
    return " ".join(token for token in tokenize(strip_openers(text)) if _says_something(token))


class Meaning:
    """Makes vectors; ``phrases`` are the phrasings of the content."""

    def __init__(self, words: Words, phrases: Iterable[str]) -> None:
        self._words = words
        self._features: dict[str, int] = {}
        counts: Counter[str] = Counter()
        self._phrases = 0
        for phrase in phrases:
            counts.update(set(tokenize(phrase)))
            self._phrases += 1
        self._counts: Counter[str] = Counter()
        for token, count in counts.items():
            if not words.is_stop_word(token):
                self._counts.update(dict.fromkeys(words.forms(token), count))
        self._weigh_token = lru_cache(maxsize=WORD_CACHE)(self._make_features)

    def is_worthless(self, text: str) -> bool:
        """Tell whether a text asks for nothing: no content words, or mostly none that are German."""
        read = read_question(text).split()
        content = [token for token in read if token.isalpha()]
        if len(content) < 2:  # a single word nobody knows may be a name
            return not read
        return sum(not self._knows(token) for token in content) / len(content) > MAXIMUM_UNKNOWN

    def _knows(self, token: str) -> bool:
        forms = self._words.forms(token)
        return self._words.is_known(token) or len(forms) > 2 or any(form in self._counts for form in forms)

    def vectors(self, read: Sequence[str]) -> csr_matrix:
        """Return one row of unit length for each read text; the width grows with what was ever seen."""
        indices: list[int] = []
        values: list[float] = []
        ends = [0]
        for text in read:
            for token in text.split():
                features = self._weigh_token(token)
                indices += features[0]
                values += features[1]
            ends.append(len(indices))
        rows = csr_matrix((values, indices, ends), shape=(len(read), len(self._features)), dtype=np.float64)
        rows.sum_duplicates()
        lengths = np.sqrt(rows.multiply(rows).sum(axis=1).A.ravel())
        rows.data /= np.repeat(np.maximum(lengths, 1e-9), np.diff(rows.indptr))
        return rows

    def _make_features(self, token: str) -> tuple[list[int], list[float]]:
        """Return the numbers of a word's features and their weights."""
        forms = self._words.forms(token)
        weights: dict[str, float] = {}
        for rank, form in enumerate(forms):
            weights[form] = self._weight(form) * (FURTHER_FORM if rank else 1.0)
        trigrams = _trigrams(token)
        share = self._weight(token) / math.sqrt(len(trigrams))
        for trigram in trigrams:
            weights[trigram] = weights.get(trigram, 0.0) + share
        numbers = [self._features.setdefault(name, len(self._features)) for name in weights]
        return numbers, list(weights.values())

    def _weight(self, form: str) -> float:
        """Return how telling a word is, from 0 to 1.5."""
        frequency = min(max(self._words.log_frequency(form), RAREST), USUAL)
        rarity = 0.5 + (USUAL - frequency) / (USUAL - RAREST)
        if self._phrases < 2:
            return rarity
        return rarity * math.log((self._phrases + 1) / (self._counts[form] + 1)) / math.log(self._phrases + 1)


def _says_something(token: str) -> bool:
    return token not in STOP_WORDS and (len(token) > 1 or token.isdigit())


def _trigrams(token: str) -> list[str]:
    padded = f" {token} "
    return [TRIGRAM_MARK + padded[start : start + 3] for start in range(len(padded) - 2)]


def widen(rows: Any, width: int) -> csr_matrix:
    """Return the same rows in a matrix of more columns."""
    return csr_matrix((rows.data, rows.indices, rows.indptr), shape=(rows.shape[0], width))
