"""Confirm a subscription, end it, and forget what is over."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import Session, sessionmaker

from bot.subscriptions.links import UNCONFIRMED_FOR
from bot.subscriptions.models import Subscription, SubscriptionLink
from bot.subscriptions.posting import forget_mails

KEPT_FOR = timedelta(days=365)  # from the confirmation: then the consent is used up


def confirm(session: Session, subscription: Subscription, *, now: datetime) -> bool:
    """Let notices begin, and forget in which chat they were asked for; False where they have begun. The caller commits.

    Who has declined before may still think better of it.
    """
    confirmed = session.execute(
        update(Subscription)
        .where(Subscription.id == subscription.id, Subscription.state != "confirmed")
        .values(state="confirmed", confirmed_at=now, conversation_key="")
        .execution_options(synchronize_session="fetch")
    )
    return bool(confirmed.rowcount)


def unsubscribe(session: Session, subscription: Subscription) -> None:
    """End a subscription for good; the caller commits.

    One that was never confirmed is kept as declined until its time is over, so that nobody can ask again and again in
    the name of this address.
    """
    if subscription.state == "confirmed":
        forget(session, subscription.id)
    else:
        subscription.state = "declined"
        forget_mails(session, subscription.id)
        session.flush()


def forget(session: Session, subscription_id: int) -> None:
    """Delete a subscription with its mails; the caller commits."""
    forget_mails(session, subscription_id)
    gone = delete(Subscription).where(Subscription.id == subscription_id)
    session.execute(gone.execution_options(synchronize_session=False))


def forget_over(factory: sessionmaker, *, today: date, now: datetime) -> int:
    """Delete what was not confirmed in time, what has lasted for a year or asked for days that are over, and old links.

    Return how many subscriptions these were. Several workers may do so at once.
    """
    with factory.begin() as session:
        session.execute(
            delete(SubscriptionLink)
            .where(SubscriptionLink.expires_at < now)
            .execution_options(synchronize_session=False)
        )
        over = list(session.scalars(select(Subscription.id).where(_is_over(today, now))))
        for subscription_id in over:
            forget(session, subscription_id)
    return len(over)


def _is_over(today: date, now: datetime) -> Any:
    return or_(
        and_(Subscription.state != "confirmed", Subscription.created_at < now - UNCONFIRMED_FOR),
        Subscription.confirmed_at < now - KEPT_FOR,
        Subscription.ends_on < today,
    )
