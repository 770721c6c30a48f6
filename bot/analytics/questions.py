"""Tables of questions: how many, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.analytics.figures import RESULTS, Counts, by_step, read_counts
from bot.analytics.period import Period
from bot.analytics.table import NUMBER, PERCENT, TEXT, Column, Table, share

RESULT_COLUMNS = tuple(Column(title, NUMBER) for title in RESULTS.values())


def questions_by_step(session: Session, period: Period) -> Table:
    """Return the questions of each day, week or month."""
    steps = by_step(period, read_counts(session, period), lambda counts: sum(counts, Counts()))
    rows = [
        (step.label, counts.questions, *(getattr(counts, name) for name in RESULTS), counts.reduced)
        for step, counts in steps
    ]
    columns = (Column(period.step_name), Column("Fragen", NUMBER), *RESULT_COLUMNS, Column("im Notbetrieb", NUMBER))
    return Table("fragen", f"Fragen je {period.step_name}", columns, tuple(rows))


def compare_periods(now: Counts, before: Counts) -> Table:
    """Return the counts of a period beside those of the one before."""
    columns = (
        Column("Gezählt", TEXT),
        Column("in diesem Zeitraum", NUMBER),
        Column("Anteil", PERCENT),
        Column("im Zeitraum davor", NUMBER),
        Column("Anteil davor", PERCENT),
    )
    names = {"questions": "Fragen", **RESULTS, "reduced": "davon im Notbetrieb"}
    rows = [(title, *_with_share(now, name), *_with_share(before, name)) for name, title in names.items()]
    rows.append(("Gespräche", now.conversations, None, before.conversations, None))
    return Table("vergleich", "Vergleich mit dem Zeitraum davor", columns, tuple(rows))


@dataclass(frozen=True)
class Tile:
    """One figure in large; its share of the questions and its growth since the period before, where they make sense."""

    title: str
    count: int
    share: float | None = None
    growth: float | None = None


def make_tiles(now: Counts, before: Counts) -> list[Tile]:
    """Return the figures that stand above all others."""
    return [
        Tile("Fragen", now.questions, growth=change(now.questions, before.questions)),
        *(Tile(title, getattr(now, name), share=now.share(name)) for name, title in RESULTS.items()),
        Tile("Gespräche", now.conversations, growth=change(now.conversations, before.conversations)),
    ]


def change(now: int, before: int) -> float | None:
    """Return by which share a figure has grown, None where there is nothing to compare with."""
    return now / before - 1 if before else None


def _with_share(counts: Counts, name: str) -> tuple[int, float | None]:
    value = getattr(counts, name)
    return value, share(value, counts.questions)
