"""Documents taken apart into numbers, each but once: of a changed content only what is new in it is looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from bot.german.abbreviations import find_explanations
from bot.german.normalize import tokenize
from bot.german.vocabulary import list_name_words
from bot.german.words import Words
from bot.search.documents import Document
from bot.search.reply import Reference


class Bags(NamedTuple):
    """Bags of numbered things, one behind the other: the things of all bags, how often each is in its bag, and how
    many different ones each bag has."""

    numbers: Any
    counts: Any
    sizes: Any


@dataclass(frozen=True)
class Analysed:
    """What an index needs of a document.

    Of forms there is a bag for each phrase, and one of the whole text; of folded words one each of what people ask, of
    what staff have written, and of the names among that. ``exact`` are the folded phrases.
    """

    document: Document
    exact: tuple[str, ...]
    phrases: Bags
    text: Bags
    asked: Bags
    written: Bags
    names: Bags
    explained: tuple[tuple[str, str], ...]


class Analyser:
    """Analyses documents, and numbers their words and the forms of these; all numbers stay for good.

    It keeps what it has analysed last. Not thread-safe.
    """

    def __init__(self, words: Words) -> None:
        self._words = words
        self._kept: dict[Reference, Analysed] = {}
        self._tokens: dict[str, int] = {}
        self.forms: dict[str, int] = {}
        self._form_numbers = cache(self._number_forms)

    def analyse(self, documents: Iterable[Document]) -> list[Analysed]:
        """Return what an index needs of each document."""
        analysed = [self._recall(document) or self._analyse(document) for document in documents]
        self._kept = {one.document.reference: one for one in analysed}
        return analysed

    def count_tokens(self, parts: Sequence[Bags]) -> dict[str, int]:
        """Return how often each folded word is in some bags, in the order in which they come first."""
        bags = join_bags(parts)
        counts = np.bincount(bags.numbers, bags.counts, minlength=len(self._tokens)).astype(np.int64)
        first = np.zeros(len(self._tokens), dtype=np.int64)
        first[bags.numbers[::-1]] = np.arange(len(bags.numbers))[::-1]  # of several values the last one stays
        numbers = np.flatnonzero(counts)
        numbers = numbers[np.argsort(first[numbers])]
        tokens = list(self._tokens)
        return dict(zip((tokens[number] for number in numbers), counts[numbers].tolist(), strict=True))

    def _recall(self, document: Document) -> Analysed | None:
        kept = self._kept.get(document.reference)
        return kept if kept and kept.document == document else None

    def _analyse(self, document: Document) -> Analysed:
        text = tokenize(" ".join((*document.keywords * 2, document.title, document.text)))
        phrases = [tokenize(phrase) for phrase in document.phrases]
        phrase_forms = [self._count_forms(phrase) for phrase in phrases]
        all_forms = self._count_forms(text)
        for forms in phrase_forms:
            all_forms.update(forms)
        return Analysed(
            document,
            tuple(map(" ".join, phrases)),
            make_bags(phrase_forms),
            make_bags([all_forms]),
            self._count_numbers(chain.from_iterable(phrases)),
            self._count_numbers(text),
            self._count_numbers(list_name_words((document.title, *document.keywords))),
            tuple(pair for part in (document.title, document.text) for pair in find_explanations(part)),
        )

    def _count_forms(self, tokens: Sequence[str]) -> Counter[int]:
        """Count the forms of all content words."""
        return Counter(chain.from_iterable(map(self._form_numbers, tokens)))

    def _number_forms(self, token: str) -> tuple[int, ...]:
        """Return the numbers of a word's forms, none for a word that says nothing; new forms get one."""
        forms = () if self._words.is_stop_word(token) else self._words.forms(token)
        return tuple(self.forms.setdefault(form, len(self.forms)) for form in forms)

    def _count_numbers(self, tokens: Iterable[str]) -> Bags:
        return make_bags([Counter(self._tokens.setdefault(token, len(self._tokens)) for token in tokens)])


def make_bags(counters: Sequence[Counter[int]]) -> Bags:
    """Return the bags that some counters stand for."""
    sizes = np.fromiter(map(len, counters), dtype=np.int32, count=len(counters))
    numbers = np.fromiter(chain.from_iterable(counters), dtype=np.int32, count=sizes.sum())
    counts = chain.from_iterable(counter.values() for counter in counters)
    return Bags(numbers, np.fromiter(counts, dtype=np.int32, count=len(numbers)), sizes)


def join_bags(parts: Sequence[Bags]) -> Bags:
    """Return the bags of all parts, one behind the other."""
    return Bags(*map(np.concatenate, zip(*parts, strict=True))) if parts else make_bags([])


def make_matrix(bags: Bags, width: int) -> csr_matrix:
    """Return the counts of some bags, one in a row, float64."""
    ends = np.cumsum(bags.sizes, dtype=np.int32)
    data = (bags.counts.astype(np.float64), bags.numbers, np.concatenate([[0], ends]))
    return csr_matrix(data, shape=(len(ends), width))
