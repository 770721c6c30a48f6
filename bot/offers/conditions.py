"""The conditions of a search as SQL: only what can be had now, and of that what meets the filters."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import exists, or_, select

from bot.german.distances import CENTRE, towns_around
from bot.offers.filters import FUNDING, OfferFilters
from bot.offers.models import FundingKind, FundingProgramme, Offer, OfferTopic, TrainingOffer

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


def conditions_of(filters: OfferFilters, today: date, *, show_samples: bool) -> list[Any]:
    """Return what an offer must meet, its topics left out: each condition, and that it is open.

    They stand on the table of its type; what all offers share is asked last, of each that met the rest.
    """
    shared = [Offer.is_archived.is_(False), Offer.status != "ausgelaufen"]
    if not show_samples:
        shared.append(Offer.is_sample.is_(False))
    model = model_of(filters)
    own = _funding_conditions(filters, today) if filters.type == FUNDING else _training_conditions(filters, today)
    topics = [~has_topic(model, filters.without_topics)] if filters.without_topics else []
    is_shown = exists().where(Offer.__table__.c.id == id_of(model), *shared).correlate(model.__table__)
    return [*own, *topics, is_shown]


def id_of(model: Any) -> Any:
    """Return the number of an offer as the table of its type has it."""
    return model.__table__.c.id


def has_topic(model: Any, topics: tuple[str, ...], *more: Any) -> Any:
    """Return that an offer has one of some topics, and meets more conditions on that row."""
    return _is_listed(model, select(OfferTopic.offer_id).where(OfferTopic.topic.in_(topics), *more))


def _is_listed(model: Any, offer_ids: Any) -> Any:
    """Return that an offer is in a list, which is made once and looked into.

    The sum is nothing but a hint: without it the list would be gone through and all its rows fetched from all over the
    table, and what is found would have to be sorted.
    """
    return (id_of(model) + 0).in_(offer_ids)


def _funding_conditions(filters: OfferFilters, today: date) -> list[Any]:
    last = FundingProgramme.valid_until
    conditions = [FundingProgramme.is_information_only.is_(False), or_(last.is_(None), last >= today)]
    if filters.kinds:
        conditions.append(_has_kind(filters.kinds))
    if filters.without_kinds and not filters.kinds:
        conditions.append(~_has_kind(filters.without_kinds))
    if filters.levels:
        conditions.append(FundingProgramme.level.in_(filters.levels))
    if filters.employees is not None:
        limit = FundingProgramme.max_employees
        conditions.append(or_(limit.is_(None), limit >= filters.employees))
    return conditions


def _has_kind(kinds: tuple[str, ...]) -> Any:
    return _is_listed(FundingProgramme, select(FundingKind.offer_id).where(FundingKind.kind.in_(kinds)))


def _training_conditions(filters: OfferFilters, today: date) -> list[Any]:
    """Return what a training must meet; one without a date is always to be asked for."""
    first, last = max(filters.first_day or today, today), filters.last_day
    starts = TrainingOffer.starts_on
    conditions = [starts >= first] if filters.first_day or last else [or_(starts.is_(None), starts >= today)]
    if last:
        conditions.append(starts <= last)
    if filters.formats:
        formats = {*filters.formats, *(("blended",) if "praesenz" in filters.formats else ())}
        conditions.append(TrainingOffer.format.in_(formats))
    elif ADVICE in filters.kinds:
        conditions.append(TrainingOffer.format == ADVICE)
    if filters.radius_km is not None:
        conditions.append(TrainingOffer.place.in_(places_within(filters)))
    elif filters.place:
        conditions.append(TrainingOffer.place == filters.place)
    if filters.without_places:
        conditions.append(TrainingOffer.place.not_in(filters.without_places))
    if filters.max_price is not None:
        conditions.append(TrainingOffer.price_eur <= filters.max_price)
    if filters.needs_voucher:
        conditions.append(TrainingOffer.education_voucher == "ja")
    if filters.needs_azav:
        conditions.append(TrainingOffer.azav == "ja")
    if filters.schedules:
        suiting = [one for name in filters.schedules for one in SCHEDULES_THAT_SUIT.get(name, (name,))]
        conditions.append(TrainingOffer.schedule.in_(suiting))
    return conditions


def places_within(filters: OfferFilters) -> list[str]:
    """Return the towns within the radius, the nearest first."""
    return [town for town, _ in towns_around(filters.place or CENTRE, filters.radius_km or 0)]
