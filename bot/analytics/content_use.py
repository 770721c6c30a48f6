"""Tables of what was given: topics, FAQ entries, offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from bot.analytics.figures import read_most_given, read_topics
from bot.analytics.period import Period
from bot.analytics.ranking import MOST, rank
from bot.analytics.table import NUMBER, Column, Table
from bot.analytics.titles import find_titles, find_topic_names
from bot.content.fields import GROUP


def groups(session: Session, period: Period) -> Table:
    """Return how often the groups of the FAQ were answered."""
    counts = _named(read_topics(session, period, "faq"), GROUP)
    return rank("bereiche", "Bereiche der FAQ", ("Bereich", "Antworten"), counts)


def topics(session: Session, period: Period) -> Table:
    """Return how often the topics of offers were answered, the first ones."""
    counts = _named(read_topics(session, period, "thema"), find_topic_names(session))
    return rank("themen", "Themen der Angebote", ("Thema", "Antworten"), counts)


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
    found = read_most_given(session, period, types, limit=MOST)
    titles = find_titles(session, (reference for reference, _ in found))
    rows = [(titles[reference], count) for reference, count in found]
    return Table(name, title, (Column(first), Column("Antworten", NUMBER)), tuple(rows), bar=1)


def _named(counts: Mapping[str, int], names: Mapping[str, str]) -> dict[str, int]:
    """Put names in the place of keys; what has none any more keeps its key."""
    return {names.get(key, key): count for key, count in counts.items()}
