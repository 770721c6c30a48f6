"""The outbox: mails are written together with what they report, and what became of each can be seen here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.handoff.mail_models import OutboxMail
from bot.handoff.models import Ticket
from bot.handoff.unique_rows import insert_if_new

WAITING = OutboxMail.status.in_(("pending", "sending"))
LONGEST_SUBJECT = 300
LONGEST_NAME = 200


@dataclass(frozen=True)
class FailedMail:
    """A mail that was given up; ``case_number`` is empty for one that belongs to no ticket."""

    id: int
    case_number: str
    audience: str
    recipient: str
    subject: str
    attempts: int
    error: str
    created_at: datetime
    failed_at: datetime


def queue_mail(
    session: Session,
    *,
    dedup_key: str,
    recipient: str,
    subject: str,
    body: str,
    reply_to: str = "",
    html: str = "",
    attachments: Sequence[dict[str, str]] = (),
    audience: str = "staff",
    ticket_id: int | None = None,
    sender_name: str = "",
    unsubscribe_url: str = "",
) -> bool:
    """Write a mail into the outbox; the caller commits. False where one with this key is there already.

    ``attachments`` have ``filename``, ``content_type`` and ``text``; ``audience`` is staff or visitor;
    ``sender_name`` is the person whose words these are, empty for what the assistant writes by itself. Whoever posts
    to ``unsubscribe_url`` gets no more mails of this kind; empty for mails that answer somebody.
    """
    values = {
        "dedup_key": dedup_key,
        "recipient": recipient,
        "reply_to": reply_to,
        "subject": subject[:LONGEST_SUBJECT],
        "body": body,
        "html": html,
        "attachments": list(attachments),
        "audience": audience,
        "ticket_id": ticket_id,
        "sender_name": sender_name[:LONGEST_NAME],
        "unsubscribe_url": unsubscribe_url,
    }
    return insert_if_new(session, OutboxMail, values)


def count_pending(session: Session) -> int:
    """Return how many mails are still to be sent."""
    return int(session.scalar(select(func.count()).select_from(OutboxMail).where(WAITING)) or 0)


def oldest_pending(session: Session) -> datetime | None:
    """Return when the oldest of the mails that are still to be sent was written, None where there is none."""
    found: datetime | None = session.scalar(select(func.min(OutboxMail.created_at)).where(WAITING))
    return found


def count_failed(session: Session, *, since: datetime) -> int:
    """Return how many mails were given up since a moment."""
    given_up = (OutboxMail.status == "failed", OutboxMail.next_attempt_at >= since)
    return int(session.scalar(select(func.count()).select_from(OutboxMail).where(*given_up)) or 0)


def list_failed(session: Session, *, size: int = 50, offset: int = 0) -> list[FailedMail]:
    """Return mails that were given up, the latest first."""
    columns: tuple[Any, ...] = (
        OutboxMail.id,
        func.coalesce(Ticket.case_number, ""),
        OutboxMail.audience,
        OutboxMail.recipient,
        OutboxMail.subject,
        OutboxMail.attempts,
        OutboxMail.last_error,
        OutboxMail.created_at,
        OutboxMail.next_attempt_at,
    )
    rows = session.execute(
        select(*columns)
        .outerjoin(Ticket, Ticket.id == OutboxMail.ticket_id)
        .where(OutboxMail.status == "failed")
        .order_by(OutboxMail.next_attempt_at.desc(), OutboxMail.id.desc())
        .limit(size)
        .offset(offset)
    )
    return [FailedMail(*row) for row in rows]


def try_again(session: Session, mail_id: int, *, now: datetime) -> bool:
    """Send a mail that was given up once more, as if it were new; False where it is not. The caller commits."""
    changed = session.execute(
        update(OutboxMail)
        .where(OutboxMail.id == mail_id, OutboxMail.status == "failed")
        .values(status="pending", attempts=0, next_attempt_at=now)
        .execution_options(synchronize_session="fetch")
    )
    return bool(changed.rowcount == 1)
