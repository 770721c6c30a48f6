"""Searches in the handbook that found nothing, and those who wait for what they were for."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from bot.analytics.miss_models import Miss
from bot.offers.filters import FUNDING, TRAINING, OfferFilters
from bot.search.wishes import key_of
from bot.subscriptions.models import Subscription
from tests.browser.demo.clock import NOW, TODAY

# what was searched for, in German, what emptied it, how often, how many wait, how many have not confirmed
SEARCHES = (
    (
        OfferFilters(TRAINING, ("schweissen",), place="Melsungen"),
        "Weiterbildung, Schweißen, „Melsungen“",
        "„Melsungen“",
        6,
        4,
        1,
    ),
    (
        OfferFilters(TRAINING, ("hochvolt",), schedules=("abends",)),
        "Weiterbildung, Hochvolt, „abends“",
        "„abends“",
        4,
        2,
        0,
    ),
    (
        OfferFilters(FUNDING, ("ki",), kinds=("beteiligung",)),
        "Förderung, Künstliche Intelligenz, „Beteiligung“",
        "„Beteiligung“",
        2,
        0,
        1,
    ),
)


def add_waiting(session: Session) -> None:
    """Write the searches and the subscriptions, none with a mail; the caller commits."""
    for number, (filters, conditions, emptied_by, searched, waiting, pending) in enumerate(SEARCHES):
        shared = {"filters": filters.to_slot(), "wish_key": key_of(filters), "conditions": conditions}
        for repeat in range(searched):
            at = NOW - timedelta(days=2 + 4 * repeat, hours=number)
            found = {"reason": "no_hits", "state": "worthless", "text": "", "emptied_by": emptied_by}
            session.add(Miss(at=at, position=1, **found, **shared))
        for person in range(waiting + pending):
            begun = NOW - timedelta(days=person + 1)
            is_confirmed = person < waiting
            session.add(
                Subscription(
                    email=f"person{number}{person}@example.org",
                    state="confirmed" if is_confirmed else "pending",
                    consent_at=begun,
                    consent_text="…",
                    consent_version="…",
                    created_at=begun,
                    confirmed_at=begun if is_confirmed else None,
                    checked_on=TODAY,
                    **shared,
                )
            )
    session.flush()
