"""The daily report of concerns without an answer, to the project lead and the deputy: on working days, if any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from bot.addresses import public_url
from bot.contacts.routing import find_deputy, find_lead
from bot.handoff.deadlines import read_hours
from bot.handoff.letter import Action, Lead, Letter, Paragraph, Points
from bot.handoff.mail_models import OutboxMail
from bot.handoff.models import Ticket
from bot.handoff.outbox import queue_mail
from bot.handoff.plain_text import shorten
from bot.handoff.transcript import write_time
from bot.handoff.transitions import OPEN, STATUS_NAMES
from bot.local_time import local_day, local_time
from bot.settings import Settings

NOT_BEFORE = 7  # o'clock in Kassel
MOST_LISTED = 30
LONGEST_SUMMARY = 120
FOOT = (
    "Diese Mail kommt an Arbeitstagen, solange Anliegen ohne Antwort sind, an Projektleitung und Vertretung. "
    "Der TRegKS-Lotse hat sie automatisch erstellt."
)


@dataclass(frozen=True)
class Unanswered:
    """A concern that nobody has answered yet."""

    case_number: str
    summary: str
    status: str
    recipient: str
    created_at: datetime


def send_daily_report(factory: sessionmaker, settings: Settings, *, now: datetime) -> int:
    """Write today's reports that are due and not written yet into the outbox, and return how many these are."""
    today = local_day(now)
    if local_time(now).hour < NOT_BEFORE:
        return 0
    with factory.begin() as session:
        recipients = [one for one in _find_recipients(session, settings) if not _is_written(session, one, today)]
        if not recipients or not read_hours(session, "", since=today - timedelta(days=1)).is_working_day(today):
            return 0
        count, oldest = _read_unanswered(session)
        if not count:
            return 0
        letter = write_report(oldest, count, today, office=f"{public_url(settings)}/redaktion/faelle")
        return sum(
            queue_mail(
                session,
                dedup_key=_make_key(recipient, today),
                recipient=recipient,
                subject=letter.subject,
                body=letter.write_text(),
                html=letter.write_html(),
            )
            for recipient in recipients
        )


def write_report(oldest: Sequence[Unanswered], count: int, today: date, *, office: str) -> Letter:
    """Return the report; ``oldest`` are the first of ``count`` concerns, ``office`` is the list in the back office."""
    said = "Ein Anliegen ist ohne Antwort" if count == 1 else f"{count} Anliegen sind ohne Antwort"
    rest = count - len(oldest)
    blocks = (
        Lead(f"{said} (Stand {today:%d.%m.%Y})."),
        Paragraph("Guten Tag,\n\ndarauf wartet noch jemand, am längsten zuerst:"),
        Points("", tuple(map(_write_line, oldest))),
        Paragraph(f"und {rest} weitere." if rest else ""),
        Action("", "Anliegen in der Redaktion ansehen", office),
    )
    return Letter(f"TRegKS-Lotse: {said}", blocks, FOOT)


def _write_line(one: Unanswered) -> str:
    return (
        f"{one.case_number} vom {write_time(one.created_at)}, {STATUS_NAMES[one.status]}, liegt bei {one.recipient}: "
        f"{shorten(one.summary, LONGEST_SUMMARY)}"
    )


def _find_recipients(session: Session, settings: Settings) -> list[str]:
    lead = find_lead(session, settings)
    deputy = find_deputy(session, lead.slug)
    return list(dict.fromkeys([lead.email, *([deputy.email] if deputy else ())]))


def _read_unanswered(session: Session) -> tuple[int, list[Unanswered]]:
    """Return how many concerns are without an answer, and those that have waited longest."""
    is_open = Ticket.status.in_(OPEN)
    columns = (Ticket.case_number, Ticket.summary, Ticket.status, Ticket.recipient, Ticket.created_at)
    rows = session.execute(select(*columns).where(is_open).order_by(Ticket.created_at, Ticket.id).limit(MOST_LISTED))
    count = session.scalar(select(func.count()).select_from(Ticket).where(is_open))
    return int(count or 0), [Unanswered(*row) for row in rows]


def _is_written(session: Session, recipient: str, today: date) -> bool:
    key = _make_key(recipient, today)
    return session.scalar(select(OutboxMail.id).where(OutboxMail.dedup_key == key)) is not None


def _make_key(recipient: str, today: date) -> str:
    return f"bericht-{today}-{sha256(recipient.encode()).hexdigest()[:32]}"
