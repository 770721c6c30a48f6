"""Tables of what was given: topics, FAQ entries, offers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot.analytics.figures import read_most_given, read_topics
from bot.analytics.period import Period
from bot.analytics.table import NUMBER, PERCENT, Column, Table, share
from bot.analytics.titles import find_titles, find_topic_names
from bot.content.fields import GROUP

MOST = 25  # rows of a list of the most frequent
COUNTED = (Column("Antworten", NUMBER), Column("Anteil", PERCENT))


def groups(session: Session, period: Period) -> Table:
    """Return how often the groups of the FAQ were answered."""
    return _ranking("bereiche", "Bereiche der FAQ", "Bereich", read_topics(session, period, "faq"), GROUP)


def topics(session: Session, period: Period) -> Table:
    """Return how often the topics of offers were answered, the first ones."""
    counts = read_topics(session, period, "thema")
    return _ranking("themen", "Themen der Angebote", "Thema", counts, find_topic_names(session))


def entries(session: Session, period: Period) -> Table:
    """Return the FAQ entries that were given most often."""
    return _most_given(session, period, "eintraege", "Meistgegebene FAQ-Einträge", "Frage", ("faq",))


def offers(session: Session, period: Period) -> Table:
    """Return the funding and training that was shown most often."""
    types = ("foerderung", "weiterbildung")
    return _most_given(session, period, "angebote", "Meistgezeigte Angebote", "Angebot", types)


def contacts(session: Session, period: Period) -> Table:
    """Return the contacts that were named most often."""
    return _most_given(session, period, "kontakte", "Meistgenannte Kontakte", "Kontakt", ("kontakt",))


def _most_given(session: Session, period: Period, name: str, title: str, first: str, types: Sequence[str]) -> Table:
    now = dict(read_most_given(session, period, types, limit=MOST))
    titles = find_titles(session, now)
    rows = [(titles[reference], count) for reference, count in now.items()]
    return Table(name, title, (Column(first), Column("Antworten", NUMBER)), tuple(rows), bar=1)


def _ranking(name: str, title: str, first: str, counts: dict[str, int], names: dict[str, str]) -> Table:
    total = sum(counts.values())
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST]
    rows = [(names.get(key, key), count, share(count, total)) for key, count in ordered]
    return Table(name, title, (Column(first), *COUNTED), tuple(rows), bar=1)
