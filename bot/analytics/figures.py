"""Read the daily sums of a period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.analytics.daily_models import DailyAnswerTime, DailyOutcome, DailyRating, DailyReference, DailyTopic
from bot.analytics.period import Period, Step

# What became of a question, by the kind of the reply. Form steps, smalltalk and notices are no questions.
RESULT_OF = {
    "answer": "answered",
    "offers": "answered",
    "contact": "answered",
    "clarify": "choices",
    "fallback": "unsure",
    "handoff": "handed_over",
}
RESULTS = {
    "answered": "beantwortet",
    "choices": "Auswahl angeboten",
    "unsure": "nicht gewusst",
    "handed_over": "an einen Menschen übergeben",
}
Sum = TypeVar("Sum")


@dataclass(frozen=True)
class Counts:
    """Questions by what became of them, those answered in reduced mode among them, and new conversations."""

    answered: int = 0
    choices: int = 0
    unsure: int = 0
    handed_over: int = 0
    reduced: int = 0
    conversations: int = 0

    @property
    def questions(self) -> int:
        """Return the number of questions."""
        return self.answered + self.choices + self.unsure + self.handed_over

    def share(self, name: str) -> float | None:
        """Return one of the counts as a share of the questions, None without questions."""
        return int(getattr(self, name)) / self.questions if self.questions else None

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


@dataclass(frozen=True)
class Ratings:
    """How often answers were rated well and badly."""

    good: int = 0
    bad: int = 0

    def __add__(self, other: Ratings) -> Ratings:
        return Ratings(self.good + other.good, self.bad + other.bad)


def first_counted_day(session: Session) -> date | None:
    """Return the first day with any figures, None without."""
    day: date | None = session.scalar(select(func.min(DailyOutcome.day)))
    return day


def read_counts(session: Session, period: Period) -> dict[date, Counts]:
    """Return the counts of each day that has any."""
    columns = (DailyOutcome.kind, DailyOutcome.is_reduced, DailyOutcome.count, DailyOutcome.conversations)
    sums: dict[date, Counter[str]] = {}
    for day, *row in session.execute(select(DailyOutcome.day, *columns).where(_within(DailyOutcome, period))):
        _add(sums.setdefault(day, Counter()), *row)
    return {day: Counts(**of_day) for day, of_day in sums.items()}


def sum_counts(session: Session, period: Period) -> Counts:
    """Return the counts of a whole period."""
    count, conversations = func.sum(DailyOutcome.count), func.sum(DailyOutcome.conversations)
    statement = select(DailyOutcome.kind, DailyOutcome.is_reduced, count, conversations)
    sums: Counter[str] = Counter()
    for row in session.execute(
        statement.where(_within(DailyOutcome, period)).group_by(DailyOutcome.kind, DailyOutcome.is_reduced)
    ):
        _add(sums, *row)
    return Counts(**sums)


def read_answer_times(session: Session, period: Period) -> dict[date, Counter[int]]:
    """Return for each day how many answers fall into which step of time, by its upper bound in milliseconds."""
    statement = select(DailyAnswerTime.day, DailyAnswerTime.up_to, DailyAnswerTime.count)
    times: dict[date, Counter[int]] = {}
    for day, up_to, count in session.execute(statement.where(_within(DailyAnswerTime, period))):
        times.setdefault(day, Counter())[up_to] += count
    return times


def percentile(times: Mapping[int, int], part: float) -> int | None:
    """Return the step within which this part of the answers came, in milliseconds; None without answers."""
    wanted, seen = part * sum(times.values()), 0
    for up_to in sorted(times):
        seen += times[up_to]
        if seen >= wanted:
            return up_to
    return None


def read_topics(session: Session, period: Period, type_: str) -> Counter[str]:
    """Return how often each topic was answered: groups of the type ``faq``, or topics of the type ``thema``."""
    statement = select(DailyTopic.slug, func.sum(DailyTopic.count)).where(
        DailyTopic.type == type_, _within(DailyTopic, period)
    )
    return Counter({slug: int(count) for slug, count in session.execute(statement.group_by(DailyTopic.slug))})


def read_most_given(session: Session, period: Period, types: Sequence[str], *, limit: int) -> list[tuple[str, int]]:
    """Return the entries of some types that were given most often, as ``type:slug`` with their counts."""
    total = func.sum(DailyReference.count)
    statement = (
        select(DailyReference.type, DailyReference.slug, total)
        .where(DailyReference.type.in_(types), _within(DailyReference, period))
        .group_by(DailyReference.type, DailyReference.slug)
        .order_by(total.desc(), DailyReference.slug)
        .limit(limit)
    )
    return [(f"{type_}:{slug}", int(count)) for type_, slug, count in session.execute(statement)]


def read_ratings(session: Session, period: Period) -> dict[date, Ratings]:
    """Return the ratings of each day that has any."""
    statement = select(DailyRating.day, func.sum(DailyRating.good), func.sum(DailyRating.bad))
    rows = session.execute(statement.where(_within(DailyRating, period)).group_by(DailyRating.day))
    return {day: Ratings(int(good), int(bad)) for day, good, bad in rows}


def read_worst_rated(session: Session, period: Period, *, limit: int) -> list[tuple[str, Ratings]]:
    """Return the references with the most bad ratings; those without any are left out."""
    good, bad = func.sum(DailyRating.good), func.sum(DailyRating.bad)
    statement = (
        select(DailyRating.reference, good, bad)
        .where(_within(DailyRating, period), DailyRating.reference != "")
        .group_by(DailyRating.reference)
        .having(bad > 0)
        .order_by(bad.desc(), good, DailyRating.reference)
        .limit(limit)
    )
    return [(reference, Ratings(int(well), int(badly))) for reference, well, badly in session.execute(statement)]


def by_step(period: Period, days: Mapping[date, Sum], add: Callable[[Iterable[Sum]], Sum]) -> list[tuple[Step, Sum]]:
    """Put the figures of days together into the steps of a chart; a step without any gets the sum of nothing."""
    steps = period.steps()
    return [(step, add(days[day] for day in days if step.first <= day <= step.last)) for step in steps]


def _add(sums: Counter[str], kind: str, is_reduced: bool, count: int, conversations: int) -> None:
    sums["conversations"] += int(conversations)
    result = RESULT_OF.get(kind)
    if result:
        sums[result] += int(count)
        sums["reduced"] += int(count) if is_reduced else 0


def _within(model: Any, period: Period) -> Any:
    return model.day.between(period.first, period.last)
