"""Every case reaches somebody, goes only allowed ways, and its timers are kept once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bot.evaluation.handoff.evidence import Evidence
from bot.evaluation.handoff.findings import Finding
from bot.evaluation.handoff.world import STAFF_ADDRESSES
from bot.handoff.models import TicketEvent
from bot.handoff.transitions import OPEN, TRANSITIONS, conversation_after

# What a timer leaves behind when its time comes, as kinds of events.
TRACES = {"reminder": "reminded", "escalation": "escalated", "expiry": "expired"}


def check_delivery(evidence: Evidence) -> Finding:
    """Each case that a visitor was told or that was written has come to staff by mail, or an alarm has."""
    finding = Finding("Jeder Vorgang kam bei einer Person an (oder löste Alarm aus)")
    arrived = {mail.case_number for mail in evidence.played.server.received if mail.recipient in STAFF_ADDRESSES}
    for case_number in evidence.played.journal.told_cases | set(evidence.tickets):
        finding.look(case_number in evidence.tickets, f"{case_number} wurde genannt, aber nicht gespeichert")
        finding.look(case_number in arrived, f"{case_number} kam bei niemandem an")
    return finding


def check_visits(evidence: Evidence) -> Finding:
    """Nobody got stuck."""
    finding = Finding("Jeder Besuch und jede Antwort kam zu einem Ende")
    for visit in evidence.played.journal.visits:
        finding.look(not visit.trouble, f"Besuch {visit.character.number}: {visit.trouble}")
    for failure in evidence.played.failures:
        finding.look(False, failure)
    return finding


def check_transitions(evidence: Evidence) -> Finding:
    """Each change of status follows the one before it and the table; conversations agree with their tickets."""
    finding = Finding("Zustände von Vorgängen und Gesprächen passen zur Tabelle")
    statuses: dict[str, list[str]] = {}
    last_moves: dict[str, TicketEvent] = {}
    for ticket in evidence.tickets.values():
        status = "new"
        for event in changes(evidence.events[ticket.id]):
            rule = TRANSITIONS[event.kind]
            is_allowed = event.from_status == status and status in rule.sources and event.to_status == rule.target
            finding.look(is_allowed, f"{ticket.case_number}: {status}, dann {event.kind} von {event.from_status}")
            status = event.to_status
            if event.id > getattr(last_moves.get(ticket.conversation_key), "id", 0):
                last_moves[ticket.conversation_key] = event
        finding.look(ticket.status == status, f"{ticket.case_number}: {ticket.status} statt {status}")
        finding.look(status not in OPEN, f"{ticket.case_number} ist am Ende noch offen ({status})")
        statuses.setdefault(ticket.conversation_key, []).append(status)
    for key, move in last_moves.items():
        wanted, found = conversation_after(move.kind, statuses[key]), evidence.states.get(key)
        # A closed conversation begins with the bot again when the visitor writes.
        is_right = found == wanted or (wanted == "closed" and found == "bot")
        finding.look(is_right, f"Ein Gespräch ist {found} statt {wanted}")
    return finding


def check_timers(evidence: Evidence) -> Finding:
    """At the end every timer is done, and none has had its effect twice."""
    finding = Finding("Jede Frist wurde genau einmal erledigt")
    finding.look(evidence.played.is_drained, "Am Ende blieben Fristen oder Mails übrig")
    for ticket in evidence.tickets.values():
        timers = evidence.timers[ticket.id]
        traces = Counter(event.kind for event in evidence.events[ticket.id])
        for timer in timers:
            finding.look(timer.done_at is not None, f"{ticket.case_number}: {timer.kind} blieb liegen")
        for kind, trace in TRACES.items():
            # A timer that came due was done at its time or later; one that was stopped counts from before.
            due = sum(timer.kind == kind and timer.done_at is not None for timer in timers)
            finding.look(traces[trace] <= due, f"{ticket.case_number}: {traces[trace]}-mal {trace} bei {due} Fristen")
    return finding


def check_callbacks(evidence: Evidence) -> Finding:
    """A call that was promised is written down and mailed, and nobody is promised to two visitors at once."""
    finding = Finding("Jeder zugesagte Rückruf ist vorgemerkt, keiner doppelt vergeben")
    mailed = Counter(mail.case_number for mail in evidence.played.server.received if mail.has_calendar)
    for case_number in (number for visit in evidence.played.journal.visits for number in visit.booked):
        ticket = evidence.tickets.get(case_number)
        is_written = ticket is not None and bool(evidence.callbacks.get(ticket.id))
        finding.look(is_written, f"{case_number}: der Rückruf steht nicht in der Datenbank")
        finding.look(mailed[case_number] > 0, f"{case_number}: keine Mail mit Kalendereintrag")
    kept = [one for calls in evidence.callbacks.values() for one in calls if one.cancelled_at is None]
    for (contact, start), count in Counter((one.contact_slug, one.starts_at) for one in kept).items():
        finding.look(count == 1, f"{contact} wird {start:%d.%m. %H:%M} {count}-mal zurückrufen")
    return finding


def changes(events: list[TicketEvent]) -> Iterator[TicketEvent]:
    """Yield the events that changed the status."""
    return (event for event in events if event.kind in TRANSITIONS)
