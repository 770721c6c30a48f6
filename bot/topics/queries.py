"""Read topics as plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from bot.topics.models import Topic


@dataclass(frozen=True)
class TopicView:
    """A topic with the words people use for it."""

    slug: str
    name: str
    synonyms: tuple[str, ...]


def read_topics(session: Session) -> list[TopicView]:
    """Return all topics with their synonyms (two queries)."""
    rows = session.scalars(select(Topic).options(selectinload(Topic.synonyms)).order_by(Topic.id))
    return [TopicView(row.slug, row.name, tuple(synonym.text for synonym in row.synonyms)) for row in rows]
