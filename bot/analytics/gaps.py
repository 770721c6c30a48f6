"""Tables of gaps: questions that were not settled, by reason, by topic and by meaning."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.analytics.miss_models import Miss, MissGroup
from bot.analytics.period import Period
from bot.analytics.ranking import MOST, rank
from bot.analytics.table import NUMBER, Column, Table
from bot.analytics.titles import find_topic_names
from bot.analytics.topics import find_topics
from bot.content.fields import GROUP

COUNTED_STATES = ("new", "taken", "grouped")  # not what turned out to be settled or worthless
REASONS = {
    "unsure": "nicht verstanden",
    "choices": "Auswahl abgelehnt",
    "out_of_scope": "nicht zuständig, ohne Stelle",
    "no_hits": "kein Angebot gefunden",
    "thumbs_down": "Daumen runter",
    "handoff": "danach Mensch verlangt",
}
STATES = {
    "open": "offen",
    "answered": "inzwischen beantwortet",
    "gap": "Angebot fehlt",
    "scope": "gehört nicht zum Thema",
    "dismissed": "zurückgestellt",
    "merged": "zusammengelegt",
}
NO_TOPIC = "ohne erkennbares Thema"
NO_GAPS = "In diesem Zeitraum blieb keine Frage offen."


def count_gaps(session: Session, period: Period) -> int:
    """Return how many questions were not settled."""
    return int(session.scalar(select(func.count(Miss.id)).where(*_within(period))) or 0)


def gaps_by_reason(session: Session, period: Period) -> Table:
    """Return why questions were not settled."""
    counts = {REASONS[reason]: count for reason, count in _count(session, period, Miss.reason)}
    return rank("gruende", "Warum Fragen offen blieben", ("Grund", "Fragen"), counts, empty=NO_GAPS)


def gaps_by_topic(session: Session, period: Period) -> Table:
    """Return what the questions were about, by the topic of the entry that came nearest."""
    nearest = {row.best: int(row.count) for row in _count(session, period, Miss.best)}
    topic_of = find_topics(session, (reference for reference in nearest if reference))
    names = {f"faq:{key}": title for key, title in GROUP.items()}
    names |= {f"thema:{slug}": name for slug, name in find_topic_names(session).items()}
    counts: Counter[str] = Counter()
    for reference, count in nearest.items():
        topic = topic_of.get(reference, "")
        counts[names.get(topic, NO_TOPIC)] += count
    return rank("offene-themen", "Offene Fragen nach Thema", ("Thema", "Fragen"), counts, empty=NO_GAPS)


def largest_gaps(session: Session, period: Period) -> Table:
    """Return the groups of questions with the same meaning that came most often."""
    total = func.count(Miss.id)
    statement = (
        select(MissGroup.title, MissGroup.state, total)
        .join(Miss, Miss.group_id == MissGroup.id)
        .where(*_within(period))
        .group_by(MissGroup.id, MissGroup.title, MissGroup.state)
        .order_by(total.desc(), MissGroup.id)
        .limit(MOST)
    )
    rows = [(title, STATES[state], int(count)) for title, state, count in session.execute(statement)]
    columns = (Column("Frage, so oder ähnlich"), Column("Stand"), Column("gefragt", NUMBER))
    return Table("luecken", "Häufigste offene Fragen", columns, tuple(rows), bar=2, empty=NO_GAPS)


def _count(session: Session, period: Period, column: Any) -> Any:
    return session.execute(select(column, func.count(Miss.id).label("count")).where(*_within(period)).group_by(column))


def _within(period: Period) -> tuple[Any, ...]:
    return Miss.at >= period.begin(), Miss.at < period.end(), Miss.state.in_(COUNTED_STATES)
