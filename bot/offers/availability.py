"""Whether an offer can be had on a day: for what is named, the same rule as ``conditions`` has for what is found."""

from __future__ import annotations

from datetime import date

from bot.offers.queries import FundingView, OfferView, TrainingView

EXPIRED = "ausgelaufen"
SOON = 30  # days before its end from which a programme is said to end soon


def last_day_of(offer: OfferView) -> date | None:
    """Return the last day on which an offer can be had: a programme's end, a training's start; None if not known."""
    if isinstance(offer, FundingView):
        return offer.valid_until
    return offer.starts_on if isinstance(offer, TrainingView) else None


def is_available(offer: OfferView, today: date) -> bool:
    """Tell whether an offer can be had as far as is known; what only informs never can."""
    if offer.status == EXPIRED or (isinstance(offer, FundingView) and offer.is_information_only):
        return False
    last = last_day_of(offer)
    return last is None or last >= today


def is_over(offer: OfferView, today: date) -> bool:
    """Tell whether an offer has ended."""
    last = last_day_of(offer)
    return offer.status == EXPIRED or (last is not None and last < today)


def days_left(offer: OfferView, today: date) -> int | None:
    """Return in how many days a programme that can be had ends, where that is soon."""
    if not isinstance(offer, FundingView) or offer.valid_until is None or not is_available(offer, today):
        return None
    days = (offer.valid_until - today).days
    return days if days <= SOON else None
