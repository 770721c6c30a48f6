"""Spelling correction by a noisy channel (Kernighan, Church and Gale 1990): the word that is likely and a likely slip.

How likely a word is comes from the content's own vocabulary and, for the rest, from the frequencies of German words.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from bot.german.near import NearWords
from bot.german.normalize import skeleton, subtokens
from bot.german.slips import allowed_slips, slip_cost, sound
from bot.german.vocabulary import Vocabulary, make_key
from bot.german.words import Words

CONTENT, GENERAL = math.log(0.7), math.log(0.3)  # shares of a word's probability
UNSEEN, UNSEEN_LETTER = -10.0, -1.0  # log probability of a word that nobody has ever seen, and of each letter
UNPROVEN = 3.0  # cost of writing a word that is in no dictionary on purpose
SHORT = 4  # letters; in words as short as this only what sounds alike is taken for a slip


class SpellingCorrector:
    """Corrects folded tokens towards a vocabulary; what staff have written, and proven German, stays as it is."""

    def __init__(self, words: Words, vocabulary: Vocabulary) -> None:
        self._words = words
        self._vocabulary = vocabulary
        keys = [key for key, written in vocabulary.spellings if vocabulary.is_trusted(written) or words.is_proven(key)]
        self._near = NearWords(keys)
        self._with_umlauts: dict[str, list[str]] = defaultdict(list)
        bare = skeleton("\n".join(keys)).split("\n")  # at once, for there are many
        for key, shortened in zip(keys, bare, strict=False):
            if shortened != key:
                self._with_umlauts[shortened].append(key)
        self.correct = lru_cache(maxsize=20_000)(self._correct)

    def log_probability(self, token: str) -> float:
        """Return the logarithm of the probability of a word in a question."""
        general = self._words.log_frequency(token)
        content = self._vocabulary.log_frequency(make_key(token))
        return max(CONTENT + content, GENERAL + general, UNSEEN + UNSEEN_LETTER * len(token))

    def _unproven_probability(self, token: str) -> float:
        """Return the same for a word in no dictionary: that it is in questions says little, they repeat their slips."""
        return max(GENERAL + self._words.log_frequency(token), UNSEEN + UNSEEN_LETTER * len(token)) - UNPROVEN

    def is_right(self, key: str) -> bool:
        """Tell whether the word of a key is surely spelt right: staff have written it, or it is proven German."""
        written = self._vocabulary.write(key) or key
        return self._vocabulary.is_trusted(written) or self._words.is_proven(key)

    def _correct(self, token: str) -> str:
        """Return the token that a folded token most probably stands for; several words stand apart."""
        key = make_key(token)
        if not key.isalpha() or "'" in token:
            return token
        written = self._vocabulary.write(key)
        if written and self._vocabulary.is_trusted(written):
            return written
        if not token.isalpha():
            return self._correct_parts(token, key)
        proven = self._words.is_proven(token)
        best, best_score = token, self.log_probability(token) if proven else self._unproven_probability(token)
        for candidate in self._find_umlauts(key) if proven else self._find_candidates(key):
            score = self.log_probability(candidate) - slip_cost(key, candidate)
            if score > best_score:
                best, best_score = candidate, score
        written = self._vocabulary.write(best)
        # A rare name that the content does not know must not become a frequent word that it does not know either.
        return written or (token if self._words.is_known(token) else best)

    def _correct_parts(self, token: str, key: str) -> str:
        """Correct a token that consists of parts: as a whole to another such token, else part by part."""
        parts = subtokens(token)
        if not parts or all(len(part) > 1 and self.is_right(part) for part in parts):
            return token
        wholes = (word for near in self._near.find(key, 1) if subtokens(word := self._vocabulary.write(near) or near))
        best = min(wholes, key=lambda word: slip_cost(key, make_key(word)), default=None)
        return best or "-".join(map(self.correct, parts))

    def _find_umlauts(self, key: str) -> Iterable[str]:
        """Return what a proven word may be with its umlauts: "Forderung" may be "Förderung" on a foreign keyboard."""
        return (candidate for candidate in self._with_umlauts.get(skeleton(key), ()) if len(candidate) > len(key))

    def _find_candidates(self, key: str) -> Iterable[str]:
        """Return right words some slips away: up to three in the content, one in the language."""
        slips = allowed_slips(len(key))
        if not slips:
            return ()
        found = dict.fromkeys((*self._near.find(key, slips), *self._words.one_slip_away(key)))
        return (word for word in found if sound(word) == sound(key)) if len(key) <= SHORT else found
