"""Grams of folded words: words and pairs of words, character n-grams, word forms, marked apart from each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.german.words import Words

LEMMA_WINDOW = 3  # words after a lemma that make a pair with it: "schalte das Licht aus"
BORDER = "^"  # stands before the first and behind the last word
CHARACTER_ORDERS = (2, 3, 4, 5)
WORD_MARK = "\x01"
FORM_MARK = "\x02"
PAIR_MARK = "\x03"


def text_grams(tokens: Sequence[str], words: Words) -> list[str]:
    """Return what depends on more than one word, and the words themselves."""
    return [*word_grams(tokens), *lemma_pairs(tokens, words)]


def word_grams(tokens: Sequence[str]) -> list[str]:
    """Return words and pairs of neighbours, the text's borders among them."""
    bordered = [BORDER, *tokens, BORDER] if tokens else []
    pairs = [f"{WORD_MARK}{first} {second}" for first, second in pairwise(bordered)]
    return [WORD_MARK + token for token in tokens] + pairs


def lemma_pairs(tokens: Sequence[str], words: Words) -> list[str]:
    """Return pairs of lemmas that stand close together, in their order: German parts what belongs together."""
    lemmas = [words.lemma(token) for token in tokens]
    return [
        f"{PAIR_MARK}{first} {second}"
        for number, first in enumerate(lemmas)
        for second in lemmas[number + 1 : number + 1 + LEMMA_WINDOW]
    ]


def character_grams(token: str) -> list[str]:
    """Return the character n-grams of a word, its borders as blanks."""
    padded = f" {token} "
    grams = []
    for order in CHARACTER_ORDERS:
        if order >= len(padded):
            grams.append(padded)
            break
        grams += [padded[start : start + order] for start in range(len(padded) - order + 1)]
    return grams


def form_grams(token: str, words: Words) -> list[str]:
    """Return lemma, stem and compound parts of a word."""
    return [FORM_MARK + form for form in words.forms(token)]
