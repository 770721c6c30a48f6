"""Contacts who may take concerns, for tests of routing, hours and absences."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from bot.contacts.models import Contact


def add_receiver(session: Session, slug: str, **values: Any) -> Contact:
    """Add a contact who takes concerns; ``anna-beck`` is Anna Beck with anna-beck@example.org."""
    given = {
        "name": slug.replace("-", " ").title(),
        "email": f"{slug}@example.org",
        "takes_handoffs": True,
        "source_title": "Beispieldaten",
        "source_date": "2026-01-01",
        **values,
    }
    contact = Contact(slug=slug, **given)
    session.add(contact)
    session.flush()
    return contact
