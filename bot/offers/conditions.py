"""The conditions of a search as SQL: only what can be had now, and of that what meets the filters."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import exists, or_, select

from bot.german.distances import CENTRE, towns_around
from bot.offers.filters import FUNDING, OfferFilters
from bot.offers.models import UNDATED, FundingKind, FundingProgramme, Offer, OfferTopic, TrainingOffer

ADVICE = "beratung"  # a kind of support, and a format of what providers offer
# What is held beside a job takes part of the day, and its hours are no working hours: no more is known of them.
SCHEDULES_THAT_SUIT = {
    "teilzeit": ("teilzeit", "berufsbegleitend"),
    "abends": ("berufsbegleitend",),
    "wochenende": ("berufsbegleitend",),
}


def model_of(filters: OfferFilters) -> Any:
    """Return the class of the offers that a search is for."""
    return FundingProgramme if filters.type == FUNDING else TrainingOffer


def conditions_of(filters: OfferFilters, today: date, *wanted: Any, show_samples: bool) -> list[Any]:
    """Return what an offer must meet: each condition but its topics, what else is wanted, and that it is open.

    They stand on the table of its type; what all offers share is asked last, of each that met the rest.
    """
    offers = Offer.__table__.c
    shared = [offers.is_archived.is_(False), offers.status != "ausgelaufen"]
    if not show_samples:
        shared.append(offers.is_sample.is_(False))
    model = model_of(filters)
    own = _funding_conditions(filters, today) if filters.type == FUNDING else _training_conditions(filters, today)
    topics = [~has_topic(model, filters.without_topics)] if filters.without_topics else []
    is_shown = exists().where(offers.id == id_of(model), *shared).correlate(model.__table__)
    return [*own, *topics, *wanted, is_shown]


def id_of(model: Any) -> Any:
    """Return the number of an offer as the table of its type has it."""
    return model.__table__.c.id


def has_topic(model: Any, topics: tuple[str, ...], *more: Any) -> Any:
    """Return that an offer has one of some topics, and meets more conditions on that row."""
    listed = OfferTopic.__table__.c
    return _is_listed(model, select(listed.offer_id).where(listed.topic.in_(topics), *more))


def _is_listed(model: Any, offer_ids: Any) -> Any:
    """Return that an offer is in a list, which is made once and looked into.

    "Is true" is nothing but a hint: without it either database would rather go through the list and fetch all its rows
    from all over the table, and what is found would have to be sorted.
    """
    return id_of(model).in_(offer_ids).is_(True)


def _funding_conditions(filters: OfferFilters, today: date) -> list[Any]:
    programmes = FundingProgramme.__table__.c
    last = programmes.valid_until
    conditions = [programmes.is_information_only.is_(False), or_(last.is_(None), last >= today)]
    if filters.kinds:
        conditions.append(_has_kind(filters.kinds))
    if filters.without_kinds and not filters.kinds:
        conditions.append(~_has_kind(filters.without_kinds))
    if filters.levels:
        conditions.append(programmes.level.in_(filters.levels))
    if filters.employees is not None:
        limit = programmes.max_employees
        conditions.append(or_(limit.is_(None), limit >= filters.employees))
    return conditions


def _has_kind(kinds: tuple[str, ...]) -> Any:
    kinds_given = FundingKind.__table__.c
    return _is_listed(FundingProgramme, select(kinds_given.offer_id).where(kinds_given.kind.in_(kinds)))


def _training_conditions(filters: OfferFilters, today: date) -> list[Any]:
    """Return what a training must meet; one without a date is always to be asked for."""
    trainings = TrainingOffer.__table__.c
    listed, last = trainings.listed_on, filters.last_day
    conditions = [listed >= max(filters.first_day or today, today)]
    if last:
        conditions.append(listed <= last)
    elif filters.first_day:
        conditions.append(listed < UNDATED)
    if filters.formats:
        formats = {*filters.formats, *(("blended",) if "praesenz" in filters.formats else ())}
        conditions.append(trainings.format.in_(formats))
    elif ADVICE in filters.kinds:
        conditions.append(trainings.format == ADVICE)
    if filters.radius_km is not None:
        conditions.append(trainings.place.in_(places_within(filters)))
    elif filters.place:
        conditions.append(trainings.place == filters.place)
    if filters.without_places:
        conditions.append(trainings.place.not_in(filters.without_places))
    if filters.max_price is not None:
        conditions.append(trainings.price_eur <= filters.max_price)
    if filters.needs_voucher:
        conditions.append(trainings.education_voucher == "ja")
    if filters.needs_azav:
        conditions.append(trainings.azav == "ja")
    if filters.schedules:
        suiting = [one for name in filters.schedules for one in SCHEDULES_THAT_SUIT.get(name, (name,))]
        conditions.append(trainings.schedule.in_(suiting))
    return conditions


def places_within(filters: OfferFilters) -> list[str]:
    """Return the towns within the radius, the nearest first."""
    return [town for town, _ in towns_around(filters.place or CENTRE, filters.radius_km or 0)]
