"""The words of some content: how often people use each, and which are surely spelt right because staff wrote them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from bot.german.normalize import subtokens, tokenize
from bot.german.places import known_places

NAME_WORDS = 3  # longest name that is kept as a whole: "Löwe Förderlinie 3"
MINIMUM_KEY = 3  # shorter joined words say nothing


class Vocabulary:
    """Words by their key, which is equal for "pius-invest", "Pius Invest" and "piusinvest".

    ``counts`` tells how often each folded token is used where slips may be found, in questions; ``trusted`` the same of
    texts by staff. ``names`` of several words are recognised when they are written together.
    """

    def __init__(
        self, counts: Mapping[str, int], trusted: Mapping[str, int] | None = None, names: Iterable[str] = ()
    ) -> None:
        known: Counter[str] = Counter(trusted)
        known.update(list_name_words((*names, *known_places())))
        for token in [token for token in known if not token.isalnum()]:
            known.update(part for part in subtokens(token) if len(part) >= MINIMUM_KEY)
        self._trusted = frozenset(known)
        self._counts: dict[str, int] = {}
        self._written: dict[str, str] = {}
        for token, count in (*known.items(), *counts.items()):
            if "'" in token:  # "geht's" is no other spelling of a word
                continue
            key = make_key(token)
            self._counts[key] = self._counts.get(key, 0) + count
            self._written.setdefault(key, token)
        self._total = max(1, sum(self._counts.values()))

    @property
    def spellings(self) -> Iterable[tuple[str, str]]:
        """The keys of all words, each with how the word is written."""
        return self._written.items()

    def is_trusted(self, token: str) -> bool:
        """Tell whether staff have written exactly this folded token."""
        return token in self._trusted

    def write(self, key: str) -> str | None:
        """Return how the word of a key is written (folded; several words stand apart), None for an unknown key."""
        return self._written.get(key)

    def log_frequency(self, key: str) -> float:
        """Return the natural logarithm of the relative frequency of a key, minus infinity where it is unknown."""
        count = self._counts.get(key)
        return math.log(count / self._total) if count else -math.inf


def list_name_words(names: Iterable[str]) -> Iterator[str]:
    """Yield the folded words of names, and behind those of each name of a few words the whole of it."""
    for name in names:
        tokens = tokenize(name)
        yield from tokens
        if 1 < len(tokens) <= NAME_WORDS:
            yield " ".join(tokens)


def make_key(token: str) -> str:
    """Return a folded token without its signs; the a of a name may be written @.

    >>> make_key("pius-invest"), make_key("distr@l")
    ('piusinvest', 'distral')
    """
    return token if token.isalnum() else re.sub(r"[^a-z0-9§]", "", token.replace("@", "a"))
