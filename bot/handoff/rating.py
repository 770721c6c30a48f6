"""What a visitor thinks of how a ticket was handled."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.handoff.models import Ticket
from bot.handoff.moves import add_event
from bot.handoff.plain_text import tidy_lines
from bot.handoff.transitions import DONE

LONGEST_COMMENT = 1000  # characters


def may_rate(ticket: Ticket) -> bool:
    """Tell whether there is something to rate: an answer, or an end without one."""
    return ticket.status in DONE or ticket.answered_at is not None


def rate(session: Session, ticket: Ticket, rating: int, comment: str, *, now: datetime) -> None:
    """Write a rating, 1 or -1, in place of an earlier one. The caller commits."""
    comment = tidy_lines(comment)[:LONGEST_COMMENT]
    if (ticket.rating, ticket.rating_comment) == (rating, comment):
        return
    ticket.rating, ticket.rating_comment, ticket.updated_at = rating, comment, now
    session.flush()
    add_event(session, ticket.id, "rated", now=now, actor="visitor", note=f"{rating:+d} {comment}".strip())
