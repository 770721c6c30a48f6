"""Read topics as plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db import read_rows, read_texts
from bot.topics.models import Topic, TopicSynonym


@dataclass(frozen=True)
class TopicView:
    """A topic with the words people use for it."""

    slug: str
    name: str
    synonyms: tuple[str, ...]


def read_topics(session: Session) -> list[TopicView]:
    """Return all current topics with their synonyms (two queries)."""
    synonyms = read_texts(session, TopicSynonym.topic_id, TopicSynonym.text)
    current = select(Topic.id, Topic.slug, Topic.name).where(Topic.is_archived.is_(False))
    rows = read_rows(session, current.order_by(Topic.id))
    return [TopicView(slug, name, synonyms.get(topic_id, ())) for topic_id, slug, name in rows]
