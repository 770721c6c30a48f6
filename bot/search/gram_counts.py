"""The grams of many texts at once, with their counts: the same as those of ``grams``, without making each as a string.

Words repeat: what depends on one word alone is made once for each, and pairs of words are numbers until it is known
which of them are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from bot.german.normalize import tokenize
from bot.german.words import Words
from bot.search.grams import BORDER, LEMMA_WINDOW, PAIR_MARK, WORD_MARK, character_grams, form_grams

MINIMUM_DOCUMENTS = 2  # a gram seen in one text only tells nothing about a new one


class Block(NamedTuple):
    """Some grams, their counts, a sparse matrix of shape ``(texts, grams)``, and in how many texts each occurs."""

    grams: list[str]
    counts: Any
    documents: Any


def count_blocks(texts: Sequence[str], words: Words) -> list[Block]:
    """Return the grams of more than one text: words and pairs of words, character n-grams, word forms."""
    tokenized = [tokenize(text) for text in texts]
    tokens, counts = _count(tokenized)
    characters, by_token = _count([character_grams(token) for token in tokens])
    forms, forms_by_token = _count([form_grams(token, words) for token in tokens])
    return [
        _join_blocks(
            _keep_frequent([WORD_MARK + token for token in tokens].__getitem__, counts),
            _count_word_pairs(tokenized, tokens),
            _count_lemma_pairs(tokenized, tokens, words),
        ),
        _keep_frequent(characters.__getitem__, counts @ by_token),
        _keep_frequent(forms.__getitem__, counts @ forms_by_token),
    ]


def _count_word_pairs(tokenized: Sequence[Sequence[str]], tokens: list[str]) -> Block:
    """Count pairs of neighbours, the text's borders among them."""
    names = [*tokens, BORDER]
    bordered = [[BORDER, *of_text, BORDER] if of_text else [] for of_text in tokenized]
    owners, sequence = _number(bordered, names)
    return _count_pairs(_pair(owners, sequence, 1), names, WORD_MARK, len(tokenized))


def _count_lemma_pairs(tokenized: Sequence[Sequence[str]], tokens: list[str], words: Words) -> Block:
    """Count pairs of lemmas that stand close together."""
    lemmas = {token: words.lemma(token) for token in tokens}
    owners, sequence = _number([[lemmas[token] for token in of_text] for of_text in tokenized], lemmas.values())
    pairs = [_pair(owners, sequence, distance) for distance in range(1, LEMMA_WINDOW + 1)]
    joined = tuple(np.concatenate(column) for column in zip(*pairs, strict=True))
    return _count_pairs(joined, list(dict.fromkeys(lemmas.values())), PAIR_MARK, len(tokenized))


def _number(bags: Sequence[Sequence[str]], names: Iterable[str]) -> tuple[Any, Any]:
    """Return for each word of all bags the number of its bag, and its own number in the order of the names."""
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    sizes = list(map(len, bags))
    sequence = np.fromiter(map(numbers.__getitem__, chain.from_iterable(bags)), dtype=np.int64, count=sum(sizes))
    return np.repeat(np.arange(len(bags)), sizes), sequence


def _pair(owners: Any, sequence: Any, distance: int) -> tuple[Any, ...]:
    """Return owner, first and second one of all pairs at a distance within a text."""
    is_within = owners[distance:] == owners[:-distance]
    return owners[distance:][is_within], sequence[:-distance][is_within], sequence[distance:][is_within]


def _count_pairs(pairs: tuple[Any, ...], names: list[str], mark: str, texts: int) -> Block:
    from scipy.sparse import coo_matrix

    owners, first, second = pairs
    codes, places = np.unique(first * len(names) + second, return_inverse=True)
    ones = np.ones(len(places), dtype=np.float32)
    counts = coo_matrix((ones, (owners, places)), shape=(texts, len(codes))).tocsr()

    def write(number: int) -> str:
        before, after = divmod(int(codes[number]), len(names))
        return f"{mark}{names[before]} {names[after]}"

    return _keep_frequent(write, counts)


def _count(bags: Iterable[Sequence[str]]) -> tuple[list[str], Any]:
    """Return what occurs in some bags, and how often in each: a sparse matrix of shape ``(bags, grams)``."""
    from scipy.sparse import csr_matrix

    numbers: dict[str, int] = {}
    indices: list[int] = []
    ends = [0]
    for bag in bags:
        indices += [numbers.setdefault(gram, len(numbers)) for gram in bag]
        ends.append(len(indices))
    counts = csr_matrix(
        (np.ones(len(indices), dtype=np.float32), np.array(indices, dtype=np.int32), np.array(ends, dtype=np.int32)),
        shape=(len(ends) - 1, len(numbers)),
    )
    counts.sum_duplicates()
    return list(numbers), counts


def _keep_frequent(write: Callable[[int], str], counts: Any) -> Block:
    """Return the grams of more than one text; ``write`` gives a gram by its number."""
    documents = np.bincount(counts.indices, minlength=counts.shape[1])
    kept = np.flatnonzero(documents >= MINIMUM_DOCUMENTS)
    return Block([write(number) for number in kept], counts[:, kept], documents[kept])


def _join_blocks(*blocks: Block) -> Block:
    from scipy.sparse import hstack

    grams = [gram for block in blocks for gram in block.grams]
    counts = hstack([block.counts for block in blocks], format="csr")
    return Block(grams, counts, np.concatenate([block.documents for block in blocks]))
