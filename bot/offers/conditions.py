"""The conditions of a search as SQL: only what can be had now, and of that what meets the filters."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import or_, select

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
    """Return what an offer must meet, its topics left out: it must be open, and meet each condition."""
    conditions = [Offer.is_archived.is_(False)]
    if not show_samples:
        conditions.append(Offer.is_sample.is_(False))
    if filters.without_topics:
        conditions.append(~has_topic(filters.without_topics))
    if filters.type == FUNDING:
        return [*conditions, *is_open_programme(today), *_funding_conditions(filters)]
    return [*conditions, *is_open_training(today), *_training_conditions(filters)]


def is_open_programme(today: date) -> list[Any]:
    """Return when a programme takes applications as far as is known."""
    return [
        FundingProgramme.is_information_only.is_(False),
        Offer.status != "ausgelaufen",
        or_(FundingProgramme.valid_until.is_(None), FundingProgramme.valid_until >= today),
    ]


def is_open_training(today: date) -> list[Any]:
    """Return when a training can still be booked; one without a date is always to be asked for."""
    return [
        Offer.status != "ausgelaufen",
        or_(TrainingOffer.starts_on.is_(None), TrainingOffer.starts_on >= today),
    ]


def has_topic(topics: tuple[str, ...], *more: Any) -> Any:
    """Return that an offer has one of some topics, and meets more conditions on that row.

    As a list of offers, not as a question to each of them: a search begins at the topic, which few offers have.
    """
    return Offer.id.in_(select(OfferTopic.offer_id).where(OfferTopic.topic.in_(topics), *more))


def _funding_conditions(filters: OfferFilters) -> list[Any]:
    conditions = []
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
    return Offer.id.in_(select(FundingKind.offer_id).where(FundingKind.kind.in_(kinds)))


def _training_conditions(filters: OfferFilters) -> list[Any]:
    conditions = []
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
    if filters.first_day:
        conditions.append(TrainingOffer.starts_on >= filters.first_day)
    if filters.last_day:
        conditions.append(TrainingOffer.starts_on <= filters.last_day)
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
