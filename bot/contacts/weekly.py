"""The weekly hours of contacts, as rows."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.contacts.models import OfficeHours

Row = tuple[int, int, int]  # weekday (0 is Monday), opens and closes in minutes of the day


def find_contacts_with_hours(session: Session) -> set[str]:
    """Return the slugs of all contacts whose hours are known."""
    return set(session.scalars(select(OfficeHours.contact_slug).distinct()))


def save_weekly(session: Session, contact_slug: str, rows: Iterable[Row]) -> None:
    """Write the hours of a contact in place of those before; none at all means unknown. The caller commits.

    Spans of one day must not overlap.
    """
    session.execute(delete(OfficeHours).where(OfficeHours.contact_slug == contact_slug))
    session.add_all(
        OfficeHours(contact_slug=contact_slug, weekday=weekday, opens=opens, closes=closes)
        for weekday, opens, closes in rows
    )
    session.flush()
