"""The lexical part of the answering brain: finds content by its words, new content at once, without training.

Two views on the same words (lemma, stem, compound parts): the cosine with the nearest phrase people use for an entry,
and BM25 over the entry's whole text (Robertson and Zaragoza 2009, k1 = 1.2, b = 0.75).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from bot.german.normalize import tokenize
from bot.german.reading import Reader, Reading
from bot.german.vocabulary import Vocabulary
from bot.german.words import Words
from bot.search.documents import Document

K1, B = 1.2, 0.75
FURTHER_FORM = 0.6  # weight of a word's stem and parts beside its lemma, and of what it is short for


class LexicalIndex:
    """An immutable index over documents; build a new one when the content changes.

    ``names`` are further words that staff use for the subject, synonyms of topics for example: they are spelt right.
    ``reader`` reads texts with the words of the documents in mind.
    """

    def __init__(self, documents: Sequence[Document], words: Words, names: Iterable[str] = ()) -> None:
        self.documents = list(documents)
        self._words = words
        self._ids: dict[str, int] = {}
        self._form_ids = cache(self._make_ids)
        self._exact: dict[str, int] = {}
        owners: list[int] = []
        phrase_bags: list[Counter[int]] = []
        text_bags: list[Counter[int]] = []
        asked: Counter[str] = Counter()
        written: Counter[str] = Counter()
        for number, document in enumerate(self.documents):
            text = tokenize(" ".join((*document.keywords * 2, document.title, document.text)))
            own = self._make_bag(text)
            written.update(text)
            for phrase in document.phrases:
                tokens = tokenize(phrase)
                self._exact.setdefault(" ".join(tokens), number)
                asked.update(tokens)
                bag = self._make_bag(tokens)
                own.update(bag)
                phrase_bags.append(bag)
                owners.append(number)
            text_bags.append(own)
        self._starts = np.flatnonzero(np.r_[True, np.diff(owners) > 0]) if owners else np.array([], int)
        self._phrases, self._idf = self._weigh_phrases(phrase_bags)
        self._texts = self._bm25_matrix(text_bags)
        titles = (name for document in self.documents for name in (document.title, *document.keywords))
        texts = (text for document in self.documents for text in (document.title, document.text))
        self.reader = Reader(words, Vocabulary(asked, written, (*titles, *names)), texts)

    def __len__(self) -> int:
        return len(self.documents)

    def find_exact(self, text: str) -> int | None:
        """Return the number of the document that has this very phrase, or None."""
        return self._exact.get(" ".join(tokenize(text)))

    def score(self, text: str) -> tuple[Any, Any]:
        """Return nearest-phrase cosine and BM25 of every document, both of shape ``(len(documents),)``."""
        query = self._query_ids(text)
        if not query or not len(self.documents):
            return np.zeros(len(self.documents)), np.zeros(len(self.documents))
        ids = np.array(list(query), dtype=np.int64)
        weights = np.array([query[index] for index in query]) * self._idf[ids]
        vector = np.zeros(len(self._ids))
        vector[ids] = weights / (np.linalg.norm(weights) or 1.0)
        similarity = self._phrases @ vector
        nearest = np.maximum.reduceat(similarity, self._starts)
        vector[ids] = [query[index] for index in query]
        return nearest, self._texts @ vector

    def unknown_share(self, text: str) -> float:
        """Return the share of a text's content words that occur nowhere in the content, slips forgiven."""
        known = [any(True for _ in self._weigh(reading)) for reading in self.reader.read(text)]
        return 1 - sum(known) / len(known) if known else 0.0

    def _query_ids(self, text: str) -> dict[int, float]:
        """Return the ids of the forms that a question looks for, each with its weight."""
        found: dict[int, float] = {}
        for reading in self.reader.read(text):
            for form, weight in self._weigh(reading):
                index = self._ids[form]
                found[index] = max(found.get(index, 0.0), weight)
        return found

    def _weigh(self, reading: Reading) -> Iterator[tuple[str, float]]:
        """Give the forms of all readings of a word that the content knows, with their weights."""
        meant = ((word, 1.0) for word in (reading.token, *reading.meant))
        for word, weight in (*meant, *((word, FURTHER_FORM) for word in reading.short_for)):
            known = [form for form in self._words.forms(word) if form in self._ids]
            for rank, form in enumerate(known):
                yield form, weight * (FURTHER_FORM if rank else 1.0)

    def _make_bag(self, tokens: list[str]) -> Counter[int]:
        """Count the forms of all content words."""
        return Counter(chain.from_iterable(map(self._form_ids, tokens)))

    def _make_ids(self, token: str) -> tuple[int, ...]:
        """Return the ids of a word's forms, none for a word that says nothing; new forms get one."""
        forms = () if self._words.is_stop_word(token) else self._words.forms(token)
        return tuple(self._ids.setdefault(form, len(self._ids)) for form in forms)

    def _weigh_phrases(self, bags: list[Counter[int]]) -> tuple[csr_matrix, Any]:
        """Return the phrases as rows of unit length, and the inverse document frequencies they are weighed by."""
        matrix = _matrix(bags, len(self._ids))
        idf = np.log((1 + len(bags)) / (1 + np.bincount(matrix.indices, minlength=len(self._ids)))) + 1
        matrix.data = np.minimum(matrix.data, 2) * idf[matrix.indices]
        lengths = np.sqrt(matrix.multiply(matrix).sum(axis=1).A.ravel())
        return csr_matrix(matrix.multiply(1 / np.maximum(lengths, 1e-9)[:, None])), idf

    def _bm25_matrix(self, bags: list[Counter[int]]) -> csr_matrix:
        matrix = _matrix(bags, len(self._ids))
        lengths = matrix.sum(axis=1).A.ravel()
        mean = lengths.mean() if lengths.any() else 1.0
        norm = K1 * (1 - B + B * lengths / mean)
        frequency = np.bincount(matrix.indices, minlength=len(self._ids))
        idf = np.log(1 + (len(bags) - frequency + 0.5) / (frequency + 0.5))
        rows = np.repeat(np.arange(len(bags)), np.diff(matrix.indptr))
        matrix.data = idf[matrix.indices] * matrix.data * (K1 + 1) / (matrix.data + norm[rows])
        return matrix


def _matrix(bags: list[Counter[int]], width: int) -> csr_matrix:
    """Return the counts of all bags, one in a row."""
    pointers = np.cumsum([0, *map(len, bags)])
    indices = np.fromiter(chain.from_iterable(bags), dtype=np.int64, count=pointers[-1])
    counts = (bag.values() for bag in bags)
    data = np.fromiter(chain.from_iterable(counts), dtype=np.float64, count=pointers[-1])
    return csr_matrix((data, indices, pointers), shape=(len(bags), width))
