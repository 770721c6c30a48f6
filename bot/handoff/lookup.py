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


def read_case_number(text: str) -> str:
    """Return a case number as it is kept, however it was typed ("tk 2026 7f3kq9"); "" where there is none."""
    found = WRITTEN.fullmatch(tidy_line(text).upper())
    return f"TK-{found[1]}-{found[2]}" if found else ""


def find_own_ticket(session: Session, case_number: str, reach: ContactDetails) -> Ticket | None:
    """Return the ticket with this number whose e-mail address this is, or telephone number where it has no address.

    An unknown number takes the same steps as a wrong address, so that neither the answer nor its time tells them apart.
    """
    ticket = session.scalar(select(Ticket).where(Ticket.case_number == case_number))
    expected = _write_proof(ticket.email, ticket.phone) if ticket else ""
    given = (_write_proof(reach.email, ""), _write_proof("", reach.phone))
    matches = [hmac.compare_digest(expected.encode(), one.encode()) for one in given]
    return ticket if any(matches) and expected else None


def _write_proof(email: str, phone: str) -> str:
    return email.casefold() or re.sub(r"\D", "", phone)
