"""What visitors were told about waiting was true when they were told."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from bot.evaluation.handoff.evidence import Evidence
from bot.evaluation.handoff.findings import Finding
from bot.evaluation.handoff.journal import Journal, SignOfLife
from bot.evaluation.handoff.world import LEAD, WEEK, find_opening, is_open
from bot.handoff.hours_words import say_when
from bot.handoff.models import Ticket
from bot.handoff.presence import FORGOTTEN, LAPSES, TOUCHED_EVERY
from bot.local_time import local_time
from bot.search.sentences import sentence

# Between a sign of life and its place in the database.
SLACK = timedelta(seconds=3)
LAPSING = (timedelta(), LAPSES)  # after a sign of life somebody may be there, and no more


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
    changes = sorted(moment + lapse for one in journal.presence for moment in one.span for lapse in LAPSING)
    for told in (told for visit in journal.visits for told in visit.told):
        ticket = evidence.tickets.get(told.case_number)
        if ticket is None:
            continue
        moments = [told.asked_at, told.told_at]
        moments += [event.at for event in evidence.events[ticket.id] if told.asked_at <= event.at <= told.told_at]
        moments += changes[bisect_left(changes, told.asked_at) : bisect_right(changes, told.told_at)]
        is_true = any(said in told.text for moment in moments for said in find_true_words(presence, ticket, moment))
        finding.look(is_true, f"{told.case_number} um {told.told_at:%d.%m. %H:%M} UTC: „{told.text[-160:]}“")
    return finding


def read_presence(journal: Journal) -> list[Presence]:
    """Return who is there at most and at least: a sign took effect between its being sent and its answer."""
    by_account: dict[int, list[SignOfLife]] = defaultdict(list)
    for sign in journal.presence:
        by_account[sign.account_id].append(sign)
    return [[_at_most(signs) for signs in by_account.values()], [_at_least(signs) for signs in by_account.values()]]


def _at_most(signs: Sequence[SignOfLife]) -> AccountPresence:
    heard = _hear(signs, lambda before, one: one.asked_at - before.done_at)
    return AccountPresence(sorted((one.asked_at, one.done_at, one.is_present) for one in heard))


def _at_least(signs: Sequence[SignOfLife]) -> AccountPresence:
    """A page that is opened soon after another one need not have renewed what that one noted."""
    heard = _hear(signs, lambda before, one: one.done_at - before.asked_at + TOUCHED_EVERY)
    noted = ((one.asked_at if one.is_switch else one.asked_at - TOUCHED_EVERY) for one in heard)
    return AccountPresence(sorted((one.done_at, at, one.is_present) for one, at in zip(heard, noted, strict=True)))


def _hear(signs: Sequence[SignOfLife], pause: Callable[[SignOfLife, SignOfLife], timedelta]) -> list[SignOfLife]:
    """Return the signs that count: after a long pause only who switches the presence on is there again."""
    heard: list[SignOfLife] = []
    for one in signs:
        if one.is_switch or (heard and pause(heard[-1], one) < FORGOTTEN):
            heard.append(one)
    return heard


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
