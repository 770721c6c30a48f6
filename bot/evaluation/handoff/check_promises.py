"""What visitors were told about waiting was true when they were told."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.evaluation.handoff.evidence import Evidence
from bot.evaluation.handoff.findings import Finding
from bot.evaluation.handoff.journal import Journal, SignOfLife
from bot.evaluation.handoff.world import LEAD, WEEK, find_opening, is_open
from bot.handoff.hours_words import say_when
from bot.handoff.models import Ticket
from bot.local_time import local_time
from bot.search.sentences import sentence

LAPSES = timedelta(minutes=3)
# Between a sign of life and its place in the database.
SLACK = timedelta(seconds=3)


class AccountPresence:
    """Up to when an account is there, by its signs of life in order: from when they count, and how fresh they are."""

    def __init__(self, signs: Sequence[tuple[datetime, datetime, bool]]) -> None:
        self._signs = signs
        self._counts_from = [counts_from for counts_from, _fresh_at, _is_present in signs]

    def is_there(self, at: datetime) -> bool:
        """Tell whether the last sign says so and is fresh."""
        last = bisect_right(self._counts_from, at) - 1
        if last < 0:
            return False
        _counts_from, fresh_at, is_present = self._signs[last]
        return is_present and at - fresh_at < LAPSES


Presence = Sequence[AccountPresence]  # of all accounts


def check_promises(evidence: Evidence) -> Finding:
    """At one of the moments between question and answer the statement was true."""
    finding = Finding("Jede Auskunft zum Warten stimmte in ihrem Augenblick")
    journal = evidence.played.journal
    presence = read_presence(journal)
    for told in (told for visit in journal.visits for told in visit.told):
        ticket = evidence.tickets.get(told.case_number)
        if ticket is None:
            continue
        moments = [told.asked_at, told.told_at]
        moments += [event.at for event in evidence.events[ticket.id] if told.asked_at <= event.at <= told.told_at]
        is_true = any(said in told.text for moment in moments for said in find_true_words(presence, ticket, moment))
        finding.look(is_true, f"{told.case_number} um {told.told_at:%d.%m. %H:%M} UTC: „{told.text[-160:]}“")
    return finding


def read_presence(journal: Journal) -> list[Presence]:
    """Return who is there at most and at least: a sign took effect between its being sent and its answer."""
    by_account: dict[int, list[SignOfLife]] = defaultdict(list)
    for sign in journal.presence:
        by_account[sign.account_id].append(sign)
    early = [
        AccountPresence([(one.asked_at, one.done_at, one.is_present) for one in signs]) for signs in by_account.values()
    ]
    late = [
        AccountPresence([(one.done_at, one.asked_at, one.is_present) for one in signs]) for signs in by_account.values()
    ]
    return [early, late]


def find_true_words(presence: Sequence[Presence], ticket: Ticket, at: datetime) -> Iterator[str]:
    """Yield what may be said at a moment; around a sign of life of staff either may be."""
    moments = [at + slack for slack in (-SLACK, timedelta(), SLACK)]
    there = {any(one.is_there(moment) for one in each) for moment in moments for each in presence}
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
