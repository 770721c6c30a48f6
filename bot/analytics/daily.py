"""Count outcomes into daily sums: each exactly once, by whichever worker comes first."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import Any

from sqlalchemy import and_, exists, select, update
from sqlalchemy.orm import Session, aliased, sessionmaker

from bot.analytics.adding import add_to_sums
from bot.analytics.daily_models import CountMark, DailyAnswerTime, DailyOutcome, DailyReference, DailyTopic
from bot.analytics.ratings import count_ratings
from bot.analytics.topics import find_topics
from bot.conversations.models import Outcome
from bot.db import utc_now
from bot.local_time import local_day

MARK = "outcomes"
BATCH = 5_000  # outcomes in one transaction of the background job: visitors wait for it on SQLite
BATCH_OF_VISIT = 2_000  # before a page is shown: at most a tenth of a second
FRESH = timedelta(seconds=60)
# PostgreSQL gives out an id before its row can be seen; whoever counts too early would pass a row by for ever.
SETTLING = timedelta(seconds=15)

# Upper bounds in milliseconds, each about a quarter above the last: so fine are the percentiles.
TIME_STEPS = (
    *(5, 10, 15, 20, 25, 32, 40, 50, 64, 80, 100, 125, 160, 200, 250, 320, 400, 500, 640, 800),
    *(1000, 1250, 1600, 2000, 2500, 3200, 4000, 5000, 6400, 8000, 10_000, 15_000, 20_000, 30_000, 60_000),
)


def count_all(factory: sessionmaker, *, batch: int = BATCH) -> None:
    """Count whatever has not been counted, in as many transactions as it takes."""
    is_done = False
    while not is_done:
        with factory.begin() as session:
            is_done = count_outcomes(session, now=utc_now(), limit=batch)


def count_before_visit(session: Session, *, now: datetime) -> datetime | None:
    """Count what has come, unless that was done a minute ago; return when it was last done."""
    counted_at = session.scalar(select(CountMark.counted_at).where(CountMark.name == MARK))
    if counted_at and now - counted_at < FRESH:
        return counted_at
    count_outcomes(session, now=now, limit=BATCH_OF_VISIT)
    return now


def count_outcomes(session: Session, *, now: datetime, limit: int = BATCH) -> bool:
    """Add outcomes and ratings that are not in the sums yet; True when none is left. The caller commits.

    Whoever comes second waits at the mark and then goes on behind what the first has counted.
    """
    session.execute(
        update(CountMark)
        .where(CountMark.name == MARK)
        .values(counted_at=now)
        .execution_options(synchronize_session=False)
    )
    last_id = session.scalar(select(CountMark.last_id).where(CountMark.name == MARK)) or 0
    read = session.execute(_outcomes_after(last_id).limit(limit)).all()
    rows = list(takewhile(lambda row: row.at <= now - SETTLING, read))
    if rows:
        _add(session, rows)
        session.execute(
            update(CountMark)
            .where(CountMark.name == MARK)
            .values(last_id=rows[-1].id)
            .execution_options(synchronize_session=False)
        )
    count_ratings(session)
    return len(rows) < limit


def time_step(milliseconds: int) -> int:
    """Return the upper bound of the step that a time falls into; the last step is open."""
    return TIME_STEPS[min(bisect_left(TIME_STEPS, milliseconds), len(TIME_STEPS) - 1)]


def _outcomes_after(last_id: int) -> Any:
    earlier = aliased(Outcome)
    has_earlier = exists().where(and_(earlier.conversation_key == Outcome.conversation_key, earlier.id < Outcome.id))
    opens = and_(Outcome.conversation_key.is_not(None), ~has_earlier)
    columns = (Outcome.id, Outcome.at, Outcome.kind, Outcome.reference, Outcome.is_reduced, Outcome.milliseconds)
    return select(*columns, opens.label("opens")).where(Outcome.id > last_id).order_by(Outcome.id)


def _add(session: Session, rows: Iterable[Any]) -> None:
    outcomes: dict[tuple[date, str, bool], Counter[str]] = {}
    times: Counter[tuple[date, int]] = Counter()
    references: Counter[tuple[date, str]] = Counter()
    for row in rows:
        day = local_day(row.at)
        sums = outcomes.setdefault((day, row.kind, row.is_reduced), Counter())
        sums.update(count=1, conversations=int(row.opens), milliseconds=row.milliseconds)
        if row.milliseconds:  # 0: not measured
            times[day, time_step(row.milliseconds)] += 1
        if row.reference:
            references[day, row.reference] += 1
    topic_of = find_topics(session, {reference for _, reference in references})
    topics: Counter[tuple[date, str]] = Counter()
    for (day, reference), count in references.items():
        if reference in topic_of:
            topics[day, topic_of[reference]] += count
    add_to_sums(session, DailyOutcome, [_outcome_row(key, sums) for key, sums in outcomes.items()])
    time_rows = [{"day": day, "up_to": up_to, "count": count} for (day, up_to), count in times.items()]
    add_to_sums(session, DailyAnswerTime, time_rows)
    add_to_sums(session, DailyReference, _reference_rows(references))
    add_to_sums(session, DailyTopic, _reference_rows(topics))


def _outcome_row(key: tuple[date, str, bool], sums: Counter[str]) -> dict[str, Any]:
    day, kind, is_reduced = key
    return {"day": day, "kind": kind, "is_reduced": is_reduced, **sums}


def _reference_rows(counts: Counter[tuple[date, str]]) -> list[dict[str, Any]]:
    rows = []
    for (day, reference), count in counts.items():
        type_, _, slug = reference.partition(":")
        rows.append({"type": type_, "day": day, "slug": slug, "count": count})
    return rows
