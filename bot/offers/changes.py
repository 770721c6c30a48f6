"""When the offers that can be had were changed last, for search engines."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.offers.conditions import conditions_of, id_of, model_of
from bot.offers.filters import OfferFilters
from bot.offers.models import TYPES, Offer


def list_changes(session: Session, today: date, *, limit: int) -> dict[str, datetime]:
    """Return slugs with the time of the last change, the newest first (one query for each type).

    A programme and a training may share a slug and thus an address. Invented offers are left out.
    """
    found: dict[str, datetime] = {}
    for type_ in TYPES:
        filters = OfferFilters(type=type_)
        own_id = id_of(model_of(filters))
        offers = Offer.__table__.c
        is_open = conditions_of(filters, today, show_samples=False)
        statement = select(offers.slug, offers.updated_at).join_from(Offer.__table__, model_of(filters).__table__)
        rows = session.execute(
            statement.where(own_id == offers.id, *is_open).order_by(offers.updated_at.desc()).limit(limit)
        )
        for slug, updated_at in rows:
            found[slug] = max(updated_at, found.get(slug, updated_at))
    return dict(sorted(found.items(), key=lambda one: one[1], reverse=True)[:limit])
