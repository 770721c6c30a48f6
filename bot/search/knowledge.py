"""What is known of the content: everything that a question is answered from, read of one version of the database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from bot.contacts.queries import ContactView
from bot.faq.queries import FaqView
from bot.german.normalize import fold, tokenize
from bot.german.places import known_places
from bot.german.words import Words
from bot.offers.queries import read_places
from bot.search.analysis import Analyser
from bot.search.dense import DenseIndex, Encoder
from bot.search.documents import Document, make_documents, make_english_documents, read_referral_documents
from bot.search.elsewhere import OTHER_CITIES
from bot.search.english_words import EnglishWords
from bot.search.index import LexicalIndex
from bot.search.reply import Reference
from bot.search.snapshot import Snapshot, read_snapshot
from bot.topics.queries import TopicView, read_topics
from bot.topics.vocabulary import TopicVocabulary

CLAIMING_COSINE = 0.6  # with a phrase of an entry not learnt yet, from which a question is taken for ours
MINIMUM_JOINED = 6  # shorter names must be a word of their own
GENERIC_NAME_PARTS = frozenset("programm ende status was ist fakt bsp org hessen hessenfonds 2".split())


@dataclass(frozen=True)
class Knowledge:
    """What was read of one version of the content; replaced as a whole, so that no reader sees half of it."""

    version: int
    day: date
    snapshot: Snapshot
    index: LexicalIndex
    dense: DenseIndex
    topics: list[TopicView]
    vocabulary: TopicVocabulary
    places: dict[str, str]
    referrals: LexicalIndex
    english: LexicalIndex
    names: list[str]
    numbers: dict[Reference, int]
    contact_names: list[tuple[str, Reference]]
    trained: frozenset[str] | None  # labels that the classifier has learnt; None: nothing is known of it
    untrained: Any  # of shape (documents,): 1 for what it has not learnt yet

    @property
    def synonyms(self) -> list[str]:
        """The words for topics: spelt right, whatever else is corrected."""
        return _synonyms(self.topics)

    def mark_untrained(self, trained: frozenset[str] | None) -> Knowledge:
        """Return the knowledge with a mark at each document whose label is not learnt; None marks nothing."""
        new = [trained is not None and str(document.reference) not in trained for document in self.index.documents]
        return replace(self, trained=trained, untrained=np.array(new))

    def is_claimed(self, text: str) -> bool:
        """Tell whether staff have written something in these very words, or in much the same ones just now."""
        return self.index.find_exact(text) is not None or self.is_new(text)

    def is_new(self, text: str) -> bool:
        """Tell whether a text is near to a phrase of an entry that the classifier has not learnt yet."""
        if not self.untrained.any():
            return False
        nearest, _ = self.index.score(text)
        return bool((nearest * self.untrained).max() >= CLAIMING_COSINE)

    def related(self, reference: Reference) -> tuple[Reference, ...]:
        """Return the entries that staff have linked to an entry."""
        number = self.numbers.get(reference)
        return self.index.documents[number].related if number is not None else ()

    def neighbours(self, reference: Reference) -> list[int]:
        """Return the numbers of an entry and of those it points to."""
        numbers = (self.numbers.get(other) for other in (reference, *self.related(reference)))
        return [number for number in numbers if number is not None]

    def same_group(self, reference: Reference) -> list[int]:
        """Return the numbers of all documents in the group of an entry."""
        number = self.numbers.get(reference)
        if number is None:
            return []
        group = self.index.documents[number].group
        return [other for other, doc in enumerate(self.index.documents) if doc.group == group]

    def programmes_of(self, reference: Reference) -> list[Reference]:
        """Return the offers that an entry is about by name: ``programm-zim`` is about ``zim``."""
        parts = set(reference.slug.split("-"))
        offers = (other for other in self.numbers if other.type in ("foerderung", "weiterbildung"))
        return [offer for offer in offers if set(offer.slug.split("-")) <= parts]

    def named_in(self, text: str) -> list[int]:
        """Return the numbers of the documents whose name ("zim", "digital-jetzt") stands in a text in any spelling."""
        tokens = tokenize(text)
        joined = "".join(re.findall(r"[a-z0-9]", "".join(tokens)))
        return [
            number
            for number, name in enumerate(self.names)
            if (len(name) >= MINIMUM_JOINED and name in joined) or name in tokens
        ]

    def contacts_named_in(self, text: str) -> list[Reference]:
        """Return the contacts whose name, surname or abbreviation stands in a text as words of their own."""
        padded = _padded(text)
        return list(dict.fromkeys(reference for name, reference in self.contact_names if name in padded))

    @property
    def contact_numbers(self) -> list[int]:
        """Return the numbers of all documents about contacts."""
        return [number for number, doc in enumerate(self.index.documents) if doc.group == "kontakt"]


class KnowledgeReader:
    """Reads the content anew and again; what has stayed the same is not worked on again. Not thread-safe.

    ``hidden`` are ways to ask that it reads over, as if staff had never written them: to judge how it does without.
    """

    def __init__(
        self,
        words: Words,
        *,
        show_samples: bool = True,
        encoder: Encoder | None = None,
        hidden: frozenset[str] = frozenset(),
    ) -> None:
        self._words = words
        self._hidden = hidden
        self._show_samples = show_samples
        self._encoder = encoder
        self._english_words = EnglishWords(words.tables)
        self._content, self._elsewhere = Analyser(words), Analyser(words)
        self._english = Analyser(self._english_words)
        self._last: Knowledge | None = None

    def read(self, session: Session, version: int, day: date) -> Knowledge:
        """Return the content of a day; ``version`` is that of before the reading."""
        snapshot = read_snapshot(session, day, show_samples=self._show_samples)
        topics = read_topics(session)
        documents = [_hide(document, self._hidden) for document in make_documents(snapshot)]
        self._last = Knowledge(
            version,
            day,
            snapshot,
            LexicalIndex(documents, self._words, _synonyms(topics), analyser=self._content),
            DenseIndex(documents, self._encoder),
            topics,
            self._make_vocabulary(topics),
            OTHER_CITIES | known_places() | {fold(place): place for place in read_places(session)},
            self._index_referrals(read_referral_documents(session)),
            self._index_english(make_english_documents(snapshot)),
            [_name_of(document) for document in documents],
            {document.reference: number for number, document in enumerate(documents)},
            list(_contact_names(snapshot.contacts.values())),
            None,
            np.zeros(len(documents)),
        )
        return self._last

    def _make_vocabulary(self, topics: list[TopicView]) -> TopicVocabulary:
        if self._last and self._last.topics == topics:
            return self._last.vocabulary
        return TopicVocabulary(topics, self._words)

    def _index_referrals(self, documents: list[Document]) -> LexicalIndex:
        if self._last and self._last.referrals.documents == documents:
            return self._last.referrals
        return LexicalIndex(documents, self._words, analyser=self._elsewhere)

    def _index_english(self, documents: list[Document]) -> LexicalIndex:
        if self._last and self._last.english.documents == documents:
            return self._last.english
        return LexicalIndex(documents, self._english_words, analyser=self._english)


def with_entry(knowledge: Knowledge, entry: FaqView, words: Words, analyser: Analyser) -> Knowledge:
    """Return the knowledge as it would be with one FAQ entry new or changed, for trying out; dense views stay away."""
    snapshot = replace(knowledge.snapshot, entries={**knowledge.snapshot.entries, entry.slug: entry})
    documents = make_documents(snapshot)
    changed = replace(
        knowledge,
        snapshot=snapshot,
        index=LexicalIndex(documents, words, knowledge.synonyms, analyser=analyser),
        dense=DenseIndex(documents, None),
        names=[_name_of(document) for document in documents],
        numbers={document.reference: number for number, document in enumerate(documents)},
    )
    return changed.mark_untrained(knowledge.trained)


def _hide(document: Document, phrases: frozenset[str]) -> Document:
    """Return a document without some ways to ask for it."""
    if phrases.isdisjoint(document.phrases):
        return document
    return replace(document, phrases=tuple(phrase for phrase in document.phrases if phrase not in phrases))


def _synonyms(topics: Iterable[TopicView]) -> list[str]:
    return [text for topic in topics for text in (topic.name, *topic.synonyms)]


def _name_of(document: Document) -> str:
    """Return the distinctive part of a document's slug, without hyphens."""
    return "".join(part for part in document.reference.slug.split("-") if part not in GENERIC_NAME_PARTS)


def _contact_names(contacts: Iterable[ContactView]) -> Iterator[tuple[str, Reference]]:
    """Yield what contacts are called, between blanks."""
    for contact in contacts:
        if contact.is_contactable:
            for name in (contact.name, *contact.short_names):
                yield _padded(name), Reference("kontakt", contact.slug)


def _padded(text: str) -> str:
    return f" {' '.join(tokenize(text))} "
