"""Topics with whose answers a person is offered: staff mark them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.topics.models import Topic


def read_offering(session: Session) -> set[str]:
    """Return the slugs of the marked topics."""
    return set(session.scalars(select(Topic.slug).where(Topic.offers_person.is_(True))))


def save_offering(session: Session, slug: str, *, offers_person: bool) -> None:
    """Mark a topic, or take its mark away; that is a change of the content. The caller commits."""
    topic = session.execute(select(Topic).where(Topic.slug == slug)).scalar_one()
    topic.offers_person = offers_person
    session.flush()
