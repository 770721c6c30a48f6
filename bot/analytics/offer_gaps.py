"""Offer gaps: what visitors searched for and there was no offer for, searches for the same together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.analytics.miss_models import Miss

PAGE_SIZE = 25


@dataclass(frozen=True)
class OfferGap:
    """A search that found nothing as it was meant; ``conversations`` counts those who searched for it.

    ``filters`` are its conditions as data (``OfferFilters.to_slot``), ``emptied_by`` those that there was nothing for
    the last time.
    """

    wish_key: str
    count: int
    conversations: int
    first_at: datetime
    last_at: datetime
    conditions: str
    emptied_by: str
    filters: Mapping[str, Any]


def list_offer_gaps(session: Session, *, since: datetime | None, page: int) -> tuple[list[OfferGap], int]:
    """Return a page of gaps and how many there are, the most wanted first."""
    known = [Miss.wish_key != ""] + ([Miss.at >= since] if since else [])
    # A deleted conversation leaves its misses behind: each of them counts for itself.
    conversations = func.count(Miss.conversation_key.distinct()) + func.count() - func.count(Miss.conversation_key)
    rows = session.execute(
        select(
            func.max(Miss.id),
            Miss.wish_key,
            func.count(),
            conversations,
            func.min(Miss.at),
            func.max(Miss.at),
            func.count().over(),
        )
        .where(*known)
        .group_by(Miss.wish_key)
        .order_by(conversations.desc(), func.max(Miss.at).desc(), func.max(Miss.id))
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    columns = (Miss.id, Miss.conditions, Miss.emptied_by, Miss.filters)
    latest = {row[0]: row[1:] for row in session.execute(select(*columns).where(Miss.id.in_([row[0] for row in rows])))}
    return [OfferGap(*row[1:6], *latest[row[0]]) for row in rows], rows[0][6] if rows else 0
