"""Find out who receives a hand-off."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.contacts.queries import read_contact
from bot.settings import Settings

# The office of the Wirtschaftsförderung: the last resort where neither setting nor contact names an address.
WFG_ADDRESS = "info@wfg-kassel.de"


def find_recipient(session: Session, settings: Settings) -> str:
    """Return the address for hand-offs: the setting, else the contact's, else the office's."""
    if settings.handoff_to:
        return settings.handoff_to
    contact = read_contact(session, settings.handoff_contact)
    return contact.email if contact and contact.email else WFG_ADDRESS
