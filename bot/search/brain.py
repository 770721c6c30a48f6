"""The answering brain: a question in, a decision out — an answer, up to three choices, or "unsure".

It joins the trained posterior (``classifier``), where there is one, with the words of the live content (``index``), and
puts a gate before every answer: what is not sure enough is asked back, what is not ours is referred elsewhere.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy.orm import Session, sessionmaker

from bot.db import read_content_version
from bot.german.normalize import fold, tokenize
from bot.german.places import known_places
from bot.german.words import Words
from bot.offers.queries import read_places
from bot.search.classifier import Guess
from bot.search.cues import asks_for_contact, is_anaphoric, is_vague
from bot.search.dense import DenseIndex, Encoder
from bot.search.documents import Document, make_documents, read_referral_documents
from bot.search.gate import Gate, read_gate
from bot.search.index import LexicalIndex
from bot.search.labels import OUT_OF_SCOPE, find_move, is_move
from bot.search.ranking import join_views, join_words, start_posterior
from bot.search.reply import Reference
from bot.search.snapshot import Snapshot, read_snapshot
from bot.topics.queries import read_topics
from bot.topics.vocabulary import TopicVocabulary

NAME_FACTOR = 2.7  # for documents whose own name stands in the question
LEXICAL_SHARPNESS = 8
UNKNOWN_WEIGHT = 0.75  # what certainty loses where the content knows no word of a question
GROUP_FACTOR = 2.0  # for the group of what was stated last, where the question leans on it
MINIMUM_JOINED = 6  # shorter names must be a word of their own
GENERIC_NAME_PARTS = frozenset("programm ende status was ist fakt bsp org hessen hessenfonds 2".split())
CONTACT_FACTOR = 2.5  # for contacts where the wording asks for a person or a number
FOCUS_FACTOR = 1.3  # for neighbours of what was stated last
ANAPHORIC_FACTOR = 4.0  # the same where the question says "das", "da", "dafür" without naming anything
ANAPHORIC_SHARE = 0.15  # of the posterior, which they get there beforehand


@dataclass(frozen=True)
class Candidate:
    """A document with its probability."""

    document: Document
    probability: float

    @property
    def reference(self) -> Reference:
        """The document's reference."""
        return self.document.reference


@dataclass(frozen=True)
class Decision:
    """What the brain makes of a question: ``kind`` is answer, choices, unsure, out_of_scope or move (``label``)."""

    kind: str
    candidates: tuple[Candidate, ...] = ()
    label: str = ""


@dataclass(frozen=True)
class Knowledge:
    """What was read of one version of the content; replaced as a whole, so that no reader sees half of it."""

    version: int
    day: date
    snapshot: Snapshot
    index: LexicalIndex
    dense: DenseIndex
    synonyms: list[str]  # of topics: spelt right, whatever else is corrected
    vocabulary: TopicVocabulary
    places: dict[str, str]
    referrals: LexicalIndex
    names: list[str]
    numbers: dict[Reference, int]
    contact_names: list[tuple[str, Reference]]
    trained: frozenset[str] | None  # labels that the classifier has learnt; None: nothing is known of it
    untrained: Any  # of shape (documents,): 1 for what it has not learnt yet

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


class Brain:
    """Decides what a question is about. Thread-safe; follows the content version of the database."""

    def __init__(
        self,
        factory: sessionmaker,
        words: Words,
        *,
        current_day: Callable[[], date],
        show_samples: bool = True,
        gate: Gate | None = None,
        encoder: Encoder | None = None,
        read_trained: Callable[[], frozenset[str]] | None = None,
    ) -> None:
        self._factory = factory
        self._encoder = encoder
        self._read_trained = read_trained
        self._current_day = current_day
        self._show_samples = show_samples
        self._lock = threading.Lock()
        self._knowledge: Knowledge | None = None
        self.words = words
        self.gate = gate or read_gate()

    def knowledge(self, session: Session | None = None) -> Knowledge:
        """Return what is known of the content now; reads it anew when its version or the day has changed.

        After a training without a change of the content, only what is new to the classifier is marked anew.
        """
        if session is None:
            with self._factory() as own:
                return self.knowledge(own)
        version, day = read_content_version(session), self._current_day()
        trained = self._read_trained() if self._read_trained else None
        known = self._knowledge
        if known and (known.version, known.day, known.trained) == (version, day, trained):
            return known
        with self._lock:
            known = self._knowledge
            if known is None or (known.version, known.day) != (version, day):
                known = self._read(session, version, day)
            known = self._knowledge = _mark_untrained(known, trained)
        return known

    def _read(self, session: Session, version: int, day: date) -> Knowledge:
        snapshot = read_snapshot(session, day, show_samples=self._show_samples)
        documents = make_documents(snapshot)
        places = known_places() | {fold(place): place for place in read_places(session)}
        topics = read_topics(session)
        synonyms = [text for topic in topics for text in (topic.name, *topic.synonyms)]
        return Knowledge(
            version,
            day,
            snapshot,
            LexicalIndex(documents, self.words, synonyms),
            DenseIndex(documents, self._encoder),
            synonyms,
            TopicVocabulary(topics, self.words),
            places,
            LexicalIndex(read_referral_documents(session), self.words),
            [_name_of(document) for document in documents],
            {document.reference: number for number, document in enumerate(documents)},
            [
                (_padded(name), Reference("kontakt", contact.slug))
                for contact in snapshot.contacts.values()
                if contact.is_contactable
                for name in (contact.name, *contact.short_names)
            ],
            None,
            np.zeros(len(documents)),
        )

    def decide(
        self,
        text: str,
        guesses: Sequence[Guess] | None,
        knowledge: Knowledge,
        *,
        focus: Sequence[Reference] = (),
    ) -> Decision:
        """Decide what a question is about; ``guesses`` is the trained posterior, ``focus`` what was talked about."""
        exact = knowledge.index.find_exact(text)
        label = guesses[0].label if guesses else OUT_OF_SCOPE
        if exact is not None and (label == OUT_OF_SCOPE or not is_move(label)):
            return Decision("answer", (Candidate(knowledge.index.documents[exact], 1.0),))
        if guesses is None:
            return self._decide_by_words(knowledge, *knowledge.index.score(text))
        move = find_move(guesses)
        if move:
            return Decision("out_of_scope" if move == OUT_OF_SCOPE else "move", label=move)
        candidates = self.rank(text, guesses, knowledge, focus=focus)
        certainty = measure_certainty(candidates, guesses, knowledge.index.unknown_share(text))
        decision = self._apply_gate(candidates, certainty)
        if decision.kind == "answer" and is_vague(text):
            return Decision("choices", decision.candidates)
        return decision

    def rank(
        self, text: str, guesses: Sequence[Guess], knowledge: Knowledge, *, focus: Sequence[Reference] = ()
    ) -> list[Candidate]:
        """Join posterior and words into one distribution over documents, the best 10 first."""
        nearest, bm25 = knowledge.index.score(text)
        posterior = start_posterior(nearest, knowledge.untrained)
        for guess in guesses:
            number = None if is_move(guess.label) else knowledge.numbers.get(Reference.parse(guess.label))
            if number is not None:
                posterior[number] += guess.probability
        if focus and is_anaphoric(text):
            posterior[knowledge.neighbours(focus[0])] += ANAPHORIC_SHARE
        posterior *= self._pull_of_focus(text, knowledge, focus)
        score = join_views(posterior, nearest, bm25, knowledge.dense.score(text)) * emphasise(text, knowledge)
        score /= score.sum()
        order = np.argsort(-score)[:10]
        return [Candidate(knowledge.index.documents[number], float(score[number])) for number in order]

    def _pull_of_focus(self, text: str, knowledge: Knowledge, focus: Sequence[Reference]) -> Any:
        """Return factors for documents that the conversation points to, of shape ``(documents,)``."""
        factors = np.ones(len(knowledge.index))
        anaphoric = is_anaphoric(text)
        if anaphoric and focus:
            factors[knowledge.same_group(focus[0])] *= GROUP_FACTOR
        for reference in focus:
            near = knowledge.neighbours(reference)
            factors[near] *= ANAPHORIC_FACTOR if anaphoric else FOCUS_FACTOR
        return factors

    def _apply_gate(self, candidates: list[Candidate], certainty: float) -> Decision:
        if not candidates:
            return Decision("unsure")
        if certainty >= self.gate.answer:
            return Decision("answer", tuple(candidates))
        if candidates[0].probability < self.gate.choices:
            return Decision("unsure", tuple(candidates))
        return Decision("choices", tuple(candidates))

    def _decide_by_words(self, knowledge: Knowledge, nearest: Any, bm25: Any) -> Decision:
        if not len(nearest) or not nearest.max():
            return Decision("unsure")
        order = np.argsort(-join_words(nearest, bm25))[:10]
        # The cosine of the best stays as it is; what is behind it counts the less the farther it is behind.
        sharpened = nearest * (nearest / nearest.max()) ** LEXICAL_SHARPNESS
        candidates = tuple(
            Candidate(knowledge.index.documents[number], float(min(sharpened[number], 1.0))) for number in order
        )
        if candidates[0].probability >= self.gate.lexical:
            return Decision("answer", candidates)
        return Decision("choices" if candidates[0].probability >= self.gate.answer else "unsure", candidates)


def emphasise(text: str, knowledge: Knowledge) -> Any:
    """Return factors for documents that the wording points to, of shape ``(documents,)``."""
    factors = np.ones(len(knowledge.index))
    factors[knowledge.named_in(text)] *= NAME_FACTOR
    if asks_for_contact(text):
        factors[knowledge.contact_numbers] *= CONTACT_FACTOR
    return factors


def _mark_untrained(knowledge: Knowledge, trained: frozenset[str] | None) -> Knowledge:
    """Return the knowledge with a mark at each document whose label is not among those learnt; None marks nothing."""
    new = [trained is not None and str(document.reference) not in trained for document in knowledge.index.documents]
    return replace(knowledge, trained=trained, untrained=np.array(new))


def _name_of(document: Document) -> str:
    """Return the distinctive part of a document's slug, without hyphens."""
    return "".join(part for part in document.reference.slug.split("-") if part not in GENERIC_NAME_PARTS)


def _padded(text: str) -> str:
    return f" {' '.join(tokenize(text))} "


def measure_certainty(candidates: Sequence[Candidate], guesses: Sequence[Guess], unknown_share: float) -> float:
    """Return the probability that the best candidate or a twin of it is meant.

    It is less by what may be out of scope, and by what the content has no word for: among so many labels one always
    looks likely, also to a question about nothing of ours.
    """
    if not candidates:
        return 0.0
    best, *others = candidates
    twins = (other.probability for other in others if are_twins(best.document, other.document))
    out_of_scope = sum(guess.probability for guess in guesses if guess.label == OUT_OF_SCOPE)
    return (1 - out_of_scope) * (1 - UNKNOWN_WEIGHT * unknown_share) * (best.probability + sum(twins))


def are_twins(first: Document, second: Document) -> bool:
    """Tell whether two documents say the same: one course twice, or an entry and an offer about one programme."""
    return first.title == second.title or _share_name(first.reference, second.reference)


def _share_name(first: Reference, second: Reference) -> bool:
    """Tell whether an FAQ entry and an offer are about the same programme (``programm-zim`` and ``zim``)."""
    if first.type == second.type:
        return False
    names = [
        set(reference.slug.split("-")) - {"programm", "foerderung", "was", "ist", "fakt", "hessen"}
        for reference in (first, second)
    ]
    return bool(names[0] & names[1])
