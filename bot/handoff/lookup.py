"""Find a visitor's own ticket: by its number and by what only the visitor and staff know of it."""

from __future__ import annotations

import hmac
import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.handoff.contact_details import ContactDetails
from bot.handoff.models import Ticket
from bot.handoff.plain_text import tidy_line

WRITTEN = re.compile(r"TK\W*(\d{4})\W*([0-9A-Z]{6})")
# Stands in for a ticket that there is not; nobody has such an address.
NOBODY = (0, "@", "")


def read_case_number(text: str) -> str:
    """Return a case number as it is kept, however it was typed ("tk 2026 7f3kq9"); "" where there is none."""
    found = WRITTEN.fullmatch(tidy_line(text).upper())
    return f"TK-{found[1]}-{found[2]}" if found else ""


def find_own_ticket(session: Session, case_number: str, reach: ContactDetails) -> Ticket | None:
    """Return the ticket with this number whose e-mail address this is, or telephone number where it has no address.

    An unknown number takes the same steps as a wrong address, so that neither the answer nor its time tells them apart.
    """
    columns = (Ticket.id, Ticket.email, Ticket.phone)
    row = session.execute(select(*columns).where(Ticket.case_number == case_number)).first()
    ticket_id, email, phone = row or NOBODY
    given = reach.email if email else reach.phone
    is_own = hmac.compare_digest(_normalise(email or phone), _normalise(given))
    return session.get(Ticket, ticket_id) if is_own else None


def _normalise(address_or_number: str) -> bytes:
    """Return what two spellings of an e-mail address or a telephone number have in common."""
    return re.sub(r"\s", "", address_or_number.casefold()).encode()
