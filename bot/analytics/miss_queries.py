"""Read the inbox of missed questions: a page of groups, one group with its texts, what was done about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, func, literal, select, union_all
from sqlalchemy.orm import Session

from bot.analytics.miss_models import Miss, MissAction, MissGroup

PAGE_SIZE = 25
TEXTS_PER_PAGE = 10
EXAMPLES = 3
TREND = timedelta(days=28)
WEEK = timedelta(days=7)
EFFECT_WEEKS = 8


@dataclass(frozen=True)
class InboxFilter:
    """Which groups are asked for: their state, and misses of one reason ("" for all) or since a moment."""

    state: str = "open"
    reason: str = ""
    since: datetime | None = None

    def conditions(self) -> list[Any]:
        """Return the conditions on misses."""
        found = [] if self.since is None else [Miss.at >= self.since]
        return [*found, Miss.reason == self.reason] if self.reason else found


@dataclass(frozen=True)
class GroupLine:
    """A group in the list; ``recent`` and ``before`` count the last four weeks and the four before them."""

    id: int
    title: str
    state: str
    subject: str
    count: int
    ended: int
    first_at: datetime
    last_at: datetime
    reasons: Mapping[str, int] = field(default_factory=dict)
    examples: Sequence[str] = ()
    recent: int = 0
    before: int = 0

    @property
    def trend(self) -> int:
        """Return -1, 0 or 1 where the last four weeks were clearly quieter, alike or busier than those before."""
        slack = max(1.0, 0.2 * self.before)
        return (self.recent > self.before + slack) - (self.recent < self.before - slack)


@dataclass(frozen=True)
class TextLine:
    """A text of a group, as often as it was asked; what the assistant answered the last time."""

    miss_id: int
    text: str
    count: int
    last_at: datetime
    reason: str
    answer: str
    best: str
    score: float | None
    conditions: str


def list_groups(session: Session, wanted: InboxFilter, *, page: int, now: datetime) -> tuple[list[GroupLine], int]:
    """Return a page of groups and how many there are; the weightiest first.

    A miss after which the visitor left counts twice.
    """
    count, ended = func.count(), func.sum(case((Miss.has_ended_there, 1), else_=0))
    weight = (count + ended).label("weight")
    weighed = (  # by numbers alone; the titles of a page come after
        select(
            Miss.group_id.label("key"),
            count.label("count"),
            ended.label("ended"),
            func.min(Miss.at).label("first_at"),
            func.max(Miss.at).label("last_at"),
            func.count().over().label("total"),
            weight,
        )
        .where(Miss.group_id.in_(select(MissGroup.id).where(MissGroup.state == wanted.state)), *wanted.conditions())
        .group_by(Miss.group_id)
        .order_by(weight.desc(), Miss.group_id)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
        .subquery()
    )
    figures = (weighed.c.count, weighed.c.ended, weighed.c.first_at, weighed.c.last_at, weighed.c.total)
    rows = session.execute(
        select(MissGroup.id, MissGroup.title, MissGroup.state, MissGroup.subject, *figures)
        .join(weighed, weighed.c.key == MissGroup.id)
        .order_by(weighed.c.weight.desc(), MissGroup.id)
    ).all()
    keys = [row[0] for row in rows]
    reasons, trends = _count_reasons(session, keys, wanted), _count_trends(session, keys, now)
    examples = _read_examples(session, keys)
    lines = [
        replace(
            GroupLine(*row[:8]),
            reasons=reasons.get(row[0], {}),
            examples=_other_texts(row[1], examples.get(row[0], [])),
            recent=trends[row[0]][0],
            before=trends[row[0]][1],
        )
        for row in rows
    ]
    return lines, rows[0][8] if rows else 0


def count_states(session: Session) -> dict[str, int]:
    """Return how many groups there are in each state."""
    rows = session.execute(select(MissGroup.state, func.count()).group_by(MissGroup.state))
    return dict(map(tuple, rows.all()))


def count_waiting(session: Session) -> int:
    """Return how many misses are not sorted yet."""
    return session.scalar(select(func.count()).where(Miss.state == "new")) or 0


def read_group(session: Session, group_id: int, *, now: datetime) -> GroupLine | None:
    """Return one group with its figures, None for an unknown one or one without misses."""
    group = session.get(MissGroup, group_id)
    if group is None:
        return None
    count, ended, first, last = session.execute(
        select(
            func.count(Miss.id),
            func.coalesce(func.sum(case((Miss.has_ended_there, 1), else_=0)), 0),
            func.min(Miss.at),
            func.max(Miss.at),
        ).where(Miss.group_id == group_id)
    ).one()
    reasons = _count_reasons(session, [group_id], InboxFilter()).get(group_id, {})
    trend = _count_trends(session, [group_id], now)[group_id]
    first, last = first or group.created_at, last or group.created_at
    return GroupLine(group.id, group.title, group.state, group.subject, count, ended, first, last, reasons, (), *trend)


def read_texts(session: Session, group_id: int, *, page: int) -> tuple[list[TextLine], int]:
    """Return a page of the texts of a group and how many different ones there are, the most frequent first."""
    rows = session.execute(
        select(func.max(Miss.id), func.count(), func.max(Miss.at), func.count().over())
        .where(Miss.group_id == group_id, Miss.text != "")
        .group_by(Miss.text)
        .order_by(func.count().desc(), func.max(Miss.at).desc(), func.max(Miss.id))
        .limit(TEXTS_PER_PAGE)
        .offset((page - 1) * TEXTS_PER_PAGE)
    ).all()
    newest = {miss.id: miss for miss in session.scalars(select(Miss).where(Miss.id.in_([row[0] for row in rows])))}
    lines = []
    for miss_id, count, last_at, _ in rows:
        miss = newest[miss_id]
        lines.append(
            TextLine(
                miss_id, miss.text, count, last_at, miss.reason, miss.answer, miss.best, miss.score, miss.conditions
            )
        )
    return lines, rows[0][3] if rows else 0


def read_actions(session: Session, group_id: int) -> list[MissAction]:
    """Return what was done about a group, the newest first."""
    return list(
        session.scalars(select(MissAction).where(MissAction.group_id == group_id).order_by(MissAction.id.desc()))
    )


def count_weeks(session: Session, group_id: int, *, now: datetime, weeks: int) -> list[tuple[datetime, int]]:
    """Return how many misses of a group each of the last weeks had, as (begin, count), the oldest first."""
    begins = [now - WEEK * number for number in range(weeks, 0, -1)]
    counts = [
        func.count(case((and_(Miss.at > begin, Miss.at <= begin + WEEK), 1))).label(f"week_{number}")
        for number, begin in enumerate(begins)
    ]
    row = session.execute(select(*counts).where(Miss.group_id == group_id, Miss.at > begins[0])).one()
    return list(zip(begins, map(int, row), strict=True))


def measure_effect(
    session: Session, group_id: int, *, at: datetime, first_at: datetime, now: datetime
) -> tuple[float, float]:
    """Return how many misses a week a group had in the eight weeks before a moment, and has had since.

    Less than a week counts as a week: two questions in an hour are not 336 a week.
    """
    begin = max(first_at, at - EFFECT_WEEKS * WEEK)
    before, after = session.execute(
        select(func.count(case((Miss.at <= at, 1))), func.count(case((Miss.at > at, 1)))).where(
            Miss.group_id == group_id, Miss.at >= begin, Miss.at <= now
        )
    ).one()
    return before / max(1.0, (at - begin) / WEEK), after / max(1.0, (now - at) / WEEK)


def find_best(session: Session, group_id: int, *, limit: int = 3) -> list[str]:
    """Return the content that came nearest to the questions of a group, the most frequent first."""
    best = select(Miss.best).where(Miss.group_id == group_id, Miss.best != "").group_by(Miss.best)
    return list(session.scalars(best.order_by(func.count().desc(), Miss.best).limit(limit)))


def search_groups(session: Session, words: str, *, without: int, limit: int = 10) -> list[tuple[int, str]]:
    """Return groups (id, title) in whose title all words occur, the newest first; merged ones are none any more."""
    parts = [MissGroup.title.ilike(f"%{_escape(word)}%", escape="\\") for word in words.split()]
    found = select(MissGroup.id, MissGroup.title).where(
        MissGroup.state != "merged", MissGroup.id != without, MissGroup.title != "", *parts
    )
    return [(key, title) for key, title in session.execute(found.order_by(MissGroup.id.desc()).limit(limit))]


def read_chosen(session: Session, group_id: int, miss_ids: Sequence[int]) -> list[str]:
    """Return the texts of some misses of a group, each once, in their order."""
    chosen = select(Miss.text).where(Miss.group_id == group_id, Miss.id.in_(miss_ids), Miss.text != "")
    return list(dict.fromkeys(session.scalars(chosen.order_by(Miss.id))))


def list_sorted_away(session: Session, *, page: int) -> tuple[list[Miss], int]:
    """Return a page of the misses that were put into no group, the newest first, and how many there are."""
    away = (Miss.state.in_(("chosen", "worthless")), Miss.text != "")
    total = session.scalar(select(func.count()).where(*away)) or 0
    found = select(Miss).where(*away).order_by(Miss.id.desc())
    return list(session.scalars(found.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))), total


def _count_reasons(session: Session, keys: Sequence[int], wanted: InboxFilter) -> dict[int, dict[str, int]]:
    rows = session.execute(
        select(Miss.group_id, Miss.reason, func.count())
        .where(Miss.group_id.in_(keys), *wanted.conditions())
        .group_by(Miss.group_id, Miss.reason)
        .order_by(func.count().desc(), Miss.reason)
    )
    found: dict[int, dict[str, int]] = {}
    for key, reason, count in rows:
        found.setdefault(key, {})[reason] = count
    return found


def _count_trends(session: Session, keys: Sequence[int], now: datetime) -> dict[int, tuple[int, int]]:
    """Return how many misses of each group came in the last four weeks, and in the four before."""
    recent = func.count(case((Miss.at > now - TREND, 1)))
    rows = session.execute(
        select(Miss.group_id, recent, func.count())
        .where(Miss.group_id.in_(keys), Miss.at > now - 2 * TREND)
        .group_by(Miss.group_id)
    )
    counted = {key: (recent, both - recent) for key, recent, both in rows}
    return {key: counted.get(key, (0, 0)) for key in keys}


def _read_examples(session: Session, keys: Sequence[int]) -> dict[int, list[str]]:
    """Return the newest texts of each group; one look into the index for each, in one statement."""
    if not keys:
        return {}
    parts = []
    for key in keys:
        newest = select(literal(key).label("key"), Miss.text).where(Miss.group_id == key, Miss.text != "")
        inner = newest.order_by(Miss.at.desc()).limit(3 * EXAMPLES).subquery()
        parts.append(select(inner.c.key, inner.c.text))
    found: dict[int, list[str]] = {}
    for key, text in session.execute(union_all(*parts)):
        found.setdefault(key, []).append(text)
    return found


def _other_texts(title: str, texts: Sequence[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text != title][:EXAMPLES]


def _escape(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
