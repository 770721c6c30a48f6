"""Lists of cases for those who work on them: a page at a time, the most urgent first, whatever their number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from bot.contacts.models import Contact
from bot.conversations.models import Conversation
from bot.handoff.hours import OfficeHours
from bot.handoff.models import Ticket, TicketEvent
from bot.handoff.thread import THERE
from bot.handoff.transitions import OPEN
from bot.handoff.working_days import add_working_days
from bot.settings import Settings

PAGE_SIZE = 25
WAITING, MINE, LIVE, ANSWERED, DONE, ALL = "waiting", "mine", "live", "answered", "done", "all"
SHELVES = {
    WAITING: tuple(sorted(OPEN - {"claimed"})),
    LIVE: ("claimed",),
    ANSWERED: ("answered",),
    DONE: ("expired", "resolved"),
}
LISTED = (
    *("id", "case_number", "conversation_key", "status", "name", "company", "summary"),
    *("route", "claimed_by", "claimed_name", "unread_count", "created_at"),
)
ON_TIME, LATE, TOO_LATE = "on_time", "late", "too_late"


@dataclass(frozen=True)
class CaseFilter:
    """What an adviser looks for. ``scope`` is the organisation whose cases are seen, None for those of all."""

    account_id: int
    scope: str | None
    shelf: str = WAITING
    text: str = ""  # in case number and name
    contact: str = ""


@dataclass(frozen=True)
class CaseLine:
    """One line of the list. ``since`` is when the waiting began, ``has_come`` whether the visitor is on the page."""

    case_number: str
    status: str
    name: str
    company: str
    summary: str
    contact: str
    holder: str
    unread: int
    since: datetime
    lateness: str
    has_come: bool


def list_cases(
    session: Session, settings: Settings, wanted: CaseFilter, *, page: int, now: datetime
) -> tuple[list[CaseLine], int]:
    """Return one page, the most urgent case first, and how many cases there are in all."""
    conditions = list(_conditions(wanted))
    total = session.scalar(select(func.count()).select_from(Ticket).where(*conditions)) or 0
    # First the numbers, which indexes know, then the rows of this page alone.
    page_of = select(Ticket.id).where(*conditions).order_by(*_urgency(wanted.shelf, now))
    ids = session.scalars(page_of.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    listed = select(*(getattr(Ticket, name) for name in LISTED)).where(Ticket.id.in_(ids))
    rows = sorted(session.execute(listed), key=lambda row: ids.index(row.id))
    reopened = _read_reopened(session, [row.id for row in rows if row.status == "reopened"])
    present = find_present(session, [row.conversation_key for row in rows], now=now)
    lines = []
    for row in rows:
        since = reopened.get(row.id, row.created_at)
        lines.append(
            CaseLine(
                case_number=row.case_number,
                status=row.status,
                name=row.name,
                company=row.company,
                summary=row.summary,
                contact=str((row.route or {}).get("to", "")),
                holder=row.claimed_name if row.claimed_by and row.status not in SHELVES[WAITING] else "",
                unread=row.unread_count,
                since=since,
                lateness=find_lateness(row.status, since, settings, now=now),
                has_come=row.conversation_key in present,
            )
        )
    return lines, total


def count_shelves(session: Session, account_id: int, scope: str | None) -> dict[str, int]:
    """Return how many cases stand on each shelf."""
    rows = session.execute(select(Ticket.status, func.count()).where(*in_scope(scope)).group_by(Ticket.status))
    counts = dict(rows.all())
    found = {shelf: sum(counts.get(status, 0) for status in statuses) for shelf, statuses in SHELVES.items()}
    mine = select(func.count()).select_from(Ticket).where(*_conditions(CaseFilter(account_id, scope, MINE)))
    return {**found, MINE: session.scalar(mine) or 0, ALL: sum(counts.values())}


def count_waiting(session: Session, scope: str | None) -> int:
    """Return how many cases wait for somebody."""
    waiting = select(func.count()).select_from(Ticket).where(Ticket.status.in_(SHELVES[WAITING]), *in_scope(scope))
    return session.scalar(waiting) or 0


def list_contacts(session: Session, scope: str | None) -> list[tuple[str, str]]:
    """Return slug and name of the contacts who have cases, by name."""
    mine = () if scope is None else (Contact.organisation == scope,)
    has_cases = select(Ticket.id).where(Ticket.contact_slug == Contact.slug).exists()
    rows = session.execute(select(Contact.slug, Contact.name).where(has_cases, *mine).order_by(Contact.name))
    return [(slug, name) for slug, name in rows]


def in_scope(scope: str | None) -> list[Any]:
    """Return the condition for the tickets of an organisation; none for those of all."""
    return [] if scope is None else [Ticket.organisation == scope]


def find_lateness(status: str, since: datetime, settings: Settings, *, now: datetime) -> str:
    """Return whether an answer is late, by the working days after which somebody is reminded and others are told."""
    if status not in SHELVES[WAITING]:
        return ON_TIME
    for lateness, days in ((TOO_LATE, settings.handoff_escalate_days), (LATE, settings.handoff_remind_days)):
        if add_working_days(since, days, OfficeHours()) <= now:
            return lateness
    return ON_TIME


def find_present(session: Session, keys: Sequence[str], *, now: datetime) -> set[str]:
    """Return the keys of the conversations whose visitors listen right now."""
    return set(session.scalars(select(Conversation.key).where(Conversation.key.in_(keys), *_listening(now))))


def _conditions(wanted: CaseFilter) -> Iterator[Any]:
    yield from in_scope(wanted.scope)
    if wanted.shelf == MINE:
        yield Ticket.claimed_by == wanted.account_id
        yield Ticket.status.not_in(SHELVES[DONE])
    elif wanted.shelf in SHELVES:
        yield Ticket.status.in_(SHELVES[wanted.shelf])
    if wanted.contact:
        yield Ticket.contact_slug == wanted.contact
    for word in wanted.text.split():
        yield or_(*(column.ilike(f"%{_escape(word)}%", escape="\\") for column in (Ticket.case_number, Ticket.name)))


def _urgency(shelf: str, now: datetime) -> tuple[Any, ...]:
    """Order what waits by who is on the page and then by how long it waits; all else by its latest change."""
    if shelf in (ANSWERED, DONE, ALL):
        return (Ticket.updated_at.desc(), Ticket.id.desc())
    listens = select(Conversation.key).where(Conversation.key == Ticket.conversation_key, *_listening(now)).exists()
    return (case((listens, 0), else_=1), func.coalesce(Ticket.answered_at, Ticket.created_at), Ticket.id)


def _listening(now: datetime) -> tuple[Any, ...]:
    return (Conversation.seen_at > now - THERE,)


def _read_reopened(session: Session, ticket_ids: Sequence[int]) -> dict[int, datetime]:
    """Return when each of some tickets was opened again last."""
    if not ticket_ids:
        return {}
    latest = select(func.max(TicketEvent.id)).where(
        TicketEvent.ticket_id.in_(ticket_ids), TicketEvent.kind == "reopened"
    )
    rows = session.execute(
        select(TicketEvent.ticket_id, TicketEvent.at).where(TicketEvent.id.in_(latest.group_by(TicketEvent.ticket_id)))
    )
    return dict(rows.all())


def _escape(text: str) -> str:
    """Return a text whose percent signs and underscores are only themselves."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
