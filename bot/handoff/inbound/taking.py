"""Take a mail from the mailbox: once, in one transaction with everything that follows from it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from bot.handoff.inbound.bounces import take_bounce
from bot.handoff.inbound.html_text import read_html
from bot.handoff.inbound.incoming_mail import IncomingMail, UnreadableMail, read_mail
from bot.handoff.inbound.matching import Match, match_mail
from bot.handoff.inbound.notices import ATTACHMENTS, CUT, EMPTY, UNMATCHED, queue_notice
from bot.handoff.inbound.quotes import find_own_words
from bot.handoff.mail_models import InboundMail, OutboxMail
from bot.handoff.mails import queue_alarm
from bot.handoff.models import TicketMessage
from bot.handoff.moves import add_event, move_ticket
from bot.handoff.thread import add_from_visitor, deliver_reply
from bot.handoff.unique_rows import insert_if_new
from bot.local_time import local_day
from bot.settings import Settings

logger = logging.getLogger(__name__)

TEXT_LIMIT = 20_000  # characters
MOST_QUOTED = 20  # of our latest mails, one of which a reply quotes
# Nothing is left to do about these; the others a person has to look at.
SETTLED = frozenset({"delivered", "added", "auto_reply", "bounce", "duplicate"})
# How long it is known who wrote a mail that belongs to no ticket; the others go with their tickets.
KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Result:
    """What became of a mail: one of ``INBOUND_OUTCOMES``, the ticket it belongs to, and a note for staff."""

    outcome: str
    ticket_id: int | None = None
    note: str = ""


def take_raw_mail(factory: sessionmaker, settings: Settings, raw: bytes, *, now: datetime) -> str:
    """Take a mail as it came and return its outcome. Raises OperationalError where the database is away.

    Whatever else goes wrong is recorded: a broken mail is refused and never holds up the next one.
    """
    try:
        mail = read_mail(raw)
        with factory.begin() as session:
            return take_mail(session, settings, mail, now=now)
    except OperationalError:
        raise
    except UnreadableMail as error:
        note = str(error)
    except Exception as error:  # its words may hold anything, so only its kind is kept
        logger.exception("a mail could not be taken")
        note = f"Die Mail ließ sich nicht verarbeiten ({type(error).__name__})."
    return refuse_mail(factory, settings, raw, note=note, now=now)


def refuse_mail(factory: sessionmaker, settings: Settings, raw: bytes, *, note: str, now: datetime) -> str:
    """Record that a mail was not taken, raise the alarm, and return that outcome."""
    row = {"key": sha256(raw).hexdigest(), "outcome": "refused", "note": note[:500], "received_at": now}
    with factory.begin() as session:
        if insert_if_new(session, InboundMail, row):
            _raise_alarm(session, settings, now)
    return "refused"


def forget_mails(factory: sessionmaker, *, now: datetime) -> int:
    """Delete what is known of old mails that belong to no ticket, and return how many these were."""
    old = (InboundMail.ticket_id.is_(None), InboundMail.received_at < now - KEPT)
    with factory.begin() as session:
        return int(session.execute(delete(InboundMail).where(*old)).rowcount)


def take_mail(session: Session, settings: Settings, mail: IncomingMail, *, now: datetime) -> str:
    """Do what a mail asks for and return its outcome, "duplicate" for one taken before. The caller commits."""
    row = {"key": mail.digest, "sender": mail.sender[:254], "subject": mail.subject, "received_at": now}
    if not insert_if_new(session, InboundMail, {**row, "outcome": "refused"}):
        return "duplicate"
    result = _decide(session, settings, mail, now)
    session.execute(
        update(InboundMail)
        .where(InboundMail.key == mail.digest)
        .values(outcome=result.outcome, ticket_id=result.ticket_id, note=result.note[:500])
    )
    logger.info("A mail was taken: %s.", result.outcome)
    return result.outcome


def _decide(session: Session, settings: Settings, mail: IncomingMail, now: datetime) -> Result:
    if mail.bounce is not None:
        return Result("bounce", *take_bounce(session, settings, mail.bounce, now=now))
    match = match_mail(session, settings, mail, now=now)
    if mail.is_auto_reply:
        return _note_auto_reply(session, mail, match, now)
    if match is None:
        queue_notice(session, settings, mail, UNMATCHED, now=now)
        _raise_alarm(session, settings, now)
        return Result("unmatched")
    text = find_own_words(mail.body, sent=_read_quotable(session, match.ticket.id))
    if not text:
        queue_notice(session, settings, mail, EMPTY, now=now, match=match)
        add_event(session, match.ticket.id, "mail_empty", now=now, actor=match.sender_name, note=mail.subject)
        return Result("empty", match.ticket.id, "Verschlüsselt." if mail.is_encrypted else "")
    return _pass_on(session, settings, mail, match, text, now)


def _pass_on(
    session: Session, settings: Settings, mail: IncomingMail, match: Match, text: str, now: datetime
) -> Result:
    """Deliver the words of a mail to the other side, and tell its writer what did not get through."""
    ticket = match.ticket
    words = _write_words(text, mail.attachments)
    key = f"mail-{mail.digest}"
    if mail.attachments:
        queue_notice(session, settings, mail, ATTACHMENTS, now=now, match=match)
    if len(text) > TEXT_LIMIT:
        queue_notice(session, settings, mail, CUT, now=now, match=match)
    if match.is_from_visitor:
        add_from_visitor(session, settings, ticket.id, words, channel="mail", dedup_key=key, now=now)
        return Result("added", ticket.id)
    if ticket.status == "resolved":  # taken as settled meanwhile; the answer counts all the same
        move_ticket(session, ticket.id, "reopened", actor=match.sender_name, now=now, reason="by_mail")
    deliver_reply(
        session, settings, ticket.id, words, sender_name=match.sender_name, channel="mail", dedup_key=key, now=now
    )
    return Result("delivered", ticket.id)


def _note_auto_reply(session: Session, mail: IncomingMail, match: Match | None, now: datetime) -> Result:
    if match is None:
        return Result("auto_reply")
    add_event(session, match.ticket.id, "auto_reply", now=now, actor=match.sender_name, note=mail.subject)
    return Result("auto_reply", match.ticket.id)


def _raise_alarm(session: Session, settings: Settings, now: datetime) -> None:
    """Tell the administrators once a day that a person has to look at mails; most of them are advertising."""
    queue_alarm(
        session,
        settings,
        key=f"mail-offen-{local_day(now)}",
        subject="Im Postfach liegt eine Mail, die zu keinem Vorgang gehört",
        body="Guten Tag,\n\neine Mail ließ sich nicht lesen oder keinem Vorgang zuordnen. Sie liegt im Postfach für"
        " Antworten und ist dort markiert. Bitte sehen Sie nach, ob darin ein Anliegen steht. Für weitere Mails von"
        " heute meldet sich der Lotse nicht noch einmal.\n",
    )


def _write_words(text: str, attachments: tuple[str, ...]) -> str:
    """Return the text as it is passed on: no longer than is allowed, and saying what is missing."""
    words = text if len(text) <= TEXT_LIMIT else text[:TEXT_LIMIT].rstrip() + " […]"
    if not attachments:
        return words
    return f"{words}\n\n[Nicht übernommene Anhänge: {', '.join(attachments)}]"


def _read_quotable(session: Session, ticket_id: int) -> list[str]:
    """Return what a mail about a ticket may quote: our latest mails in both forms, and what was written before."""
    mails = session.execute(
        select(OutboxMail.body, OutboxMail.html)
        .where(OutboxMail.ticket_id == ticket_id)
        .order_by(OutboxMail.id.desc())
        .limit(MOST_QUOTED)
    )
    texts = [text for body, html in mails for text in (body, read_html(html) if html else "") if text]
    return [*texts, *session.scalars(select(TicketMessage.text).where(TicketMessage.ticket_id == ticket_id))]
