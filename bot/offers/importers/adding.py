"""Add offers that a source has and we do not: rows by the hundred, since a file may bring a hundred thousand."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.german.slugs import make_slug
from bot.offers.importers.history import History
from bot.offers.importers.models import OfferImport, OfferOrigin, OfferOriginal
from bot.offers.importers.offer_values import CHUNK, LISTS, MODELS, STAND, make_fingerprint, original_columns, to_json
from bot.offers.importers.planning import Plan
from bot.offers.importers.reading import SourceRecord
from bot.offers.models import FundingKind, Offer, OfferTopic
from bot.topics.models import Topic

LONGEST_SLUG = 74  # the column holds 80; the rest is for a number


class Slugs:
    """Short names that no offer of a type has or ever had, handed out once each."""

    def __init__(self, session: Session, type_: str, history: History) -> None:
        live = session.scalars(select(Offer.slug).where(Offer.type == type_))
        self._taken = {*live, *history.find_slugs(session, type_)}
        self._next: dict[str, int] = {}

    def take(self, wanted: str) -> str:
        """Return the wanted short name, with a number where it is taken."""
        wanted = wanted[:LONGEST_SLUG].rstrip("-")
        slug = wanted
        while slug in self._taken:
            self._next[wanted] = self._next.get(wanted, 1) + 1
            slug = f"{wanted}-{self._next[wanted]}"
        self._taken.add(slug)
        return slug


def add_offers(
    session: Session,
    plan: Plan,
    found: OfferImport,
    *,
    history: History,
    is_shown: bool,
    find_topics: Callable[[str], list[str]],
) -> None:
    """Write the new offers of a plan with their origins and original texts."""
    topics = set(session.scalars(select(Topic.slug)))
    propose = lru_cache(maxsize=20_000)(lambda text: tuple(find_topics(text)))  # dates share their titles
    for type_ in MODELS:
        records = [record for record in plan.new if record.type == type_]
        slugs = Slugs(session, type_, history) if records else None
        for start in range(0, len(records), CHUNK):
            assert slugs is not None
            named = [(slugs.take(_wanted(record)), record) for record in records[start : start + CHUNK]]
            rows = [_complete(record, slug, found, propose, is_shown=is_shown) for slug, record in named]
            _insert(session, type_, rows, topics)
            _insert_origins(session, type_, named, found)


def _wanted(record: SourceRecord) -> str:
    return record.slug if record.slug == make_slug(record.slug) else make_slug(record.slug or record.values["title"])


def _complete(
    record: SourceRecord, slug: str, found: OfferImport, propose: Callable[[str], tuple[str, ...]], *, is_shown: bool
) -> dict[str, Any]:
    """Return all columns and lists of a new offer."""
    values = {STAND: found.created_at.date().isoformat()} | record.defaults | record.values
    if "topics" not in values:
        values["topics"] = list(propose(values["title"]))
    return {**values, "type": record.type, "slug": slug, "is_archived": not is_shown}


def _insert(session: Session, type_: str, rows: list[dict[str, Any]], topics: set[str]) -> None:
    session.execute(Offer.__table__.insert(), [_columns(Offer, row) for row in rows])
    ids = _find_ids(session, type_, [row["slug"] for row in rows])
    model = MODELS[type_]
    session.execute(model.__table__.insert(), [{**_columns(model, row), "id": ids[row["slug"]]} for row in rows])
    _insert_list(session, OfferTopic, "topics", rows, ids, allowed=topics)
    if hasattr(model, "kinds"):
        _insert_list(session, FundingKind, "kinds", rows, ids)


def _columns(model: Any, row: dict[str, Any]) -> dict[str, Any]:
    """Return the values of one table, with the defaults of its columns: many rows need the same keys."""
    found = {}
    for column in model.__table__.columns:
        if column.name in row:
            found[column.name] = row[column.name]
        elif column.default is not None and column.default.is_scalar:
            found[column.name] = column.default.arg
    return found


def _insert_list(
    session: Session, model: Any, name: str, rows: list[dict[str, Any]], ids: dict[str, int], *, allowed: Any = None
) -> None:
    children = [
        {"offer_id": ids[row["slug"]], LISTS[name][0]: text, "position": position}
        for row in rows
        for position, text in enumerate(row.get(name, []))
        if allowed is None or text in allowed
    ]
    if children:
        session.execute(model.__table__.insert(), children)


def _insert_origins(session: Session, type_: str, named: list[tuple[str, SourceRecord]], found: OfferImport) -> None:
    ids = _find_ids(session, type_, [slug for slug, _record in named])
    at = found.created_at.isoformat(timespec="seconds")
    origins = [
        {
            "offer_id": ids[slug],
            "source": found.source,
            "scope": found.scope,
            "source_key": record.key,
            "fingerprint": make_fingerprint(record),
            "fields": {name: [to_json(value), at] for name, value in record.values.items()},
            "import_id": found.id,
        }
        for slug, record in named
    ]
    session.execute(OfferOrigin.__table__.insert(), origins)
    originals = [original_columns(ids[slug], record.original) for slug, record in named if record.original]
    if originals:
        session.execute(OfferOriginal.__table__.insert(), originals)


def _find_ids(session: Session, type_: str, slugs: list[str]) -> dict[str, int]:
    statement = select(Offer.slug, Offer.id).where(Offer.type == type_, Offer.slug.in_(slugs))
    return dict(map(tuple, session.execute(statement)))
