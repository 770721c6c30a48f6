"""The topic of an entry: the group of an FAQ entry, the main topic of an offer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from bot.faq.models import FaqEntry
from bot.offers.models import TYPES, Offer, OfferTopic

AT_ONCE = 500  # values in one statement; SQLite takes 999 in old versions


def find_topics(session: Session, references: Iterable[str]) -> dict[str, str]:
    """Return ``faq:group`` or ``thema:slug`` for each reference that has a topic."""
    slugs: dict[str, list[str]] = {}
    for reference in references:
        type_, _, slug = reference.partition(":")
        slugs.setdefault(type_, []).append(slug)
    found = {}
    for slug, group in _read(session, select(FaqEntry.slug, FaqEntry.topic_group), FaqEntry.slug, slugs.get("faq", [])):
        found[f"faq:{slug}"] = f"faq:{group}"
    main_topic = select(Offer.slug, OfferTopic.topic).join(
        OfferTopic, and_(OfferTopic.offer_id == Offer.id, OfferTopic.position == 0)
    )
    for type_ in TYPES:
        statement = main_topic.where(Offer.type == type_)
        for slug, topic in _read(session, statement, Offer.slug, slugs.get(type_, [])):
            found[f"{type_}:{slug}"] = f"thema:{topic}"
    return found


def in_parts(values: list[str]) -> Iterator[list[str]]:
    """Yield values in lists that one statement can take."""
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]


def _read(session: Session, statement: Any, column: Any, slugs: list[str]) -> Iterator[Any]:
    for part in in_parts(slugs):
        yield from session.execute(statement.where(column.in_(part)))
