"""What staff see of subscriptions: how many wait for what, and, for administrators, those of an address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from bot.subscriptions.models import Subscription

PAGE_SIZE = 25


@dataclass(frozen=True)
class WishLine:
    """What some addresses wait for, and how many: those confirmed, and those asked to confirm."""

    wish_key: str
    conditions: str
    confirmed: int
    pending: int
    first_at: datetime
    notified_at: datetime | None


def list_wishes(session: Session, *, page: int) -> tuple[list[WishLine], int]:
    """Return a page of what is waited for, and how many different wishes there are; the most wanted first."""
    confirmed = func.sum(case((Subscription.state == "confirmed", 1), else_=0))
    pending = func.sum(case((Subscription.state == "pending", 1), else_=0))
    rows = session.execute(
        select(
            Subscription.wish_key,
            func.max(Subscription.conditions),
            confirmed,
            pending,
            func.min(Subscription.created_at),
            func.max(Subscription.notified_at),
            func.count().over(),
        )
        .where(Subscription.state != "declined")
        .group_by(Subscription.wish_key)
        .order_by(confirmed.desc(), pending.desc(), func.min(Subscription.created_at), Subscription.wish_key)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    return [WishLine(*row[:6]) for row in rows], rows[0][6] if rows else 0


def count_confirmed(session: Session, wish_keys: Sequence[str]) -> dict[str, int]:
    """Return how many confirmed subscriptions wait for each of some wishes."""
    statement = (
        select(Subscription.wish_key, func.count())
        .where(Subscription.wish_key.in_(wish_keys), Subscription.state == "confirmed")
        .group_by(Subscription.wish_key)
    )
    return {key: int(count) for key, count in session.execute(statement)}


def find_of_address(session: Session, email: str) -> list[Subscription]:
    """Return every subscription of an address, the oldest first."""
    of_address = select(Subscription).where(Subscription.email == email.strip().lower())
    return list(session.scalars(of_address.order_by(Subscription.id)))
