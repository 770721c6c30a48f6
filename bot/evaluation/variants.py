"""Where more or other phrasings would help: collisions, thin words, and what costs most when held out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.evaluation.folds import FoldSet, Phrasing
from bot.evaluation.held_out import Outlook
from bot.evaluation.verdicts import Kinship, decide, judge
from bot.german.normalize import tokenize
from bot.german.words import Words
from bot.search.gate import Gate
from bot.search.index import LexicalIndex
from bot.search.labels import is_move

COLLISION = 0.95  # cosine from which two phrasings have the same content words
FEW_WORDS = 2  # content words below which a phrasing says little


@dataclass(frozen=True)
class Collision:
    """A phrasing that reads like one of another entry."""

    text: str
    label: str
    other: str
    cosine: float


@dataclass(frozen=True)
class EntryCost:
    """How an entry fares when its phrasings are held out; ``lost`` of them were neither stated nor offered."""

    label: str
    phrasings: int
    right: int
    offered: int
    lost: int
    thin: int  # phrasings with fewer than FEW_WORDS content words
    taken_for: dict[str, int]


@dataclass(frozen=True)
class VariantReport:
    """``same_texts`` stand under two entries that are no twins; ``confusions`` are (meant, stated, how often)."""

    same_texts: list[tuple[str, list[str]]]
    collisions: list[Collision]
    entries: list[EntryCost]
    confusions: list[tuple[str, str, int]]

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON-ready data."""
        return asdict(self)


def report_variants(
    folds: FoldSet,
    outlooks: Sequence[Outlook],
    gate: Gate,
    kinship: Kinship,
    *,
    done: Callable[[int], None] = lambda count: None,
) -> VariantReport:
    """Put the whole report together; ``done`` is called with 1 after each phrasing looked for collisions."""
    content = [phrasing for phrasing in folds.phrasings if not is_move(phrasing.label)]
    entries = count_costs(outlooks, gate, kinship, folds.brain.words)
    confusions = [(entry.label, other, count) for entry in entries for other, count in entry.taken_for.items()]
    return VariantReport(
        find_same_texts(content, kinship),
        find_collisions(content, folds.brain.knowledge().index, kinship, done=done),
        entries,
        sorted(confusions, key=lambda row: -row[2]),
    )


def find_same_texts(phrasings: Sequence[Phrasing], kinship: Kinship) -> list[tuple[str, list[str]]]:
    """Return texts that stand, in any spelling, under several entries which are not all twins."""
    labels: dict[str, set[str]] = defaultdict(set)
    for phrasing in phrasings:
        labels[" ".join(tokenize(phrasing.text))].add(phrasing.label)
    return sorted((text, sorted(own)) for text, own in labels.items() if not own <= kinship.twins[min(own)])


def find_collisions(
    phrasings: Sequence[Phrasing],
    index: LexicalIndex,
    kinship: Kinship,
    *,
    done: Callable[[int], None] = lambda count: None,
) -> list[Collision]:
    """Return phrasings with the content words of one of an entry that is neither twin nor linked, nearest first."""
    labels = [str(document.reference) for document in index.documents]
    found = []
    for phrasing in phrasings:
        nearest, _ = index.score(phrasing.text)
        for number, label in enumerate(labels):
            if nearest[number] >= COLLISION and label not in kinship.around(phrasing.label):
                found.append(Collision(phrasing.text, phrasing.label, label, round(float(nearest[number]), 3)))
        done(1)
    return sorted(found, key=lambda collision: (-collision.cosine, collision.label))


def count_costs(outlooks: Sequence[Outlook], gate: Gate, kinship: Kinship, words: Words) -> list[EntryCost]:
    """Return every entry with what became of its held-out phrasings, the most lost first."""
    grouped: dict[str, list[Outlook]] = defaultdict(list)
    for outlook in outlooks:
        if outlook.is_content:
            grouped[outlook.label].append(outlook)
    entries = [_count_entry(label, own, gate, kinship, words) for label, own in grouped.items()]
    return sorted(entries, key=lambda entry: (-entry.lost, entry.label))


def _count_entry(label: str, outlooks: Sequence[Outlook], gate: Gate, kinship: Kinship, words: Words) -> EntryCost:
    verdicts = [judge(outlook, gate, kinship) for outlook in outlooks]
    taken = Counter(
        decide(outlook, gate)[1] for outlook, verdict in zip(outlooks, verdicts, strict=True) if verdict == "wrong"
    )
    return EntryCost(
        label,
        len(outlooks),
        verdicts.count("right"),
        verdicts.count("offered"),
        verdicts.count("wrong") + verdicts.count("unsure"),
        sum(len(words.content_forms(outlook.text)) < FEW_WORDS for outlook in outlooks),
        dict(taken.most_common()),
    )
