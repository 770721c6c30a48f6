"""What two systems are compared on: the same examples to learn from, and the same questions that neither has seen."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.evaluation.errors import UnusableFile
from bot.evaluation.nlu import LabelledText, read_labelled_texts
from bot.evaluation.questions import CONTENT_KINDS, Question
from bot.evaluation.retrieval import Query
from bot.german.normalize import tokenize
from bot.search.brain import are_twins
from bot.search.documents import Document, make_documents
from bot.search.reply import Reference
from bot.search.snapshot import Snapshot

# Rasa reads [text](entity) and [text]{…} in examples as annotations, and a slash before a message as a command.
MARKUP = re.compile(r"[\[\]{}]|^\s*/+")
ASKED_TYPES = ("faq", "foerderung", "weiterbildung")  # contacts are found by their names, not by phrasings


@dataclass(frozen=True)
class Task:
    """The slug of a document is its label, its phrases are what is learnt; ``kin`` are labels nearly as right as one.

    ``development`` are questions asked besides, counted on their own.
    """

    documents: list[Document]
    queries: list[Query]
    kin: dict[str, frozenset[str]] = field(default_factory=dict)
    development: list[Query] = field(default_factory=list)

    @property
    def examples(self) -> list[LabelledText]:
        """Everything that is learnt."""
        return [LabelledText(text, document.reference.slug) for document in self.documents for text in document.phrases]

    @property
    def questions(self) -> list[str]:
        """Everything that is asked, the development questions last."""
        return [query.question for query in (*self.queries, *self.development)]


@dataclass(frozen=True)
class Answer:
    """The label that came first, None where there was none; ``rejected`` where the system itself did not trust it."""

    label: str | None
    milliseconds: float
    rejected: bool = False


@dataclass(frozen=True)
class Run:
    """What one system answered to every question of a task, and how long it had learnt for that."""

    name: str
    answers: list[Answer]
    training_seconds: float
    training_cpu_seconds: float


def select_documents(snapshot: Snapshot) -> list[Document]:
    """Return the entries and offers of the content."""
    return [document for document in make_documents(snapshot) if document.reference.type in ASKED_TYPES]


def split_content(documents: Sequence[Document], *, seed: int, most: int | None = None) -> Task:
    """Hold out half of each document's phrasings at random; its title is always learnt, as it is in the product.

    ``most`` is how many phrasings of a document, drawn at random, take part at all; None: all of them.

    Raises UnusableFile where there is nothing to hold out.
    """
    rng = random.Random(seed)  # noqa: S311 - a sample, not a secret
    learnt, queries = [], []
    for document in sorted(documents, key=lambda document: str(document.reference)):
        label = str(document.reference)
        title, *variants = _distinct(document.phrases)
        variants.sort()
        rng.shuffle(variants)
        variants = variants[:most]
        held_out, kept = variants[: len(variants) // 2], variants[len(variants) // 2 :]
        learnt.append(replace(document, reference=Reference("faq", label), phrases=(title, *kept)))
        queries += [Query(text, frozenset({label})) for text in held_out]
    if not queries:
        raise UnusableFile("In der Datenbank stehen keine Formulierungen, die sich zurückhalten ließen.")
    return Task(learnt, queries, find_kin(documents))


def read_foreign_task(train_file: Path, test_file: Path) -> Task:
    """Read what is learnt and what is asked from CSV files with the columns text and label. Raises UnusableFile."""
    grouped: dict[str, list[str]] = defaultdict(list)
    for example in read_labelled_texts(train_file):
        grouped[example.label].append(example.text)
    documents = [_make_document(label, _distinct(texts)) for label, texts in grouped.items()]
    queries = [Query(plain_text(text.text), frozenset({text.label})) for text in read_labelled_texts(test_file)]
    return Task([document for document in documents if document.phrases], queries)


def with_development(task: Task, questions: Iterable[Question]) -> Task:
    """Add the questions about content that a label of the task answers. Raises UnusableFile where there is none."""
    labels = {document.reference.slug for document in task.documents}
    asked = [
        Query(plain_text(question.text), question.expected)
        for question in questions
        if question.kind in CONTENT_KINDS and question.expected & labels
    ]
    if not asked:
        raise UnusableFile("Keine der Fragen gehört zu einem der gelernten Labels.")
    return replace(task, development=asked)


def find_kin(documents: Sequence[Document]) -> dict[str, frozenset[str]]:
    """Return for each label the labels of its twins and of the entries that are linked with it either way."""
    kin: dict[str, set[str]] = {str(document.reference): set() for document in documents}
    for document in documents:
        own = str(document.reference)
        linked = [str(reference) for reference in document.related if str(reference) in kin]
        twins = [str(other.reference) for other in documents if other is not document and are_twins(document, other)]
        kin[own].update(linked, twins)
        for label in linked:
            kin[label].add(own)
    return {label: frozenset(others) for label, others in kin.items()}


def plain_text(text: str) -> str:
    """Return a text as one line without what Rasa takes for markup, so that all systems read the same."""
    return " ".join(MARKUP.sub(" ", text).split())


def _distinct(texts: Iterable[str]) -> list[str]:
    """Return plain texts; of those that differ in case or punctuation only, the first. One without words is none."""
    found: dict[str, str] = {}
    for text in map(plain_text, texts):
        found.setdefault(" ".join(tokenize(text)), text)
    found.pop("", None)
    return list(found.values())


def _make_document(label: str, texts: Sequence[str]) -> Document:
    return Document(Reference("faq", label), texts[0] if texts else "", tuple(texts))
