"""The answering brain over foreign documents: how high does the right one come for each question?

Documents are ranked as in ``bot.search.brain``: the same index, the same classifier over their phrases, joined by the
same weights. What belongs to the product's own content stays out: names in slugs, contacts, the conversation's focus.
"""

from __future__ import annotations

import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.evaluation.bootstrap import bootstrap_interval, bootstrap_mean_interval
from bot.evaluation.csv_files import Row, read_rows
from bot.evaluation.errors import UnusableFile
from bot.evaluation.stopwatch import Stopwatch
from bot.german.normalize import clean
from bot.german.openers import strip_openers
from bot.german.words import Words
from bot.search.classifier import Guess, NothingToLearn, TextClassifier, train_classifier
from bot.search.documents import Document
from bot.search.index import LexicalIndex
from bot.search.message import prepare
from bot.search.ranking import join_views, join_words, start_posterior
from bot.search.reply import Reference

DOCUMENT_COLUMNS = ("slug", "question")
QUERY_COLUMNS = ("question", "slugs")
# Ways to ask per document, on average, from which a classifier helps: all documents are learnt, or none is, because
# one that is not learnt cannot stand up to those that are (docs/measurements.md).
MINIMUM_PHRASES = 2.0
SHOWN_SLUGS = 5


@dataclass(frozen=True)
class Query:
    """A question and the slugs of which any one is right; without any, nothing can be right."""

    question: str
    slugs: frozenset[str]


@dataclass(frozen=True)
class RankedQuery:
    """A question with the place of its first right document, 0 where none was found, and what came first."""

    question: str
    expected: list[str]
    rank: int
    found: list[str]
    milliseconds: float


@dataclass(frozen=True)
class RetrievalReport:
    """Figures of one measurement: shares in percent, mean reciprocal rank between 0 and 1."""

    documents: int
    phrases: int
    learnt: bool
    queries: int
    left_out: int
    unknown_slugs: list[str]
    r1: float
    r1_ci: list[float]
    r3: float
    r3_ci: list[float]
    mrr: float
    mrr_ci: list[float]
    build_seconds: float
    build_cpu_seconds: float
    query_ms: float
    results: list[RankedQuery]

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON-ready data."""
        return asdict(self)


class DocumentRanker:
    """The brain's ranking over any documents; ``classifier`` is None where there is too little to learn from."""

    def __init__(self, documents: Sequence[Document], words: Words) -> None:
        self.index = LexicalIndex(documents, words)
        self.classifier = _train_on_phrases(documents, words)
        self._numbers = {str(document.reference): number for number, document in enumerate(documents)}

    def rank(self, question: str) -> list[str]:
        """Return the slugs of all documents that have anything to do with the question, best first."""
        text, guesses = self._read(question)
        nearest, bm25 = self.index.score(text)
        score = self._join(guesses, nearest, bm25) if guesses else join_words(nearest, bm25)
        exact = self.index.find_exact(text)
        if exact is not None:
            score[exact] = np.inf
        order = np.argsort(-score, kind="stable")
        return [self.index.documents[number].reference.slug for number in order if score[number] > 0]

    def _read(self, question: str) -> tuple[str, list[Guess]]:
        if self.classifier is None:
            return strip_openers(clean(question)), []
        message = prepare(question, self.classifier)
        return message.text, message.guesses

    def _join(self, guesses: Sequence[Guess], nearest: Any, bm25: Any) -> Any:
        posterior = start_posterior(nearest, untrained=np.zeros(len(nearest)))
        for guess in guesses:
            posterior[self._numbers[guess.label]] += guess.probability
        return join_views(posterior, nearest, bm25)


def _train_on_phrases(documents: Sequence[Document], words: Words) -> TextClassifier | None:
    pairs = [(phrase, str(document.reference)) for document in documents for phrase in document.phrases]
    if len(pairs) < MINIMUM_PHRASES * len(documents):
        return None
    try:
        return train_classifier([text for text, _ in pairs], [label for _, label in pairs], words)
    except NothingToLearn:
        return None


def read_documents(path: Path) -> list[Document]:
    """Read a CSV file with the columns slug, question and perhaps answer. Raises UnusableFile.

    Rows of one slug are one document: each question is a phrase, the first is the title, the answers are the text.
    """
    rows = read_rows(path, DOCUMENT_COLUMNS, filled=DOCUMENT_COLUMNS)
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["slug"].strip()].append(row)
    return [_make_document(slug, own) for slug, own in grouped.items()]


def _make_document(slug: str, rows: Sequence[Row]) -> Document:
    phrases = tuple(dict.fromkeys(row["question"].strip() for row in rows))
    answers = dict.fromkeys(row["answer"].strip() for row in rows)
    return Document(Reference("faq", slug), phrases[0], phrases, text=" ".join(filter(None, answers)))


def read_queries(path: Path) -> list[Query]:
    """Read a CSV file with the columns question and slugs, acceptable slugs parted by ``;``. Raises UnusableFile."""
    queries = []
    for row in read_rows(path, QUERY_COLUMNS, filled=("question",)):
        parts = (part.strip() for part in row["slugs"].split(";"))
        queries.append(Query(row["question"], frozenset(filter(None, parts))))
    if not any(query.slugs for query in queries):
        raise UnusableFile(f"In der Datei {path} hat keine einzige Frage einen richtigen Eintrag unter slugs.")
    return queries


def build_ranker(documents: Sequence[Document], words: Words) -> tuple[DocumentRanker, Stopwatch]:
    """Build index and classifier; return them with the time it took."""
    watch = Stopwatch()
    with watch:
        ranker = DocumentRanker(documents, words)
    return ranker, watch


def rank_queries(
    ranker: DocumentRanker, queries: Sequence[Query], *, done: Callable[[int], None] = lambda count: None
) -> list[RankedQuery]:
    """Ask every question that has a right document; ``done`` is called with 1 after each of the queries."""
    results = []
    for query in queries:
        if query.slugs:
            started = time.perf_counter()
            found = ranker.rank(query.question)
            spent = round(1000 * (time.perf_counter() - started), 3)
            rank = next((place for place, slug in enumerate(found, 1) if slug in query.slugs), 0)
            results.append(RankedQuery(query.question, sorted(query.slugs), rank, found[:SHOWN_SLUGS], spent))
        done(1)
    return results


def count_retrieval_figures(
    ranker: DocumentRanker, queries: Sequence[Query], results: list[RankedQuery], *, building: Stopwatch
) -> RetrievalReport:
    """Return the figures of all ranked questions; a slug that no document has can never be found, and is named."""
    documents, total = ranker.index.documents, len(results)
    known = {document.reference.slug for document in documents}
    ranks = Counter(result.rank for result in results)
    first, top = ranks[1], ranks[1] + ranks[2] + ranks[3]
    reciprocal = [1 / result.rank if result.rank else 0.0 for result in results]
    return RetrievalReport(
        documents=len(documents),
        phrases=sum(len(document.phrases) for document in documents),
        learnt=ranker.classifier is not None,
        queries=total,
        left_out=len(queries) - total,
        unknown_slugs=sorted({slug for query in queries for slug in query.slugs} - known),
        r1=round(100 * first / total, 2),
        r1_ci=bootstrap_interval(first, total),
        r3=round(100 * top / total, 2),
        r3_ci=bootstrap_interval(top, total),
        mrr=round(statistics.fmean(reciprocal), 4),
        mrr_ci=bootstrap_mean_interval(reciprocal),
        build_seconds=building.seconds,
        build_cpu_seconds=building.cpu_seconds,
        query_ms=statistics.median(result.milliseconds for result in results),
        results=results,
    )
