"""What visitors were told about waiting was true when they were told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.evaluation.handoff.evidence import Evidence
from bot.evaluation.handoff.findings import Finding
from bot.evaluation.handoff.journal import Journal
from bot.evaluation.handoff.world import LEAD, WEEK, find_opening, is_open
from bot.handoff.hours_words import say_when
from bot.handoff.models import Ticket
from bot.local_time import local_time
from bot.search.sentences import sentence

LAPSES = timedelta(minutes=3)
# Between a sign of life and its place in the database.
SLACK = timedelta(seconds=3)


def check_promises(evidence: Evidence) -> Finding:
    """At one of the moments between question and answer the statement was true."""
    finding = Finding("Jede Auskunft zum Warten stimmte in ihrem Augenblick")
    journal = evidence.played.journal
    for told in (told for visit in journal.visits for told in visit.told):
        ticket = evidence.tickets.get(told.case_number)
        if ticket is None:
            continue
        moments = [told.asked_at, told.told_at]
        moments += [event.at for event in evidence.events[ticket.id] if told.asked_at <= event.at <= told.told_at]
        is_true = any(said in told.text for moment in moments for said in find_true_words(journal, ticket, moment))
        finding.look(is_true, f"{told.case_number} um {told.told_at:%d.%m. %H:%M} UTC: „{told.text[-160:]}“")
    return finding


def find_true_words(journal: Journal, ticket: Ticket, at: datetime) -> Iterator[str]:
    """Yield what may be said at a moment; around a sign of life of staff either may be."""
    slacks = (-SLACK, timedelta(), SLACK)
    there = {is_anybody_there(journal, at + slack, is_early=early) for slack in slacks for early in (True, False)}
    if True in there:
        yield sentence("warten.jemand_da")
    if False in there:
        yield say_hours_at(ticket, at)


def say_hours_at(ticket: Ticket, at: datetime) -> str:
    """Return how the sentence on the office hours begins."""
    if ticket.contact_slug != LEAD:
        return sentence("warten.unbekannt")
    if not is_open(at):
        return sentence("warten.geschlossen", wann=say_when(find_opening(at), at), zeiten="").partition(" (")[0]
    local = local_time(at)
    minute = local.hour * 60 + local.minute
    closes = next(end for begin, end in WEEK[local.weekday()] if begin <= minute < end)
    return sentence("warten.geoeffnet", bis=f"{closes // 60} Uhr").partition(".")[0]


def is_anybody_there(journal: Journal, at: datetime, *, is_early: bool) -> bool:
    """Tell whether the last sign of life of any account says so and is fresh.

    Signs took effect when they were sent, if ``is_early``, or when the answer came.
    """
    last: dict[int, tuple[datetime, bool]] = {}
    for sign in journal.presence:
        seen_at = sign.asked_at if is_early else sign.done_at
        if seen_at <= at:
            last[sign.account_id] = seen_at, sign.is_present
    return any(is_present and at - seen_at < LAPSES for seen_at, is_present in last.values())
