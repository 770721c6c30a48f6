"""Tables of ratings: how many were good, and which entries disappoint."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.analytics.figures import Ratings, by_step, read_ratings, read_worst_rated
from bot.analytics.period import Period
from bot.analytics.ranking import MOST
from bot.analytics.table import NUMBER, PERCENT, Column, Table, share
from bot.analytics.titles import find_titles

RATED = (Column("hilfreich", NUMBER), Column("nicht hilfreich", NUMBER), Column("Anteil hilfreich", PERCENT))


def ratings_by_step(session: Session, period: Period) -> Table:
    """Return the ratings of each day, week or month."""
    steps = by_step(period, read_ratings(session, period), lambda ratings: sum(ratings, Ratings()))
    rows = [(step.label, *_cells(ratings)) for step, ratings in steps]
    return Table("bewertungen", f"Bewertungen je {period.step_name}", (Column(period.step_name), *RATED), tuple(rows))


def worst_rated(session: Session, period: Period) -> Table:
    """Return the entries with the most bad ratings."""
    found = read_worst_rated(session, period, limit=MOST)
    titles = find_titles(session, (reference for reference, _ in found))
    rows = [(titles[reference], *_cells(ratings)) for reference, ratings in found]
    return Table(
        "schlecht-bewertet",
        "Am häufigsten als nicht hilfreich bewertet",
        (Column("Eintrag"), *RATED),
        tuple(rows),
        bar=2,
        empty="In diesem Zeitraum hat niemand eine Antwort als nicht hilfreich bewertet.",
    )


def _cells(ratings: Ratings) -> tuple[int, int, float | None]:
    return ratings.good, ratings.bad, share(ratings.good, ratings.good + ratings.bad)
