"""Whole numbers in one German word: "fünfundzwanzig", "zweihundertfünfzigtausend"."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

_SMALL = (
    "null ein zwei drei vier fuenf sechs sieben acht neun zehn elf zwoelf dreizehn vierzehn fuenfzehn sechzehn"
    " siebzehn achtzehn neunzehn"
).split()
_TENS = "zwanzig dreissig vierzig fuenfzig sechzig siebzig achtzig neunzig".split()
_EXACT = {
    **{word: number for number, word in enumerate(_SMALL)},
    **{word: 10 * number for number, word in enumerate(_TENS, start=2)},
    **dict.fromkeys(("eins", "eine", "einer", "einem"), 1),
}


@lru_cache(maxsize=1000)
def read_spelt_number(word: str) -> int | None:
    """Return the value of a folded word, None for any other word.

    >>> read_spelt_number("dreihundertfuenfundzwanzig")
    325
    """
    return _read_multiple(word, "tausend", 1000, below=_read_hundreds)


def _read_hundreds(word: str) -> int | None:
    return _read_multiple(word, "hundert", 100, below=_read_below_hundred)


def _read_multiple(word: str, name: str, factor: int, *, below: Callable[[str], int | None]) -> int | None:
    """Return how often ``name`` is in the word and what comes to it: "zwei|hundert|fuenf"."""
    many, found, rest = word.partition(name)
    if not found:
        return below(word)
    count = below(many) if many else 1
    more = below(rest.removeprefix("und")) if rest else 0
    return None if count is None or more is None else count * factor + more


def _read_below_hundred(word: str) -> int | None:
    if word in _EXACT:
        return _EXACT[word]
    unit, _, tens = word.partition("und")
    value = _EXACT.get(unit, 0) + _EXACT.get(tens, 0)
    return value if unit in _SMALL[1:10] and tens in _TENS else None
