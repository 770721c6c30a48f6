"""Send what lies in the outbox: each mail by one worker, tried again until it is through or given up loudly."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session, sessionmaker

from bot.handoff.delivery import note_failed, note_sent
from bot.handoff.mail import Mailer, MailNotSent
from bot.handoff.mail_models import OutboxMail
from bot.handoff.message import Mail
from bot.handoff.models import Ticket
from bot.settings import Settings

logger = logging.getLogger(__name__)

BATCH = 50
# A worker that dies while sending holds its mail this long; longer than a mail server may take for one mail.
LEASE = timedelta(seconds=90)
FIRST_DELAY = timedelta(seconds=15)
LONGEST_DELAY = timedelta(hours=1)
JITTER = 0.2
# About three days: a mail server that breaks on Friday evening is repaired on Monday.
MOST_ATTEMPTS = 80
# About eight minutes: a server that refuses an address for good will not be talked round, and somebody is waiting.
MOST_REFUSALS = 6
DIED = MailNotSent("Abgebrochen beim Senden")


def deliver_due(
    session_factory: sessionmaker, settings: Settings, mailer: Mailer, *, clock: Callable[[], datetime]
) -> int:
    """Send the mails that are due and return how many went out; several workers may do so at once.

    A mail is claimed, sent outside of any transaction and then marked; whoever dies in between leaves a claim
    that runs out after ``LEASE``. ``clock`` is asked for each mail: where the clock was set meanwhile, a claim by the
    former time would have run out at once, and another worker would send the same mail.
    """
    delivered = 0
    with session_factory() as session:
        due = session.execute(_select_due(clock())).all()
    for mail_id, attempts in due:
        moment = clock()
        if attempts >= MOST_ATTEMPTS:  # every worker that took it died
            _put_back(session_factory, settings, mail_id, attempts=attempts, now=moment, error=DIED)
            continue
        mail = _claim(session_factory, mail_id, attempts=attempts, now=moment)
        if mail is None:
            continue
        try:
            mailer.send(mail)
        except MailNotSent as error:
            _put_back(session_factory, settings, mail_id, attempts=attempts + 1, now=moment, error=error)
        else:
            _mark_sent(session_factory, mail_id, now=moment)
            delivered += 1
    return delivered


def delay_after(attempts: int, *, jitter: float = 0.0) -> timedelta:
    """Return the wait after so many failed attempts: doubling up to an hour, shifted by ``jitter`` (-1 to 1)."""
    doubled = FIRST_DELAY * 2 ** min(attempts - 1, 20)
    return min(doubled, LONGEST_DELAY) * (1 + JITTER * jitter)


def _select_due(now: datetime) -> Any:
    return (
        select(OutboxMail.id, OutboxMail.attempts)
        .where(_is_due(now))
        .order_by(OutboxMail.next_attempt_at, OutboxMail.id)
        .limit(BATCH)
    )


def _is_due(now: datetime) -> Any:
    # Of a claimed mail, next_attempt_at is the end of the lease.
    waiting = or_(OutboxMail.status == "pending", OutboxMail.status == "sending")
    return and_(waiting, OutboxMail.next_attempt_at <= now)


def _claim(session_factory: sessionmaker, mail_id: int, *, attempts: int, now: datetime) -> Mail | None:
    """Take a mail for this worker; None where another one was faster."""
    with session_factory.begin() as session:
        claimed = session.execute(
            update(OutboxMail)
            .where(OutboxMail.id == mail_id, OutboxMail.attempts == attempts, _is_due(now))
            .values(status="sending", attempts=attempts + 1, next_attempt_at=now + LEASE)
            .execution_options(synchronize_session=False)
        )
        if claimed.rowcount == 0:
            return None
        return _read_mail(session, mail_id)


def _read_mail(session: Session, mail_id: int) -> Mail:
    """Return a mail with its place in the thread of its ticket at its recipient."""
    row = session.get(OutboxMail, mail_id)
    case_number = session.scalar(select(Ticket.case_number).where(Ticket.id == row.ticket_id))
    earlier = session.scalars(
        select(OutboxMail.message_key)
        .where(
            OutboxMail.ticket_id == row.ticket_id,
            OutboxMail.recipient == row.recipient,
            OutboxMail.status == "sent",
            OutboxMail.id < mail_id,
        )
        .order_by(OutboxMail.id)
    )
    return Mail(
        row.dedup_key,
        row.recipient,
        subject=row.subject,
        body=row.body,
        reply_to=row.reply_to,
        html=row.html,
        attachments=tuple(row.attachments or ()),
        sender_name=row.sender_name,
        topic=f"Anfrage {case_number}" if case_number else "",
        earlier=tuple(earlier),
        unsubscribe_url=row.unsubscribe_url,
    )


def _mark_sent(session_factory: sessionmaker, mail_id: int, *, now: datetime) -> None:
    with session_factory.begin() as session:
        mail = session.get(OutboxMail, mail_id)
        if mail is None:  # its ticket was deleted meanwhile
            return
        mail.status, mail.sent_at, mail.last_error = "sent", now, ""
        if mail.ticket_id is not None:
            note_sent(session, mail.ticket_id, mail.audience, now=now)
    logger.info("Mail %s was sent.", mail_id)


def _put_back(
    session_factory: sessionmaker,
    settings: Settings,
    mail_id: int,
    *,
    attempts: int,
    now: datetime,
    error: MailNotSent,
) -> None:
    """Set a failed mail up for its next attempt, or give it up loudly; a later claim is left alone."""
    is_over = attempts >= (MOST_REFUSALS if error.is_final else MOST_ATTEMPTS)
    wait = timedelta() if is_over else delay_after(attempts, jitter=random.uniform(-1, 1))  # noqa: S311 - spreads load
    with session_factory.begin() as session:
        changed = session.execute(
            update(OutboxMail)
            .where(OutboxMail.id == mail_id, OutboxMail.attempts == attempts, OutboxMail.status == "sending")
            .values(status="failed" if is_over else "pending", next_attempt_at=now + wait, last_error=str(error)[:500])
            .execution_options(synchronize_session=False)
        )
        if changed.rowcount == 0:
            return
        if is_over:
            note_failed(session, settings, session.get(OutboxMail, mail_id), now=now)
    if is_over:
        logger.error("Mail %s was given up after %s attempts.", mail_id, attempts)
    else:
        logger.warning(
            "Mail %s failed (attempt %s), next attempt in %s s.", mail_id, attempts, int(wait.total_seconds())
        )
