"""Try a change before it is published: what would be found now, what with the change, and who would be in its way."""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.faq.queries import FaqView
from bot.search.analysis import Analyser
from bot.search.brain import Brain, Candidate, Decision
from bot.search.classifier import TextClassifier
from bot.search.knowledge import Knowledge, with_entry
from bot.search.message import prepare
from bot.search.reduced import ReducedBrain
from bot.search.reply import Reference

SHOWN = 3
MOST_PHRASES = 60  # of an entry are tried; the rest would only take time
RIVAL_SHARE = 0.25  # of an entry's phrases that land elsewhere from which this is worth saying
FEWEST_AWAY = 2
MOST_LANDINGS = 5000
FRESH_AFTER = 500  # trials: what was typed meanwhile need not be kept in mind for ever

VERDICTS = {
    "answer": "Der Lotse antwortet",
    "choices": "Der Lotse fragt zurück und bietet diese zur Wahl",
    "unsure": "Der Lotse weiß es nicht",
    "out_of_scope": "Der Lotse hält das nicht für sein Thema",
    "move": "Der Lotse versteht das als Teil des Gesprächs, nicht als Frage",
}


@dataclass(frozen=True)
class Hit:
    """One entry that a question finds: its probability in percent and the phrase that is nearest."""

    title: str
    reference: Reference
    percent: int
    phrase: str
    is_own: bool


@dataclass(frozen=True)
class Outcome:
    """What the assistant makes of a question, in German, and the best hits."""

    verdict: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Rival:
    """Another entry that takes some of an entry's phrases."""

    title: str
    reference: Reference
    phrases: tuple[str, ...]


class Trials:
    """Ranks questions over the content as it is, and as it would be with one entry changed. Thread-safe."""

    def __init__(self, reduced: ReducedBrain) -> None:
        self._reduced = reduced
        self._lock = threading.Lock()
        self._analyser: Analyser | None = None
        self._count = 0
        self._landings: tuple[Knowledge | None, TextClassifier | None, dict[str, Reference | None]] = (None, None, {})

    def compare(self, session: Session, question: str, entry: FaqView) -> tuple[Outcome, Outcome]:
        """Return what a question finds now, and what with the change."""
        brain, classifier = self._reduced.parts()
        knowledge = brain.knowledge(session)
        changed = self._change(knowledge, entry, brain)
        own = Reference("faq", entry.slug)
        now, then = (_ask(brain, classifier, view, question, own) for view in (knowledge, changed))
        return now, then

    def find_rivals(self, session: Session, entry: FaqView) -> list[Rival]:
        """Return the entries that the live content answers the phrases of an entry with, the worst first."""
        brain, classifier = self._reduced.parts()
        knowledge = brain.knowledge(session)
        own = Reference("faq", entry.slug)
        landings = self._landings_over(knowledge, classifier)
        away: dict[Reference, list[str]] = defaultdict(list)
        for phrase in entry.variants[:MOST_PHRASES]:
            if phrase not in landings:
                landings[phrase] = _find_landing(brain, classifier, knowledge, phrase)
            best = landings[phrase]
            if best not in (None, own):
                away[best].append(phrase)
        fewest = max(FEWEST_AWAY, RIVAL_SHARE * min(len(entry.variants), MOST_PHRASES))
        titles = {document.reference: document.title for document in knowledge.index.documents}
        rivals = [
            Rival(titles[reference], reference, tuple(phrases))
            for reference, phrases in away.items()
            if len(phrases) >= fewest
        ]
        return sorted(rivals, key=lambda rival: (-len(rival.phrases), rival.title))

    def _landings_over(self, knowledge: Knowledge, classifier: TextClassifier | None) -> dict[str, Reference | None]:
        """Return where phrases land over this content: with each pause in typing mostly the same ones are asked."""
        with self._lock:
            known, asked, landings = self._landings
            if known is not knowledge or asked is not classifier or len(landings) > MOST_LANDINGS:
                self._landings = (knowledge, classifier, {})
            return self._landings[2]

    def _change(self, knowledge: Knowledge, entry: FaqView, brain: Brain) -> Knowledge:
        with self._lock:
            if self._analyser is None or self._count >= FRESH_AFTER:
                self._analyser, self._count = Analyser(brain.words), 0
            self._count += 1
            return with_entry(knowledge, entry, brain.words, self._analyser)


def _ask(
    brain: Brain, classifier: TextClassifier | None, knowledge: Knowledge, question: str, own: Reference
) -> Outcome:
    decision = _decide(brain, classifier, knowledge, question)
    hits = tuple(_hit(candidate, knowledge, question, own) for candidate in decision.candidates[:SHOWN])
    return Outcome(VERDICTS[decision.kind], hits)


def _hit(candidate: Candidate, knowledge: Knowledge, question: str, own: Reference) -> Hit:
    reference = candidate.reference
    phrase = knowledge.index.nearest_phrase(question, knowledge.numbers[reference])
    title = candidate.document.title
    return Hit(title, reference, round(100 * candidate.probability), phrase, reference == own)


def _decide(brain: Brain, classifier: TextClassifier | None, knowledge: Knowledge, question: str) -> Decision:
    if classifier is None:
        return brain.decide(question, None, knowledge)
    prepared = prepare(question, classifier)
    return brain.decide(prepared.text, prepared.guesses or None, knowledge)


def _find_landing(
    brain: Brain, classifier: TextClassifier | None, knowledge: Knowledge, phrase: str
) -> Reference | None:
    """Return the entry that a phrase would be answered with, None where it would not be answered."""
    decision = _decide(brain, classifier, knowledge, phrase)
    return decision.candidates[0].reference if decision.kind == "answer" else None
