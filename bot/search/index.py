"""The lexical part of the answering brain: finds content by its words, new content at once, without training.

Two views on the same words (lemma, stem, compound parts): the cosine with the nearest phrase people use for an entry,
and BM25 over the entry's whole text (Robertson and Zaragoza 2009, k1 = 1.2, b = 0.75).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from bot.german.normalize import tokenize
from bot.german.reading import Reader, Reading
from bot.german.vocabulary import Vocabulary
from bot.german.words import Words
from bot.search.analysis import Analysed, Analyser, join_bags, make_matrix
from bot.search.documents import Document

K1, B = 1.2, 0.75
FURTHER_FORM = 0.6  # weight of a word's stem and parts beside its lemma, and of what it is short for


class LexicalIndex:
    """An immutable index over documents; build a new one when the content changes.

    ``names`` are further words that staff use for the subject, synonyms of topics for example: they are spelt right.
    ``analyser`` may still know most of the documents, from the index before. ``reader`` reads texts with the words of
    the documents in mind.
    """

    def __init__(
        self,
        documents: Sequence[Document],
        words: Words,
        names: Iterable[str] = (),
        *,
        analyser: Analyser | None = None,
    ) -> None:
        self.documents = list(documents)
        self._words = words
        analyser = analyser or Analyser(words)
        analysed = analyser.analyse(self.documents)
        self._exact: dict[str, int] = {}
        for number, one in enumerate(analysed):
            for text in one.exact:
                self._exact.setdefault(text, number)
        self._starts = np.cumsum([0, *(len(one.exact) for one in analysed)])[:-1]
        phrases = make_matrix(join_bags([one.phrases for one in analysed]), len(analyser.forms))
        texts = make_matrix(join_bags([one.text for one in analysed]), len(analyser.forms))
        frequencies = np.bincount(texts.indices, minlength=len(analyser.forms))
        # The analyser also knows forms of former documents, which are unknown now.
        self._ids = {form: number for form, number in analyser.forms.items() if frequencies[number]}
        self._idf = weigh_phrases(phrases)
        weigh_texts(texts, frequencies)
        self._phrases, self._texts = Postings(phrases), Postings(texts)
        self.reader = Reader(
            words, _make_vocabulary(analysed, analyser, names), chain.from_iterable(one.explained for one in analysed)
        )

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
        weights = np.array(list(query.values()))
        weighed = weights * self._idf[ids]
        similarity = self._phrases.multiply(ids, weighed / (np.linalg.norm(weighed) or 1.0))
        return np.maximum.reduceat(similarity, self._starts), self._texts.multiply(ids, weights)

    def nearest_phrase(self, text: str, number: int) -> str:
        """Return the phrase of a document that is nearest to a text, empty where no word is shared."""
        query = self._query_ids(text)
        phrases = self.documents[number].phrases
        if not query or not phrases:
            return ""
        ids = np.array(list(query), dtype=np.int64)
        weighed = np.array(list(query.values())) * self._idf[ids]
        similarity = self._phrases.multiply(ids, weighed)[self._starts[number] :][: len(phrases)]
        return phrases[int(similarity.argmax())] if similarity.max() > 0 else ""

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


class Postings:
    """A sparse matrix by its columns: a product with few of them costs no more than what stands in these."""

    def __init__(self, matrix: csr_matrix) -> None:
        columns = matrix.tocsc()
        self._size = matrix.shape[0]
        self._ends, self._rows, self._values = columns.indptr, columns.indices, columns.data

    def multiply(self, columns: Any, weights: Any) -> Any:
        """Return the weighed sum of some columns, of shape ``(rows,)``."""
        parts = [slice(self._ends[column], self._ends[column + 1]) for column in columns]
        values = [self._values[part] * weight for part, weight in zip(parts, weights, strict=True)]
        rows = [self._rows[part] for part in parts]
        return np.bincount(np.concatenate(rows), np.concatenate(values), minlength=self._size)


def weigh_phrases(counts: csr_matrix) -> Any:
    """Weigh the counts of phrases in place, to rows of unit length; return the inverse document frequencies."""
    size, width = counts.shape
    idf = np.log((1 + size) / (1 + np.bincount(counts.indices, minlength=width))) + 1
    weighed = np.minimum(counts.data, 2) * idf[counts.indices]
    rows = _rows_of(counts)
    lengths = np.sqrt(np.bincount(rows, weighed * weighed, minlength=size))
    counts.data = weighed / np.maximum(lengths, 1e-9)[rows]
    return idf


def weigh_texts(counts: csr_matrix, frequencies: Any) -> None:
    """Weigh the counts of texts in place, as BM25 does; ``frequencies`` says in how many texts each form is."""
    size, _ = counts.shape
    rows = _rows_of(counts)
    lengths = np.bincount(rows, counts.data, minlength=size)
    norm = K1 * (1 - B + B * lengths / (lengths.mean() if lengths.any() else 1.0))
    idf = np.log(1 + (size - frequencies + 0.5) / (frequencies + 0.5))
    counts.data = idf[counts.indices] * counts.data * (K1 + 1) / (counts.data + norm[rows])


def _rows_of(matrix: csr_matrix) -> Any:
    """Return the number of the row that each stored value is in."""
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))


def _make_vocabulary(analysed: Sequence[Analysed], analyser: Analyser, names: Iterable[str]) -> Vocabulary:
    """Return the words of some documents; what stands in their texts and names is spelt right."""
    trusted = analyser.count_tokens([one.written for one in analysed])
    for token, count in analyser.count_tokens([one.names for one in analysed]).items():
        trusted[token] = trusted.get(token, 0) + count
    return Vocabulary(analyser.count_tokens([one.asked for one in analysed]), trusted, names)
