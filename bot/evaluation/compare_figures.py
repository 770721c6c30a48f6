"""The figures of a comparison: how often each system has the right label first, and how far ours are ahead of Rasa."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.evaluation.bootstrap import bootstrap_difference_interval, bootstrap_interval
from bot.evaluation.compare import Run, Task

# What is counted: the label itself, it or one of its kin, and the development questions.
STRICT, LENIENT, DEVELOPMENT = MEASURES = ("strict", "lenient", "development")

Hits = dict[str, list[bool]]  # of each measure, in the order of the questions


@dataclass(frozen=True)
class Share:
    """A share in percent, or a difference in points, with its 95 % interval."""

    value: float
    interval: list[float]


@dataclass(frozen=True)
class SystemFigures:
    """How one system did; ``rejected`` is the share of questions it did not trust itself with, in percent."""

    name: str
    r1: dict[str, Share]
    training_seconds: float
    training_cpu_seconds: float
    message_ms: float
    rejected: float


@dataclass(frozen=True)
class Lead:
    """How far a system is ahead of the stock pipeline: points of R@1, and how much longer that one trains."""

    name: str
    points: dict[str, Share]
    training_ratio: float
    training_cpu_ratio: float


@dataclass(frozen=True)
class Spread:
    """R@1 of a system over several splits: each value, mean and standard deviation, in percent and points."""

    name: str
    values: dict[str, list[float]]
    mean: dict[str, float]
    deviation: dict[str, float]


@dataclass(frozen=True)
class AskedQuestion:
    """A question with the labels that are right for it and the label that each system put first."""

    question: str
    expected: list[str]
    found: dict[str, str | None]


@dataclass(frozen=True)
class CompareReport:
    """Everything of one comparison; the systems in the order they were run, leads and spreads of ours."""

    labels: int
    train_texts: int
    queries: int
    development_queries: int
    systems: list[SystemFigures]
    leads: list[Lead]
    spreads: list[Spread]
    questions: list[AskedQuestion]

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON-ready data."""
        return asdict(self)


def count_comparison(
    task: Task, ours: Sequence[Run], stock: Run | None, others: Sequence[tuple[Task, list[Run]]] = ()
) -> CompareReport:
    """Return the figures of all systems on one task; ``others`` are further splits that only ours were run on."""
    runs = [*ours, stock] if stock else list(ours)
    splits = [(task, list(ours)), *others]
    return CompareReport(
        labels=len(task.documents),
        train_texts=len(task.examples),
        queries=len(task.queries),
        development_queries=len(task.development),
        systems=[_count_system(task, run) for run in runs],
        leads=[_count_lead(task, run, stock) for run in ours] if stock else [],
        spreads=[_count_spread(splits, number) for number in range(len(ours))] if others else [],
        questions=_list_questions(task, runs),
    )


def find_hits(task: Task, run: Run) -> Hits:
    """Tell of each question whether its first label is right, by every measure that the task allows."""
    labels = [answer.label for answer in run.answers]
    asked = list(zip(task.queries, labels[: len(task.queries)], strict=True))
    besides = zip(task.development, labels[len(task.queries) :], strict=True)
    hits = {STRICT: [label in query.slugs for query, label in asked]}
    if task.kin:
        accepted = {label: {label, *kin} for label, kin in task.kin.items()}
        hits[LENIENT] = [any(label in accepted.get(slug, {slug}) for slug in query.slugs) for query, label in asked]
    if task.development:
        hits[DEVELOPMENT] = [label in query.slugs for query, label in besides]
    return hits


def _count_system(task: Task, run: Run) -> SystemFigures:
    return SystemFigures(
        run.name,
        {
            measure: Share(_percent(hits), bootstrap_interval(sum(hits), len(hits)))
            for measure, hits in find_hits(task, run).items()
        },
        run.training_seconds,
        run.training_cpu_seconds,
        statistics.median(answer.milliseconds for answer in run.answers),
        _percent([answer.rejected for answer in run.answers[: len(task.queries)]]),
    )


def _count_lead(task: Task, run: Run, stock: Run) -> Lead:
    own, its = find_hits(task, run), find_hits(task, stock)
    return Lead(
        run.name,
        {measure: _compare_hits(own[measure], its[measure]) for measure in own},
        _ratio(stock.training_seconds, run.training_seconds),
        _ratio(stock.training_cpu_seconds, run.training_cpu_seconds),
    )


def _compare_hits(own: list[bool], its: list[bool]) -> Share:
    pairs = list(zip(own, its, strict=True))
    better, worse = pairs.count((True, False)), pairs.count((False, True))
    points = round(100 * (better - worse) / len(pairs), 2)
    return Share(points, bootstrap_difference_interval(better, worse, len(pairs)))


def _count_spread(splits: Sequence[tuple[Task, list[Run]]], number: int) -> Spread:
    """Count the system that stands at ``number`` among the runs of every split."""
    hits = [find_hits(task, runs[number]) for task, runs in splits]
    values = {measure: [_percent(split[measure]) for split in hits] for measure in hits[0]}
    return Spread(
        splits[0][1][number].name,
        values,
        {measure: round(statistics.fmean(row), 2) for measure, row in values.items()},
        {measure: round(statistics.stdev(row), 2) for measure, row in values.items()},
    )


def _list_questions(task: Task, runs: Sequence[Run]) -> list[AskedQuestion]:
    return [
        AskedQuestion(query.question, sorted(query.slugs), {run.name: run.answers[number].label for run in runs})
        for number, query in enumerate((*task.queries, *task.development))
    ]


def _percent(hits: Sequence[bool]) -> float:
    return round(100 * sum(hits) / len(hits), 2)


def _ratio(longer: float, shorter: float) -> float:
    return round(longer / max(shorter, 0.01), 1)
