"""Lookup tables of the training data: the words for topics and places, read from the database."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.german.places import known_places
from bot.offers.queries import read_places
from bot.topics.queries import read_topics

TOPIC_LOOKUP = "thema/"  # name of a lookup table: thema/<slug>
PLACE_LOOKUP = "ort"


def read_lookups(session: Session) -> dict[str, list[str]]:
    """Return the words of each lookup table."""
    topics = {TOPIC_LOOKUP + topic.slug: [topic.name, *topic.synonyms] for topic in read_topics(session)}
    return {**topics, PLACE_LOOKUP: sorted({*known_places().values(), *read_places(session)})}
