"""Joining of what was written apart: "hoch volt schulung", "weiter bildung", "distr at l"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.german.spelling import SpellingCorrector
from bot.german.vocabulary import Vocabulary, make_key
from bot.german.words import STOP_WORDS

MOST_PARTS = 3
BLANK = 5.0  # cost of a blank within a word, as a negative logarithm of its probability
BESIDE_STOP_WORD = 5.0  # the same for each part that is a word of every sentence: "aus Sicht" is no "Aussicht"
SHORTEST_WORD = 5  # letters of a joined word


class Joiner:
    """Joins neighbours into words of a vocabulary where that is likelier than two words side by side."""

    def __init__(self, corrector: SpellingCorrector, vocabulary: Vocabulary) -> None:
        self._corrector = corrector
        self._vocabulary = vocabulary

    def join(self, tokens: Sequence[str]) -> list[str]:
        """Return the folded tokens of a text with parted words joined, from left to right, the longest first."""
        joined: list[str] = []
        place = 0
        while place < len(tokens):
            size, word = self._find_word(tokens, place)
            joined.append(word)
            place += size
        return joined

    def _find_word(self, tokens: Sequence[str], place: int) -> tuple[int, str]:
        for size in range(min(MOST_PARTS, len(tokens) - place), 1, -1):
            parts = tokens[place : place + size]
            word = self._join_parts(parts)
            if word:
                return size, word
        return 1, tokens[place]

    def _join_parts(self, parts: Sequence[str]) -> str | None:
        """Return the word that parts stand for, None where they are rather words of their own."""
        key = make_key("@".join((parts[0], parts[2])) if len(parts) == 3 and parts[1] == "at" else "".join(parts))
        if len(key) < SHORTEST_WORD or not key.isalpha():
            return None
        word = self._vocabulary.write(key)
        if word is None or " " in word or not self._corrector.is_right(key):
            return None
        apart = sum(self._corrector.log_probability(part) for part in parts)
        cost = BLANK * (len(parts) - 1) + BESIDE_STOP_WORD * sum(part in STOP_WORDS for part in parts)
        return word if self._corrector.log_probability(key) - cost > apart else None
