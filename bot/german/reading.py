"""Reading of what a visitor wrote: dialect made standard, parted words joined, slips corrected, short forms known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.german.abbreviations import Abbreviations
from bot.german.dialects import standardise
from bot.german.joining import Joiner
from bot.german.normalize import tokenize
from bot.german.spelling import SpellingCorrector
from bot.german.vocabulary import Vocabulary
from bot.german.words import Words

LATEST = 8  # texts whose reading is kept: one message is looked at from several sides


@dataclass(frozen=True)
class Reading:
    """A folded token, the words it is a slip of (none where it is right), and those that it or they are short for."""

    token: str
    meant: tuple[str, ...] = ()
    short_for: tuple[str, ...] = ()


class Reader:
    """Reads texts with the vocabulary of some content in mind, and the (short, long) forms that it explains."""

    def __init__(self, words: Words, vocabulary: Vocabulary, explained: Iterable[tuple[str, str]] = ()) -> None:
        self._words = words
        self._corrector = SpellingCorrector(words, vocabulary)
        self._joiner = Joiner(self._corrector, vocabulary)
        self._abbreviations = Abbreviations(explained)
        self.read = lru_cache(maxsize=LATEST)(self._read)

    def _read(self, text: str) -> tuple[Reading, ...]:
        """Return the readings of the content words of a text, in order."""
        return tuple(self.read_token(token) for token in self._tokens(text) if not self._words.is_stop_word(token))

    def read_token(self, token: str) -> Reading:
        """Return the reading of one folded token."""
        corrected = self._corrector.correct(token)
        meant = tuple(corrected.split()) if corrected != token else ()
        short_for = (long for word in (token, *meant) for long in self._abbreviations.expand(word))
        return Reading(token, meant, tuple(dict.fromkeys(short_for)))

    def rewrite(self, text: str) -> str:
        """Return the folded words of a text, joined and corrected."""
        return " ".join(self._corrector.correct(token) for token in self._tokens(text))

    def _tokens(self, text: str) -> list[str]:
        """Return the folded words of a text, those of a dialect in the standard language, parted ones joined."""
        return self._joiner.join(list(standardise(tokenize(text), self._is_standard)))

    def _is_standard(self, token: str) -> bool:
        return self._words.is_listed(token) or self._corrector.is_right(token)
