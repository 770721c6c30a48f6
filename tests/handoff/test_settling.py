"""What readers, ends, ways back and forwarding leave behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.models import AuditEntry
from bot.contacts.models import Contact
from bot.handoff.forwarding import find_lead_route, forward
from bot.handoff.models import Ticket, TicketEvent, TicketTimer
from bot.handoff.moves import IllegalTransition
from bot.handoff.reading import ONCE_IN, note_read
from bot.handoff.settling import reopen, settle
from bot.handoff.tickets import open_ticket
from tests.handoff.samples import NOW, SETTINGS, make_request, read_events, read_mails


@pytest.fixture
def ticket(session: Session) -> Ticket:
    return open_ticket(session, make_request(), SETTINGS, now=NOW)


def open_timers(session: Session) -> list[str]:
    return sorted(session.scalars(select(TicketTimer.kind).where(TicketTimer.done_at.is_(None))))


def test_a_settled_ticket_waits_for_nothing_and_is_settled_once(session: Session, ticket: Ticket) -> None:
    settle(session, SETTINGS, ticket, actor="visitor", reason="by_visitor", now=NOW)
    assert (ticket.status, open_timers(session)) == ("resolved", [])
    with pytest.raises(IllegalTransition, match="ist „erledigt“ und kann nicht erledigt werden"):
        settle(session, SETTINGS, ticket, actor="visitor", reason="by_visitor", now=NOW)


def test_a_reopened_ticket_is_due_again_and_mailed_again(session: Session, ticket: Ticket) -> None:
    settle(session, SETTINGS, ticket, actor="visitor", reason="by_visitor", now=NOW)
    reopen(session, SETTINGS, ticket, actor="visitor", reason="by_visitor", now=NOW)
    assert (ticket.status, open_timers(session)) == ("reopened", ["escalation", "expiry", "reminder"])
    assert len(read_mails(session)) == 2


def test_a_reader_is_written_down_once_an_hour(session: Session, ticket: Ticket) -> None:
    for minutes in (0, 1, 59):
        note_read(session, ticket, reader="projekt@example.org", now=NOW + timedelta(minutes=minutes))
    note_read(session, ticket, reader="other@example.org", now=NOW)
    note_read(session, ticket, reader="projekt@example.org", now=NOW + ONCE_IN)
    session.flush()
    readers = session.scalars(select(TicketEvent.actor).where(TicketEvent.kind == "read")).all()
    assert readers == ["projekt@example.org", "other@example.org", "projekt@example.org"]
    audited = session.execute(select(AuditEntry.actor, AuditEntry.subject, AuditEntry.detail)).all()
    assert audited[0] == ("System", f"anliegen:{ticket.case_number}", "projekt@example.org")
    assert len(audited) == 3


def test_a_forwarded_ticket_reaches_the_other_by_a_mail_of_its_own(session: Session, ticket: Ticket) -> None:
    session.add(Contact(slug=SETTINGS.handoff_contact, name="Leitung", source_title="Test", source_date="2026"))
    ticket.recipient = "someone@example.org"
    session.flush()
    route = find_lead_route(session, SETTINGS, now=NOW)
    forward(session, SETTINGS, ticket, route, actor="someone@example.org", note="Nicht mein Thema.", now=NOW)
    assert (ticket.contact_slug, ticket.recipient) == (SETTINGS.handoff_contact, SETTINGS.handoff_to)
    assert [mail.recipient for mail in read_mails(session)][-1] == SETTINGS.handoff_to
    last = session.scalars(select(TicketEvent).order_by(TicketEvent.id.desc())).first()
    assert (last.kind, last.actor) == ("routed", "someone@example.org")
    assert "Leitung" in last.note
    assert "Nicht mein Thema." in last.note
    assert len(read_mails(session)) == 2
    assert read_events(session)[-1] == ("routed", "", "")
