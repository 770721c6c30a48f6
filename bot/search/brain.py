"""The answering brain: a question in, a decision out — an answer, up to three choices, or "unsure".

It joins the trained posterior (``classifier``), where there is one, with the words of the live content (``index``), and
puts a gate before every answer: what is not sure enough is asked back, what is not ours is referred elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy.orm import Session, sessionmaker

from bot.german.words import Words
from bot.search.classifier import Guess
from bot.search.cues import asks_for_contact, is_anaphoric, is_vague, points_back
from bot.search.current_knowledge import CurrentKnowledge
from bot.search.dense import Encoder
from bot.search.documents import Document
from bot.search.gate import Gate, read_gate
from bot.search.knowledge import Knowledge, KnowledgeReader
from bot.search.labels import OUT_OF_SCOPE, find_move, is_move, without_moves
from bot.search.ranking import join_views, join_words, start_posterior
from bot.search.reply import Reference
from bot.search.watching import watch

NAME_FACTOR = 2.7  # for documents whose own name stands in the question
LEXICAL_SHARPNESS = 8
UNKNOWN_WEIGHT = 0.75  # what certainty loses where the content knows no word of a question
GROUP_FACTOR = 2.0  # for the group of what was stated last, where the question leans on it
CONTACT_FACTOR = 2.5  # for contacts where the wording asks for a person or a number
FOCUS_FACTOR = 1.3  # for neighbours of what was stated last
ANAPHORIC_FACTOR = 4.0  # the same where the question says "das", "da", "dafür" without naming anything
PLAIN = 0.97  # probability of one label from which a question speaks for itself
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
        hidden: frozenset[str] = frozenset(),
    ) -> None:
        reader = KnowledgeReader(words, show_samples=show_samples, encoder=encoder, hidden=hidden)
        self._current = CurrentKnowledge(factory, reader, current_day=current_day, read_trained=read_trained)
        self.factory = factory
        self.words = words
        self.gate = gate or read_gate()

    def knowledge(self, session: Session | None = None, *, trained: frozenset[str] | None = None) -> Knowledge:
        """Return what is known of the content now; ``trained`` is what counts as learnt, else what the newest has."""
        known = self._current.get(session)
        return known if trained in (None, known.trained) else known.mark_untrained(trained)

    def watch(self) -> None:
        """Read changes of the content in the background from now on, before anybody asks."""
        watch(self._current.get, "content")

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
        if move and knowledge.is_new(text):
            guesses, move = without_moves(guesses), None
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
        leans = bool(focus) and is_anaphoric(text) and (not is_plain(guesses) or points_back(text))
        if leans:
            posterior[knowledge.neighbours(focus[0])] += ANAPHORIC_SHARE
        posterior *= self._pull_of_focus(knowledge, focus, leans=leans)
        score = join_views(posterior, nearest, bm25, knowledge.dense.score(text)) * emphasise(text, knowledge)
        score /= score.sum()
        order = np.argsort(-score)[:10]
        return [Candidate(knowledge.index.documents[number], float(score[number])) for number in order]

    def _pull_of_focus(self, knowledge: Knowledge, focus: Sequence[Reference], *, leans: bool) -> Any:
        """Return factors for documents that the conversation points to, of shape ``(documents,)``."""
        factors = np.ones(len(knowledge.index))
        if leans:
            factors[knowledge.same_group(focus[0])] *= GROUP_FACTOR
        for reference in focus:
            near = knowledge.neighbours(reference)
            factors[near] *= ANAPHORIC_FACTOR if leans else FOCUS_FACTOR
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


def is_plain(guesses: Sequence[Guess] | None) -> bool:
    """Tell whether a message speaks for itself: one piece of content is as good as sure, whatever was said before."""
    first = next(iter(guesses or ()), None)
    return first is not None and not is_move(first.label) and first.probability >= PLAIN


def emphasise(text: str, knowledge: Knowledge) -> Any:
    """Return factors for documents that the wording points to, of shape ``(documents,)``."""
    factors = np.ones(len(knowledge.index))
    factors[knowledge.named_in(text)] *= NAME_FACTOR
    if asks_for_contact(text):
        factors[knowledge.contact_numbers] *= CONTACT_FACTOR
    return factors


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
