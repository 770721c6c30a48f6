"""The rules of routing, as staff edit them: which contact receives the concerns of an area."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.contacts.models import Route


def read_rules(session: Session) -> dict[str, str]:
    """Return the slug of the contact for each area that has a rule; all others go to the project lead."""
    return dict(session.execute(select(Route.area, Route.contact_slug)).all())


def save_rule(session: Session, area: str, contact_slug: str) -> None:
    """Lead an area to a contact; without one its rule ends. The caller commits."""
    row = session.get(Route, area)
    if not contact_slug:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(Route(area=area, contact_slug=contact_slug))
    else:
        row.contact_slug = contact_slug
    session.flush()


def count_rules(session: Session) -> dict[str, int]:
    """Return how many rules lead to each contact."""
    return dict(session.execute(select(Route.contact_slug, func.count()).group_by(Route.contact_slug)).all())
