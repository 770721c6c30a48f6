"""Read topics as plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db import read_rows, read_texts
from bot.topics.models import Topic, TopicSynonym


@dataclass(frozen=True)
class TopicView:
    """A topic with the words people use for it; ``offers_person``: a person is offered with what is said about it."""

    slug: str
    name: str
    synonyms: tuple[str, ...]
    offers_person: bool = False


def read_topics(session: Session) -> list[TopicView]:
    """Return all current topics with their synonyms (two queries)."""
    synonyms = read_texts(session, TopicSynonym.topic_id, TopicSynonym.text)
    current = select(Topic.id, Topic.slug, Topic.name, Topic.offers_person).where(Topic.is_archived.is_(False))
    rows = read_rows(session, current.order_by(Topic.id))
    return [
        TopicView(slug, name, synonyms.get(topic_id, ()), offers_person) for topic_id, slug, name, offers_person in rows
    ]
