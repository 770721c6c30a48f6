"""Find and read offers; everything leaves the session as plain frozen data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session, selectinload

from bot.db import read_rows, read_texts
from bot.offers.filters import FUNDING, TRAINING, OfferFilters
from bot.offers.models import FundingKind, FundingProgramme, Offer, OfferTopic, OfferVariant, TrainingOffer

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


def find_offers(
    session: Session, filters: OfferFilters, *, today: date, show_samples: bool, slugs: Iterable[str] = ()
) -> list[OfferView]:
    """Return offers of ``filters.type`` that meet every condition and have a wanted topic or one of the given slugs.

    Without topics and slugs every offer that meets the other conditions is returned. Expired and information-only
    programmes and past courses are never returned. Order: price or date where the filters ask for it, else by id.
    """
    model = FundingProgramme if filters.type == FUNDING else TrainingOffer
    conditions = [model.is_archived.is_(False), *_hard_conditions(filters, today)]
    if not show_samples:
        conditions.append(model.is_sample.is_(False))
    wanted = list(slugs)
    if filters.topics or wanted:
        has_topic = exists().where(and_(OfferTopic.offer_id == Offer.id, OfferTopic.topic.in_(filters.topics)))
        conditions.append(or_(has_topic, Offer.slug.in_(wanted)))
    statement = select(model).where(*conditions).order_by(*_order(filters))
    return [view_offer(row) for row in session.scalars(statement.options(*_loading(model)))]


def read_all_offers(session: Session, type_: str, *, show_samples: bool) -> list[tuple[OfferView, tuple[str, ...]]]:
    """Return all offers of a type that are not archived, each with the further ways to ask for it."""
    model = FundingProgramme if type_ == FUNDING else TrainingOffer
    columns = (getattr(model, name) for name in _column_names(type_))
    statement = select(model.id, *columns).where(Offer.is_archived.is_(False)).order_by(Offer.id)
    if not show_samples:
        statement = statement.where(Offer.is_sample.is_(False))
    topics = read_texts(session, OfferTopic.offer_id, OfferTopic.topic, OfferTopic.position)
    kinds = read_texts(session, FundingKind.offer_id, FundingKind.kind, FundingKind.position)
    variants = read_texts(session, OfferVariant.offer_id, OfferVariant.text)
    return [
        (_make_view(type_, values, topics.get(offer_id, ()), kinds.get(offer_id, ())), variants.get(offer_id, ()))
        for offer_id, *values in read_rows(session, statement)
    ]


def read_places(session: Session) -> list[str]:
    """Return the towns where training takes place."""
    places = session.scalars(select(TrainingOffer.place).where(TrainingOffer.place != "").distinct())
    return [place for place in places if place.casefold() not in NO_TOWNS]


def view_offer(row: Any) -> OfferView:
    """Return a row as plain data."""
    values = [getattr(row, name) for name in _column_names(row.type)]
    kinds = tuple(kind.kind for kind in row.kinds) if row.type == FUNDING else ()
    return _make_view(row.type, values, tuple(topic.topic for topic in row.topics), kinds)


def _column_names(type_: str) -> list[str]:
    """Return the fields of a view that are columns of its offer."""
    view = FundingView if type_ == FUNDING else TrainingView
    return [name for name in view.__dataclass_fields__ if name not in ("topics", "kinds")]


def _make_view(type_: str, values: list[Any], topics: tuple[str, ...], kinds: tuple[str, ...]) -> OfferView:
    columns = dict(zip(_column_names(type_), values, strict=True))
    if type_ == FUNDING:
        return FundingView(**columns, topics=topics, kinds=kinds)
    return TrainingView(**columns, topics=topics)


def _loading(model: Any) -> list[Any]:
    options = [selectinload(model.topics)]
    return [*options, selectinload(FundingProgramme.kinds)] if model is FundingProgramme else options


def _order(filters: OfferFilters) -> list[Any]:
    if filters.type == TRAINING and filters.sort == "price":
        return [TrainingOffer.price_eur.is_(None), TrainingOffer.price_eur, TrainingOffer.starts_on, Offer.id]
    if filters.type == TRAINING and filters.sort == "date":
        return [TrainingOffer.starts_on.is_(None), TrainingOffer.starts_on, Offer.id]
    return [Offer.id]


def _hard_conditions(filters: OfferFilters, today: date) -> list[Any]:
    if filters.type == FUNDING:
        return _funding_conditions(filters, today)
    return _training_conditions(filters, today)


def _funding_conditions(filters: OfferFilters, today: date) -> list[Any]:
    conditions = [
        FundingProgramme.is_information_only.is_(False),
        Offer.status != "ausgelaufen",
        or_(FundingProgramme.valid_until.is_(None), FundingProgramme.valid_until >= today),
    ]
    if filters.kinds:
        conditions.append(_has_kind(filters.kinds))
    if filters.without_kinds and not filters.kinds:
        conditions.append(~_has_kind(filters.without_kinds))
    if filters.levels:
        conditions.append(FundingProgramme.level.in_(filters.levels))
    if filters.employees is not None:
        conditions.append(
            or_(FundingProgramme.max_employees.is_(None), FundingProgramme.max_employees >= filters.employees)
        )
    return conditions


def _has_kind(kinds: tuple[str, ...]) -> Any:
    return exists().where(and_(FundingKind.offer_id == FundingProgramme.id, FundingKind.kind.in_(kinds)))


def _training_conditions(filters: OfferFilters, today: date) -> list[Any]:
    conditions = [or_(TrainingOffer.starts_on.is_(None), TrainingOffer.starts_on >= today)]
    if filters.formats:
        formats = {*filters.formats, *(("blended",) if "praesenz" in filters.formats else ())}
        conditions.append(TrainingOffer.format.in_(formats))
    if filters.place:
        conditions.append(TrainingOffer.place == filters.place)
    if filters.first_day:
        conditions.append(TrainingOffer.starts_on >= filters.first_day)
    if filters.last_day:
        conditions.append(TrainingOffer.starts_on <= filters.last_day)
    if filters.max_price is not None:
        conditions.append(TrainingOffer.price_eur <= filters.max_price)
    if filters.needs_voucher:
        conditions.append(TrainingOffer.education_voucher == "ja")
    return conditions
