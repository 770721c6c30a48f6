"""Which offers are news to a subscription: what meets its conditions by the chat's own query and was not told of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.handoff.unique_rows import insert_if_new
from bot.offers.availability import last_day_of
from bot.offers.filters import OfferFilters
from bot.offers.finding import find_offers
from bot.offers.queries import OfferView
from bot.subscriptions.models import Subscription, ToldOffer

MOST_AT_ONCE = 200  # what is beyond comes on the next day


def select_new(session: Session, subscription: Subscription, *, today: date) -> list[OfferView]:
    """Return the offers that can be had today and were not told of; sample data never.

    An offer that was told of is new again when its day is another.
    """
    wish = OfferFilters.from_slot(dict(subscription.filters))
    told = select(ToldOffer.reference, ToldOffer.day).where(ToldOffer.subscription_id == subscription.id)
    known = {(reference, day) for reference, day in session.execute(told)}
    found = find_offers(session, wish, today=today, show_samples=False, limit=MOST_AT_ONCE + len(known))
    return [offer for offer in found.offers if _name(offer) not in known][:MOST_AT_ONCE]


def remember(session: Session, subscription: Subscription, offers: Sequence[OfferView]) -> None:
    """Note that a subscription needs no notice of some offers; the caller commits."""
    for offer in offers:
        reference, day = _name(offer)
        insert_if_new(session, ToldOffer, {"subscription_id": subscription.id, "reference": reference, "day": day})


def _name(offer: OfferView) -> tuple[str, str]:
    day = last_day_of(offer)
    return f"{offer.type}:{offer.slug}", day.isoformat() if day else ""
