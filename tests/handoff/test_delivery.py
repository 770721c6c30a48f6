"""A mail that did not arrive: somebody else gets the ticket, and the alarm is raised once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.roles import ADMINISTRATOR
from bot.contacts.routing import WFG_ADDRESS
from bot.handoff.delivery import note_failed
from bot.handoff.mail_models import OutboxMail
from bot.handoff.models import Ticket
from bot.handoff.moves import move_ticket
from bot.handoff.outbox import queue_mail
from bot.handoff.thread import deliver_reply
from bot.handoff.tickets import open_ticket
from tests.handoff.samples import NOW, RECIPIENT, REQUEST, SETTINGS, read_events, read_mails
from tests.revisions.people import add_person

ADMIN = "admin@example.org"
ALARMED = replace(SETTINGS, admin_email=ADMIN)


@pytest.fixture
def ticket(session: Session) -> Ticket:
    return open_ticket(session, REQUEST, ALARMED, now=NOW)


def fail(session: Session, mail: OutboxMail) -> None:
    """Give a mail up, as the sending does."""
    mail.status, mail.attempts, mail.last_error = "failed", 6, "550 No such user here"
    session.flush()
    note_failed(session, ALARMED, mail, now=NOW)


def read_recipients(session: Session, *, of: Ticket | None = None) -> list[str]:
    statement = select(OutboxMail.recipient).order_by(OutboxMail.id)
    return list(session.scalars(statement.where(OutboxMail.ticket_id == of.id) if of else statement))


def test_a_ticket_that_did_not_arrive_goes_to_the_deputy_then_the_lead_then_the_office(
    session: Session, ticket: Ticket
) -> None:
    ticket.recipient, ticket.deputy_recipient = "kontakt@example.org", "vertretung@example.org"
    expected = ["vertretung@example.org", RECIPIENT, WFG_ADDRESS]
    mail = read_mails(session)[0]
    mail.recipient = ticket.recipient
    for recipient in expected:
        fail(session, mail)
        mail = session.scalars(select(OutboxMail).where(OutboxMail.dedup_key.startswith("ersatz-"))).all()[-1]
        assert (mail.recipient, ticket.recipient) == (recipient, recipient)
        assert mail.subject.startswith("Neue Anfrage")
    before = len(read_mails(session))
    fail(session, mail)  # nobody is left; the alarm was raised
    assert [one for one in read_mails(session)[before:] if one.ticket_id] == []


def test_the_failure_and_the_alarm_are_events_of_the_ticket(session: Session, ticket: Ticket) -> None:
    fail(session, read_mails(session)[0])
    assert [kind for kind, _, _ in read_events(session)][-3:] == ["mail_failed", "alarm", "routed"]
    assert ticket.status == "new"


def test_the_alarm_names_case_address_and_error(session: Session, ticket: Ticket) -> None:
    fail(session, read_mails(session)[0])
    [alarm] = [mail for mail in read_mails(session) if mail.recipient == ADMIN]
    for fact in (ticket.case_number, RECIPIENT, "550 No such user here"):
        assert fact in alarm.body
        assert fact in alarm.html


def test_an_address_that_fails_alarms_once_a_day(session: Session) -> None:
    for number in range(3):
        queue_mail(session, dedup_key=f"m{number}", recipient="weg@example.org", subject="Betreff", body="Text")
    for mail in read_mails(session):
        fail(session, mail)
    assert read_recipients(session).count(ADMIN) == 1
    [alarm] = [mail for mail in read_mails(session) if mail.recipient == ADMIN]
    tomorrow = NOW + timedelta(days=1)
    note_failed(session, ALARMED, read_mails(session)[0], now=tomorrow)
    assert read_recipients(session).count(ADMIN) == 2
    assert alarm.ticket_id is None


def test_an_alarm_that_fails_raises_no_alarm(session: Session, ticket: Ticket) -> None:
    fail(session, read_mails(session)[0])
    before = read_recipients(session)
    fail(session, next(mail for mail in read_mails(session) if mail.recipient == ADMIN))
    assert read_recipients(session) == before


def test_without_a_setting_all_administrators_are_alarmed_and_without_any_the_lead(session: Session) -> None:
    for number, expected in enumerate(([RECIPIENT], ["anna@example.org", "ben@example.org"])):
        queue_mail(session, dedup_key=f"m{number}", recipient=f"weg{number}@example.org", subject="B", body="T")
        before = len(read_recipients(session))
        note_failed(session, SETTINGS, read_mails(session)[-1], now=NOW)
        assert read_recipients(session)[before:] == expected
        for name in ("Anna", "Ben"):
            if not number:
                add_person(session, name, ADMINISTRATOR)


def test_a_reply_that_did_not_arrive_comes_back_to_the_person_in_charge(session: Session, ticket: Ticket) -> None:
    said = "Bis zu 50 %."
    deliver_reply(session, ALARMED, ticket.id, said, sender_name="Kim", channel="mail", dedup_key="r", now=NOW)
    reply = read_mails(session, "visitor")[-1]
    fail(session, reply)
    back = read_mails(session)[-1]
    assert (back.recipient, back.subject) == (RECIPIENT, f"Mail zur Anfrage {ticket.case_number} kam nicht an")
    assert said in back.body
    assert "/fall/" not in back.body + back.html  # the visitor's own way to the case
    assert REQUEST.phone in back.body


def test_a_ticket_that_was_answered_meanwhile_needs_no_substitute(session: Session, ticket: Ticket) -> None:
    move_ticket(session, ticket.id, "answered", actor="Kim", now=NOW)
    fail(session, read_mails(session)[0])
    assert ticket.recipient == RECIPIENT
    assert set(read_recipients(session)) == {RECIPIENT, REQUEST.email, ADMIN}
