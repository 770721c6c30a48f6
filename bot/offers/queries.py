"""Read offers; everything leaves the session as plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.db import read_rows, read_texts
from bot.offers.filters import FUNDING
from bot.offers.models import TYPES, FundingKind, FundingProgramme, Offer, OfferTopic, OfferVariant, TrainingOffer

# What stands in the column of the place without being a town.
NO_TOWNS = ("online", "im betrieb", "bundesweit", "hessen", "region kassel")


@dataclass(frozen=True)
class OfferView:
    """What is shown of any offer."""

    type: str
    slug: str
    title: str
    provider: str
    audience: str
    description: str
    status: str
    is_sample: bool
    source_url: str
    source_date: str
    topics: tuple[str, ...]


@dataclass(frozen=True)
class FundingView(OfferView):
    """What is shown of a funding programme; None means unknown or unlimited."""

    level: str
    kinds: tuple[str, ...]
    conditions: str
    area: str
    max_employees: int | None
    max_quota_percent: int | None
    max_amount_eur: int | None
    apply_before_start: str
    application: str
    valid_until: date | None
    certainty: str
    successor: str
    is_information_only: bool


@dataclass(frozen=True)
class TrainingView(OfferView):
    """What is shown of a training; an empty field means not known."""

    format: str
    place: str
    starts_on: date | None
    ends_on: date | None
    hours: int | None
    price_eur: float | None
    azav: str
    education_voucher: str
    schedule: str


def read_offers(session: Session, type_: str, ids: list[int]) -> list[OfferView]:
    """Return the offers of some numbers, in their order."""
    views = _read_views(session, type_, _select_by_id(type_), ids) if ids else {}
    return [views[offer_id] for offer_id in ids]


def find_by_slug(session: Session, slug: str, *, show_samples: bool) -> list[OfferView]:
    """Return the offers of a slug, whether they can be had or not: a programme and a training may share one."""
    named = (Offer.type.in_(TYPES), Offer.slug == slug)  # the types: the index begins with them
    statement = select(Offer).where(*named, Offer.is_archived.is_(False)).order_by(Offer.type)
    if not show_samples:
        statement = statement.where(Offer.is_sample.is_(False))
    return [view_offer(row) for row in session.scalars(statement)]


def read_all_offers(session: Session, type_: str, *, show_samples: bool) -> list[tuple[OfferView, tuple[str, ...]]]:
    """Return all offers of a type that are not archived, each with the further ways to ask for it."""
    statement = _select_columns(type_).where(Offer.is_archived.is_(False)).order_by(Offer.id)
    if not show_samples:
        statement = statement.where(Offer.is_sample.is_(False))
    variants = read_texts(session, OfferVariant.offer_id, OfferVariant.text)
    views = _read_views(session, type_, statement)
    return [(view, variants.get(offer_id, ())) for offer_id, view in views.items()]


def read_places(session: Session) -> list[str]:
    """Return the towns where training takes place."""
    places = session.scalars(select(TrainingOffer.place).where(TrainingOffer.place != "").distinct())
    return [place for place in places if place.casefold() not in NO_TOWNS]


def view_offer(row: Any) -> OfferView:
    """Return a row as plain data."""
    values = [getattr(row, name) for name in _column_names(row.type)]
    kinds = tuple(kind.kind for kind in row.kinds) if row.type == FUNDING else ()
    return _make_view(row.type, values, tuple(topic.topic for topic in row.topics), kinds)


def _read_views(session: Session, type_: str, statement: Any, ids: list[int] | None = None) -> dict[int, OfferView]:
    """Return the offers that a statement finds, in its order: of some numbers only, where they are given."""
    topics = read_texts(session, OfferTopic.offer_id, OfferTopic.topic, OfferTopic.position, owners=ids)
    kinds = {}
    if type_ == FUNDING:
        kinds = read_texts(session, FundingKind.offer_id, FundingKind.kind, FundingKind.position, owners=ids)
    return {
        offer_id: _make_view(type_, values, topics.get(offer_id, ()), kinds.get(offer_id, ()))
        for offer_id, *values in read_rows(session, statement, None if ids is None else {"ids": ids})
    }


def _select_columns(type_: str) -> Any:
    """Return a statement over the tables: attributes of a class cost as much as a quick question to the database."""
    shared = Offer.__table__
    own = (FundingProgramme if type_ == FUNDING else TrainingOffer).__table__
    columns = [own.c[name] if name in own.c else shared.c[name] for name in _column_names(type_)]
    return select(shared.c.id, *columns).join_from(shared, own)


@cache
def _select_by_id(type_: str) -> Any:
    return _select_columns(type_).where(Offer.__table__.c.id.in_(bindparam("ids", expanding=True)))


@cache
def _column_names(type_: str) -> list[str]:
    """Return the fields of a view that are columns of its offer."""
    view = FundingView if type_ == FUNDING else TrainingView
    return [name for name in view.__dataclass_fields__ if name not in ("topics", "kinds")]


def _make_view(type_: str, values: list[Any], topics: tuple[str, ...], kinds: tuple[str, ...]) -> OfferView:
    columns = dict(zip(_column_names(type_), values, strict=True))
    if type_ == FUNDING:
        return FundingView(**columns, topics=topics, kinds=kinds)
    return TrainingView(**columns, topics=topics)
