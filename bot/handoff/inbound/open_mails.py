"""Mails that were not taken: a person has to look into the mailbox, and says here that it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.handoff.inbound.taking import SETTLED
from bot.handoff.mail_models import INBOUND_OUTCOMES, InboundMail
from bot.handoff.models import Ticket

OPEN_OUTCOMES = tuple(outcome for outcome in INBOUND_OUTCOMES if outcome not in SETTLED)
IS_OPEN: tuple[Any, ...] = (InboundMail.outcome.in_(OPEN_OUTCOMES), InboundMail.settled_at.is_(None))


@dataclass(frozen=True)
class OpenMail:
    """A mail that lies in the mailbox; ``case_number`` is empty where it belongs to no ticket that is known."""

    key: str
    case_number: str
    outcome: str
    sender: str
    subject: str
    note: str
    received_at: datetime


def list_open(session: Session, *, size: int) -> list[OpenMail]:
    """Return the mails at which nobody has looked, the latest first."""
    mail = InboundMail
    number = func.coalesce(Ticket.case_number, "")
    rows = session.execute(
        select(mail.key, number, mail.outcome, mail.sender, mail.subject, mail.note, mail.received_at)
        .outerjoin(Ticket, Ticket.id == mail.ticket_id)
        .where(*IS_OPEN)
        .order_by(mail.received_at.desc(), mail.key)
        .limit(size)
    )
    return [OpenMail(*row) for row in rows]


def count_open(session: Session) -> int:
    """Return the number of mails at which nobody has looked."""
    return int(session.scalar(select(func.count()).select_from(InboundMail).where(*IS_OPEN)) or 0)


def settle(session: Session, key: str, *, now: datetime) -> bool:
    """Note that somebody has looked at a mail; False where there is none to look at. The caller commits."""
    changed = session.execute(
        update(InboundMail)
        .where(InboundMail.key == key, *IS_OPEN)
        .values(settled_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount == 1)
