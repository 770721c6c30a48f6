"""Find and read offers; everything leaves the session as plain frozen data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, selectinload

from bot.db import read_rows, read_texts
from bot.offers.conditions import conditions_of, has_topic, model_of
from bot.offers.filters import FUNDING, OfferFilters
from bot.offers.models import TYPES, FundingKind, FundingProgramme, Offer, OfferTopic, OfferVariant, TrainingOffer

MAXIMUM_COUNT = 1000  # where counting stops: nobody wants to know more exactly how far too many there are
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


def find_offers(
    session: Session,
    filters: OfferFilters,
    *,
    today: date,
    show_samples: bool,
    slugs: Iterable[str] = (),
    limit: int | None = None,
    offset: int = 0,
) -> list[OfferView]:
    """Return offers of ``filters.type`` that meet every condition and have a wanted topic or one of the given slugs.

    Without topics and slugs every offer that meets the other conditions is returned. Expired and information-only
    programmes and past courses are never returned. Order: price where the filters ask for it; else those of the main
    topic first, unless the date was asked for; then by date or deadline, the unknown last; then by id.
    """
    model = model_of(filters)
    found = _meeting(select(model), filters, today, show_samples, list(slugs))
    statement = found.order_by(*_order(filters)).limit(limit).offset(offset)
    return [view_offer(row) for row in session.scalars(statement.options(*_loading(model)))]


def count_offers(
    session: Session,
    filters: OfferFilters,
    *,
    today: date,
    show_samples: bool,
    slugs: Iterable[str] = (),
    maximum: int = MAXIMUM_COUNT,
) -> int:
    """Return how many offers ``find_offers`` would return without a limit; counting stops at a maximum."""
    found = _meeting(select(model_of(filters).id), filters, today, show_samples, list(slugs)).limit(maximum)
    return session.scalar(select(func.count()).select_from(found.subquery())) or 0


def count_by_place(session: Session, filters: OfferFilters, *, today: date, show_samples: bool) -> dict[str, int]:
    """Return how many trainings meet the filters in each town."""
    statement = select(TrainingOffer.place, func.count()).group_by(TrainingOffer.place)
    return dict(session.execute(_meeting(statement, filters, today, show_samples, [])).all())


def count_by_topic(session: Session, filters: OfferFilters, *, today: date, show_samples: bool) -> dict[str, int]:
    """Return how many offers meet the filters under each topic; an offer counts under each of its own."""
    statement = (
        select(OfferTopic.topic, func.count())
        .join(model_of(filters), Offer.id == OfferTopic.offer_id)
        .group_by(OfferTopic.topic)
    )
    return dict(session.execute(_meeting(statement, filters, today, show_samples, [])).all())


def find_by_slug(session: Session, slug: str, *, show_samples: bool) -> list[OfferView]:
    """Return the offers of a slug, whether they can be had or not: a programme and a training may share one."""
    named = (Offer.type.in_(TYPES), Offer.slug == slug)  # the types: the index begins with them
    statement = select(Offer).where(*named, Offer.is_archived.is_(False)).order_by(Offer.type)
    if not show_samples:
        statement = statement.where(Offer.is_sample.is_(False))
    return [view_offer(row) for row in session.scalars(statement)]


def find_first_day(session: Session, filters: OfferFilters, *, today: date, show_samples: bool) -> date | None:
    """Return when the first training begins that meets the filters, None where none has a date."""
    statement = _meeting(select(func.min(TrainingOffer.starts_on)), filters, today, show_samples, [])
    day: date | None = session.scalar(statement)
    return day


def _meeting(statement: Any, filters: OfferFilters, today: date, show_samples: bool, slugs: list[str]) -> Any:
    """Return the statement with the conditions of a search."""
    conditions = conditions_of(filters, today, show_samples=show_samples)
    wanted = [has_topic(filters.topics)] if filters.topics else []
    if slugs:
        wanted.append(and_(Offer.type == filters.type, Offer.slug.in_(slugs)))  # the type: the index begins with it
    return statement.where(*conditions, or_(*wanted)) if wanted else statement.where(*conditions)


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
    if filters.type == FUNDING:
        return [*_main_topic_first(filters), FundingProgramme.valid_until.asc().nulls_last(), FundingProgramme.id]
    by_date = [TrainingOffer.starts_on.asc().nulls_last(), TrainingOffer.id]
    if filters.sort == "price":
        return [TrainingOffer.price_eur.asc().nulls_last(), *by_date]
    return by_date if filters.sort == "date" else [*_main_topic_first(filters), *by_date]


def _main_topic_first(filters: OfferFilters) -> list[Any]:
    if not filters.topics:
        return []
    return [has_topic(filters.topics, OfferTopic.position == 0).desc()]
