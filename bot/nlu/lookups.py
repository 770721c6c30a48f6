"""Lookup tables: the words for topics and places, for the training data and, always up to date, for the extractor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from bot.db import read_content_version
from bot.german.normalize import tokenize
from bot.german.places import known_places
from bot.german.words import Words
from bot.offers.queries import read_places
from bot.search.followed import Followed
from bot.topics.queries import TopicView, read_topics
from bot.topics.vocabulary import TopicVocabulary

TOPIC_LOOKUP = "thema/"  # name of a lookup table: thema/<slug>
PLACE_LOOKUP = "ort"

Lookups = Mapping[str, list[str]]


@dataclass(frozen=True, eq=False)  # the same only as the same object: what was read with them can be kept
class Terms:
    """What lookup tables are asked for: topics by any form of their words, places by their spelling."""

    topics: TopicVocabulary
    places: dict[str, str]


def read_lookups(session: Session) -> dict[str, list[str]]:
    """Return the words of each lookup table."""
    topics = {TOPIC_LOOKUP + topic.slug: [topic.name, *topic.synonyms] for topic in read_topics(session)}
    return {**topics, PLACE_LOOKUP: sorted({*known_places().values(), *read_places(session)})}


def make_terms(lookups: Lookups, words: Words) -> Terms:
    """Prepare lookup tables for being asked."""
    topics = [
        TopicView(name.removeprefix(TOPIC_LOOKUP), "", tuple(synonyms))
        for name, synonyms in lookups.items()
        if name.startswith(TOPIC_LOOKUP)
    ]
    places = {" ".join(tokenize(place)): place for place in lookups.get(PLACE_LOOKUP, [])}
    return Terms(TopicVocabulary(topics, words), places)


def follow_terms(factory: sessionmaker, words: Words, learnt: Lookups) -> Followed[Terms]:
    """Return the terms of the content as it is now; while there is no content to be read, those that were learnt."""

    def read_version() -> int | None:
        with factory() as session:
            return read_content_version(session) or None

    def read_terms() -> Terms:
        with factory() as session:
            return make_terms(read_lookups(session), words)

    return Followed(
        "lookup tables",
        stamp=read_version,
        read=read_terms,
        initial=make_terms(learnt, words),
        errors=(SQLAlchemyError,),
    )
