"""What a gate makes of held-out texts: the same decisions as the brain's, judged by what each text was written for.

Verdicts, as for the questions, and one more:
  right    the entry itself or its twin (one course twice, an entry and an offer about one programme)
  linked   an entry that staff linked with it: not what was asked, but next to it
  offered  asked back with the right one among the choices; what is not ours was only asked back
  unsure   neither stated nor offered
  wrong    something else was stated as the answer
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.evaluation.held_out import Outlook
from bot.search.brain import are_twins
from bot.search.gate import Gate
from bot.search.knowledge import Knowledge
from bot.search.labels import OUT_OF_SCOPE

VERDICTS = ("right", "linked", "offered", "unsure", "wrong")


@dataclass(frozen=True)
class Kinship:
    """Which entries are as right as another one, and which are next to it."""

    twins: dict[str, frozenset[str]]
    linked: dict[str, frozenset[str]]

    def around(self, label: str) -> frozenset[str]:
        """Return an entry with its twins and what is linked with it."""
        return self.twins[label] | self.linked[label]


def read_kinship(knowledge: Knowledge) -> Kinship:
    """Return the kinship of all documents; an entry is its own twin, links count in both directions."""
    documents = knowledge.index.documents
    twins = {
        str(document.reference): frozenset(
            str(other.reference) for other in documents if other is document or are_twins(document, other)
        )
        for document in documents
    }
    links = {(str(document.reference), str(other)) for document in documents for other in document.related}
    links |= {(second, first) for first, second in links}
    linked = {label: frozenset(second for first, second in links if first == label) for label in twins}
    return Kinship(twins, linked)


def decide(outlook: Outlook, gate: Gate) -> tuple[str, str]:
    """Return kind and label of what the brain does behind a gate: see ``brain.Decision``."""
    for label, share in outlook.moves:
        if share >= (gate.out_of_scope if label == OUT_OF_SCOPE else gate.move):
            return ("out_of_scope" if label == OUT_OF_SCOPE else "move"), label
    if not outlook.candidates:
        return "unsure", ""
    best, probability = outlook.candidates[0]
    if outlook.certainty >= gate.answer:
        return ("choices" if outlook.is_vague else "answer"), best
    return ("choices" if probability >= gate.choices else "unsure"), best


def judge(outlook: Outlook, gate: Gate, kinship: Kinship) -> str:
    """Return the verdict on a text."""
    kind, label = decide(outlook, gate)
    if not outlook.is_content:
        return _judge_move(outlook.label, kind, label)
    twins = kinship.twins[outlook.label]
    if kind == "answer":
        return "right" if label in twins else "linked" if label in kinship.linked[outlook.label] else "wrong"
    return "offered" if kind == "choices" and twins & set(outlook.choices) else "unsure"


def _judge_move(expected: str, kind: str, label: str) -> str:
    if kind == "answer":
        return "wrong"
    if label == expected or (expected == OUT_OF_SCOPE and kind == "unsure"):
        return "right"
    return "offered" if expected == OUT_OF_SCOPE and kind == "choices" else "unsure"
