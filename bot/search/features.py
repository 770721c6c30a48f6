"""From texts to weighed grams: sublinear tf times the root of idf, each block of a text of unit length.

Many texts at once (``fit_features``) and one text (``Features.weigh``) give the same values.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np

from bot.german.normalize import tokenize
from bot.german.words import Words
from bot.search.gram_counts import count_blocks
from bot.search.grams import WORD_MARK, character_grams, form_grams, text_grams

TOKEN_CACHE = 10_000  # words whose grams are kept, about a kilobyte each
VOCABULARY_FILE = "vocabulary.marisa"
IDF_FILE = "idf.npy"


class Features:
    """The grams that were seen in training, with the root of their idf, of shape ``(len(vocabulary),)``."""

    def __init__(self, vocabulary: Any, idf: Any, words: Words) -> None:
        self.words = words
        self._vocabulary = vocabulary
        self._idf = idf
        self._idf_list: list[float] = idf.tolist()
        self._look_up_token = lru_cache(maxsize=TOKEN_CACHE)(self._read_token)

    def weigh(self, text: str) -> tuple[Any, Any]:
        """Return the numbers of the grams of a text and their values, two arrays of the same length."""
        tokens = tokenize(text)
        of_tokens = [self._look_up_token(token) for token in tokens]
        blocks = [
            self._weigh_block(self._look_up(text_grams(tokens, self.words))),
            self._weigh_block([number for characters, _ in of_tokens for number in characters]),
            self._weigh_block([number for _, forms in of_tokens for number in forms]),
        ]
        ids = [number for block in blocks for number in block]
        values = [value for block in blocks for value in block.values()]
        return np.array(ids, dtype=np.int64), np.array(values, dtype=np.float32)

    def _read_token(self, token: str) -> tuple[list[int], list[int]]:
        """Return the numbers of the character n-grams and of the word forms of a folded word."""
        return self._look_up(character_grams(token)), self._look_up(form_grams(token, self.words))

    def _look_up(self, grams: Iterable[str]) -> list[int]:
        numbers = (self._vocabulary.get(gram) for gram in grams)
        return [number for number in numbers if number is not None]

    def _weigh_block(self, numbers: list[int]) -> dict[int, float]:
        counts = Counter(numbers)
        weighed = {number: (1 + math.log(count)) * self._idf_list[number] for number, count in counts.items()}
        length = math.sqrt(sum(value * value for value in weighed.values())) or 1.0
        return {number: value / length for number, value in weighed.items()}

    def has_word(self, token: str) -> bool:
        """Tell whether a folded word occurs in the texts."""
        return WORD_MARK + token in self._vocabulary

    def read_words(self) -> list[str]:
        """Return all folded words of the texts."""
        return [gram[1:] for gram in self._vocabulary.keys(WORD_MARK) if " " not in gram]

    def read_word_shares(self) -> dict[str, float]:
        """Return all folded words of the texts with the share of the texts that each is in, as their idf tells it."""
        grams = ((gram, index) for gram, index in self._vocabulary.items(WORD_MARK) if " " not in gram)
        return {gram[1:]: math.exp(1 - self._idf_list[index] ** 2) for gram, index in grams}

    def read_grams(self) -> list[str]:
        """Return all grams in the order of their numbers."""
        return [gram for gram, _ in sorted(self._vocabulary.items(), key=itemgetter(1))]

    def save(self, folder: Path) -> None:
        """Write vocabulary and weights into a folder."""
        self._vocabulary.save(str(folder / VOCABULARY_FILE))
        np.save(folder / IDF_FILE, self._idf)

    @classmethod
    def load(cls, folder: Path, words: Words) -> Features:
        """Read vocabulary and weights."""
        vocabulary = marisa_trie.Trie()
        vocabulary.load(str(folder / VOCABULARY_FILE))
        return cls(vocabulary, np.load(folder / IDF_FILE), words)


def fit_features(texts: Sequence[str], words: Words) -> tuple[Features, Any]:
    """Return the features of some texts and their values, a sparse matrix of shape ``(texts, grams)``.

    Without anything that two texts have in common there is no gram, hence no column.
    """
    from scipy.sparse import csr_matrix

    blocks = count_blocks(texts, words)
    vocabulary = marisa_trie.Trie(gram for grams, _, _ in blocks for gram in grams)
    root_idf = np.zeros(len(vocabulary), dtype=np.float32)
    matrices = []
    for grams, counts, documents in blocks:
        columns = np.array([vocabulary[gram] for gram in grams], dtype=np.int32)
        root_idf[columns] = np.sqrt(np.log((1 + len(texts)) / (1 + documents)) + 1)
        places = columns[counts.indices]
        values = (1 + np.log(counts.data)) * root_idf[places]
        owners = np.repeat(np.arange(len(texts)), np.diff(counts.indptr))
        lengths = np.sqrt(np.bincount(owners, values * values, minlength=len(texts)))
        values = (values / lengths[owners]).astype(np.float32)
        matrices.append(csr_matrix((values, places, counts.indptr), shape=(len(texts), len(vocabulary))))
    weighed = sum(matrices[1:], matrices[0])
    weighed.sort_indices()  # training drops grams in the order in which they lie: it must not depend on the counting
    return Features(vocabulary, root_idf, words), weighed
