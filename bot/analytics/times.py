"""Tables of times: how fast the assistant answers, and how fast people do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from bot.analytics.figures import by_step, percentile, read_answer_times
from bot.analytics.period import Period
from bot.analytics.table import HOURS, MILLISECONDS, NUMBER, Column, Table
from bot.handoff.models import Ticket, TicketEvent
from bot.local_time import local_day

BOT = "bot"  # the actor of what happens by itself
DONE = ("answered", "closed")


@dataclass(frozen=True)
class Case:
    """A concern that was handed over; the times are hours until a person took it up, and until it was answered."""

    created_at: datetime
    until_taken: float | None
    until_answered: float | None


def answer_times_by_step(session: Session, period: Period) -> Table:
    """Return how fast the assistant answered on each day, in each week or month."""
    steps = by_step(period, read_answer_times(session, period), _together)
    rows = [(step.label, sum(times.values()), percentile(times, 0.5), percentile(times, 0.95)) for step, times in steps]
    columns = (
        Column(period.step_name),
        Column("Antworten", NUMBER),
        Column("die Hälfte bis", MILLISECONDS),
        Column("95 von 100 bis", MILLISECONDS),
    )
    return Table("antwortzeiten", f"Antwortzeiten je {period.step_name}", columns, tuple(rows))


def read_cases(session: Session, period: Period) -> list[Case]:
    """Return the concerns that were handed over in a period, with the first event of a person."""
    answered_at = case((TicketEvent.to_status.in_(DONE), TicketEvent.at))
    statement = (
        select(Ticket.created_at, func.min(TicketEvent.at), func.min(answered_at))
        .outerjoin(TicketEvent, (TicketEvent.ticket_id == Ticket.id) & (TicketEvent.actor != BOT))
        .where(Ticket.created_at >= period.begin(), Ticket.created_at < period.end())
        .group_by(Ticket.id, Ticket.created_at)
    )
    return [Case(at, _hours(at, taken), _hours(at, answered)) for at, taken, answered in session.execute(statement)]


def cases_by_month(session: Session, period: Period) -> Table:
    """Return how fast people took up what was handed to them, by the month in which it came."""
    months: dict[str, list[Case]] = {}
    for one in sorted(read_cases(session, period), key=lambda one: one.created_at):
        months.setdefault(f"{local_day(one.created_at):%m/%Y}", []).append(one)
    columns = (
        Column("Monat"),
        Column("Anliegen", NUMBER),
        Column("noch ohne Reaktion", NUMBER),
        Column("erste Reaktion nach (Mitte)", HOURS),
        Column("beantwortet nach (Mitte)", HOURS),
    )
    rows = [(month, *summarise_cases(cases)) for month, cases in months.items()]
    return Table(
        "rueckmeldungen",
        "Wie schnell Menschen antworten",
        columns,
        tuple(rows),
        empty="In diesem Zeitraum wurde kein Anliegen an einen Menschen übergeben.",
    )


def summarise_cases(cases: Iterable[Case]) -> tuple[int, int, float | None, float | None]:
    """Return number, number without any reaction, and the medians of both times in hours."""
    cases = list(cases)
    taken = [one.until_taken for one in cases if one.until_taken is not None]
    answered = [one.until_answered for one in cases if one.until_answered is not None]
    return len(cases), len(cases) - len(taken), _median(taken), _median(answered)


def _together(times: Iterable[Counter[int]]) -> Counter[int]:
    return sum(times, Counter())


def _hours(start: datetime, end: datetime | None) -> float | None:
    return None if end is None else (end - start).total_seconds() / 3600


def _median(values: list[float]) -> float | None:
    return median(values) if values else None
