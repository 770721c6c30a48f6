"""What entries and topics are called, for figures that only know their keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.analytics.topics import in_parts
from bot.content.kinds import CONTACT, FAQ, FUNDING, TRAINING, Kind
from bot.topics.models import Topic

SHOWN: dict[str, Kind] = {kind.name: kind for kind in (FAQ, FUNDING, TRAINING, CONTACT)}


def find_titles(session: Session, references: Iterable[str]) -> dict[str, str]:
    """Return a title for each reference; of one that is gone, its key."""
    slugs: dict[str, list[str]] = {}
    titles = {}
    for reference in references:
        type_, _, slug = reference.partition(":")
        slugs.setdefault(type_, []).append(slug)
        titles[reference] = f"{slug} (gelöscht)"
    for type_, wanted in slugs.items():
        for slug, title in _read(session, SHOWN[type_], wanted) if type_ in SHOWN else ():
            titles[f"{type_}:{slug}"] = title
    return titles


def find_topic_names(session: Session) -> dict[str, str]:
    """Return the name of every topic of offers, by its slug."""
    return {row.slug: row.name for row in session.execute(select(Topic.slug, Topic.name))}


def _read(session: Session, kind: Kind, slugs: list[str]) -> list[Any]:
    slug, title = getattr(kind.model, kind.key), getattr(kind.model, kind.title_field)
    return [row for part in in_parts(slugs) for row in session.execute(select(slug, title).where(slug.in_(part)))]
