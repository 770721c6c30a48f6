"""Who gets which mail about a ticket, where a reply to it goes, and what each side reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy.orm import Session

from bot.conversations.models import Conversation
from bot.conversations.record import add_message
from bot.handoff.case_mails import queue_case_link, queue_transcript
from bot.handoff.inbound.reply_address import find_tokens
from bot.handoff.links import open_link
from bot.handoff.mail_models import OutboxMail
from bot.handoff.mails import queue_callback
from bot.handoff.models import Callback, Ticket
from bot.handoff.thread import add_from_visitor, deliver_reply
from bot.handoff.tickets import open_ticket
from bot.settings import Settings
from tests.handoff.letters import TRAP, read_tags, read_words, receive
from tests.handoff.samples import NOW, RECIPIENT, REQUEST, SETTINGS, make_request, read_mails

DIRECT = replace(SETTINGS, public_url="https://lotse.example", mail_from="Lotse <lotse@example.org>")
MAILBOX = replace(DIRECT, reply_address="lotse@example.org")


@pytest.fixture
def ticket(session: Session) -> Ticket:
    return open_ticket(session, REQUEST, DIRECT, now=NOW)


def reply(session: Session, ticket: Ticket, text: str, *, settings: Settings = DIRECT) -> None:
    key = f"reply-{ticket.message_count}"
    deliver_reply(session, settings, ticket.id, text, sender_name="Kim Berg", channel="mail", dedup_key=key, now=NOW)


def add(session: Session, ticket: Ticket, text: str) -> None:
    key = f"add-{ticket.message_count}"
    add_from_visitor(session, DIRECT, ticket.id, text, channel="page", dedup_key=key, now=NOW)


def last_mail(session: Session, audience: str = "staff") -> OutboxMail:
    return read_mails(session, audience)[-1]


def test_every_mail_has_text_first_and_html_after_it(session: Session, ticket: Ticket) -> None:
    reply(session, ticket, "Größe: 5 €")
    add(session, ticket, "Übrigens …")
    for mail in (*read_mails(session), *read_mails(session, "visitor")):
        message = receive(mail)
        assert message.get_content_type() == "multipart/alternative"
        assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
        assert {part["Content-Transfer-Encoding"] for part in message.iter_parts()} == {"quoted-printable"}
        assert ticket.case_number in message["Subject"]
        assert message.get_body(("plain",)).get_content().replace("\r\n", "\n") == mail.body  # type: ignore[union-attr]


def test_the_confirmation_tells_the_number_and_repeats_nothing_that_was_typed(session: Session) -> None:
    typed = {"concern": "Codewort Anliegen", "name": "Codewort Name", "company": "Codewort Firma"}
    ticket = open_ticket(session, make_request(**typed), DIRECT, now=NOW)
    mail = last_mail(session, "visitor")
    for form in (mail.subject, mail.body, mail.html):
        assert ticket.case_number in form
        assert not [word for word in ("Codewort", "123456", "antwort/") if word in form]
    assert "https://lotse.example/fall\n" in mail.body
    assert "Stand 02.07.2026 um 00:31 Uhr: " in " ".join(mail.body.split())


@pytest.mark.parametrize("settings", [DIRECT, MAILBOX])
def test_a_reply_to_any_mail_reaches_the_other_side(session: Session, settings: Settings) -> None:
    open_ticket(session, REQUEST, settings, now=NOW)
    staff, visitor = last_mail(session), last_mail(session, "visitor")
    if settings is DIRECT:
        assert (staff.reply_to, visitor.reply_to) == (REQUEST.email, RECIPIENT)
        return
    for mail in (staff, visitor):
        [token] = find_tokens([mail.reply_to], settings.reply_address)
        link = open_link(session, token, "mailbox", now=NOW)
        assert (link.ticket_id, link.recipient) == (mail.ticket_id, mail.recipient)


def test_the_link_in_the_mail_opens_this_ticket_for_this_recipient(session: Session, ticket: Ticket) -> None:
    mail = last_mail(session)
    token = mail.body.partition("/antwort/")[2].split()[0]
    assert token in mail.html
    link = open_link(session, token, "reply", now=NOW)
    assert (link.ticket_id, link.recipient) == (ticket.id, RECIPIENT)


def test_a_reply_comes_from_a_person_and_says_what_it_answers(session: Session, ticket: Ticket) -> None:
    add(session, ticket, "Wie hoch ist der Zuschuss?")
    reply(session, ticket, "Bis zu 50 %.\nSiehe https://wfg.example/a")
    mail = last_mail(session, "visitor")
    message = receive(mail)
    assert (message["Auto-Submitted"], message["From"].addresses[0].display_name) == (None, "Kim Berg")
    assert "Kim Berg schreibt Ihnen:\n\nBis zu 50 %.\nSiehe https://wfg.example/a" in mail.body
    assert "> Wie hoch ist der Zuschuss?" in mail.body
    assert 'href="https://wfg.example/a"' in mail.html
    token = mail.body.partition("/fall/")[2].split()[0]
    assert open_link(session, token, "case", now=NOW).ticket_id == ticket.id


def test_a_first_reply_answers_the_concern(session: Session, ticket: Ticket) -> None:
    reply(session, ticket, "Gern.")
    assert f"> {REQUEST.concern}" in last_mail(session, "visitor").body


def test_each_reply_is_mailed_once(session: Session, ticket: Ticket) -> None:
    for text in ("Erste Antwort.", "Zweite Antwort."):
        reply(session, ticket, text)
    first, second = read_mails(session, "visitor")[1:]
    assert ("Erste Antwort." in first.body, "Zweite Antwort." in first.body) == (True, False)
    assert ("Erste Antwort." in second.body, "Zweite Antwort." in second.body) == (False, True)


def test_a_reply_whose_mail_was_given_up_goes_along_with_the_next_one(session: Session, ticket: Ticket) -> None:
    reply(session, ticket, "Erste Antwort.")
    last_mail(session, "visitor").status = "failed"
    reply(session, ticket, "Zweite Antwort.")
    body = last_mail(session, "visitor").body
    assert body.index("Erste Antwort.") < body.index("Zweite Antwort.")
    assert body.count("Kim Berg schreibt Ihnen:") == 1


def test_what_is_added_stands_on_top_and_what_came_before_below(session: Session, ticket: Ticket) -> None:
    reply(session, ticket, "Bis zu 50 %.")
    add(session, ticket, "Auch gebraucht?")
    body = last_mail(session).body
    assert body.index("> Auch gebraucht?") < body.index("ANLIEGEN") < body.index("Uhr, Kim Berg: Bis zu 50 %.")
    assert body.count("Auch gebraucht?") == 1


def test_a_promised_call_stands_in_every_later_mail(session: Session, ticket: Ticket) -> None:
    call = Callback(ticket_id=ticket.id, contact_slug="x", starts_at=NOW + timedelta(days=5, hours=9.5), minutes=30)
    session.add(call)
    add(session, ticket, "Noch etwas.")
    assert "ZUGESAGTER RÜCKRUF\n- Dienstag, 7. Juli, 10:01 Uhr" in last_mail(session).body


@pytest.mark.parametrize("is_cancelled", [False, True])
def test_both_sides_get_a_call_for_their_calendars(session: Session, ticket: Ticket, is_cancelled: bool) -> None:
    start = NOW + timedelta(days=5, hours=9.5)
    call = Callback(ticket_id=ticket.id, contact_slug="x", starts_at=start, minutes=30)
    session.add(call)
    session.flush()
    queue_callback(session, DIRECT, ticket, call, now=NOW, is_cancelled=is_cancelled)
    uids = set()
    for audience, recipient in (("staff", RECIPIENT), ("visitor", REQUEST.email)):
        message = receive(last_mail(session, audience))
        [part] = message.iter_attachments()
        method = "CANCEL" if is_cancelled else "REQUEST"
        assert (part.get_content_type(), part["Content-Type"].params["method"]) == ("text/calendar", method)
        calendar = Calendar.from_ical(part.get_content())
        [event] = calendar.walk("VEVENT")
        uids.add(str(event["uid"]))
        assert (calendar["method"], event["sequence"], event.decoded("dtstart")) == (method, int(is_cancelled), start)
        assert event["attendee"] == f"mailto:{recipient}"
        assert event["organizer"] == "mailto:lotse@example.org"
        assert "Dienstag, 7. Juli, 10:01 Uhr" in message["Subject"]
    assert uids == {f"rueckruf-{call.id}-{ticket.case_number}@example.org"}


def test_the_number_to_call_goes_to_staff_and_only_its_end_to_the_visitor(session: Session, ticket: Ticket) -> None:
    call = Callback(ticket_id=ticket.id, contact_slug="x", starts_at=NOW + timedelta(days=5), minutes=30)
    session.add(call)
    session.flush()
    queue_callback(session, DIRECT, ticket, call, now=NOW)
    staff, visitor = last_mail(session), last_mail(session, "visitor")
    assert REQUEST.phone in staff.body
    assert REQUEST.phone in staff.attachments[0]["text"]
    sent = (visitor.body, visitor.html, visitor.attachments[0]["text"])
    assert not [form for form in sent if "123456" in form or "Presse" in form or "Groß" in form]
    assert "endet" in visitor.body
    assert "456 " in visitor.body


def test_without_an_address_the_visitor_gets_no_mail(session: Session) -> None:
    ticket = open_ticket(session, make_request(email=""), DIRECT, now=NOW)
    call = Callback(ticket_id=ticket.id, contact_slug="x", starts_at=NOW + timedelta(days=5), minutes=30)
    session.add(call)
    session.flush()
    queue_callback(session, DIRECT, ticket, call, now=NOW)
    reply(session, ticket, "Gern.")
    assert read_mails(session, "visitor") == []
    assert last_mail(session).subject.startswith("Rückruf zugesagt")


def test_the_history_holds_everything_that_was_said_with_sources(session: Session, ticket: Ticket) -> None:
    session.add(Conversation(key=ticket.conversation_key))
    session.flush()
    source = {"title": "Pressemitteilung", "url": "https://wfg.example/pm", "stand": "2023-04-12"}
    said = {"id": "m_1", "from": "bot", "kind": "answer", "text": "Ja.", "source": source}
    add_message(session, ticket.conversation_key, said)
    reply(session, ticket, "Bis zu 50 %.")
    assert queue_transcript(session, DIRECT, ticket, now=NOW)
    mail = last_mail(session, "visitor")
    for fact in (REQUEST.concern, "Kim Berg: Bis zu 50 %.", "Gibt es Geld für Maschinen?", "beantwortet"):
        assert fact in mail.body
        assert fact in read_words(mail.html)
    assert "- Pressemitteilung (Stand 12.04.2023): https://wfg.example/pm" in mail.body
    assert not queue_transcript(session, DIRECT, ticket, now=NOW + timedelta(minutes=1))


def test_the_history_outlives_the_conversation(session: Session, ticket: Ticket) -> None:
    assert queue_transcript(session, DIRECT, ticket, now=NOW)
    body = last_mail(session, "visitor").body
    assert "Gibt es Geld für Maschinen?" in body
    assert "QUELLEN" not in body


def test_the_way_to_a_case_is_sent_without_anything_that_was_typed(session: Session, ticket: Ticket) -> None:
    assert queue_case_link(session, DIRECT, ticket, now=NOW)
    mail = last_mail(session, "visitor")
    assert "https://lotse.example/fall/" in mail.body
    assert not [word for word in ("Presse", "Groß", "123456") if word in mail.body + mail.html]


def test_no_field_of_a_request_can_bring_markup_or_a_header_into_any_mail(session: Session) -> None:
    typed = {"concern": TRAP, "name": TRAP, "company": TRAP}
    ticket = open_ticket(session, make_request(**typed), DIRECT, now=NOW)
    add(session, ticket, TRAP)
    deliver_reply(session, DIRECT, ticket.id, TRAP, sender_name=TRAP, channel="mail", dedup_key="t", now=NOW)
    queue_transcript(session, DIRECT, ticket, now=NOW)
    mails = [*read_mails(session), *read_mails(session, "visitor")]
    assert len(mails) == 5
    for mail in mails:
        assert {tag for tag, _ in read_tags(mail.html)}.isdisjoint({"script", "img"})
        message = receive(mail)
        assert (message["Bcc"], len(message["From"].addresses), message.defects) == (None, 1, [])
