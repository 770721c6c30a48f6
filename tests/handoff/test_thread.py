"""What visitor and person write: taken once, kept in order, and brought to the other side."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import sessionmaker

from bot.conversations.models import Conversation
from bot.handoff.deadlines import IDLE, SETTLE, UNSEEN
from bot.handoff.models import Ticket
from bot.handoff.moves import IllegalTransition
from bot.handoff.thread import read_thread, settle_later
from tests.handoff.cases import KEY, add, claim, move, open_case, read_case, read_said, read_timers, reply, see
from tests.handoff.samples import NOW, SETTINGS, read_mails


def test_a_reply_by_mail_reaches_the_chat_and_the_visitors_mailbox(factory: sessionmaker) -> None:
    ticket_id = open_case(factory)
    assert reply(factory, ticket_id, "Ja,\r\ngern.")
    with factory() as session:
        assert read_case(session, ticket_id) == ("answered", "bot")
        (person, text), (bot, question) = read_said(session)
        assert (person, text, bot) == ("person", "Ja,\ngern.", "bot")
        assert "damit geklärt?" in question
        mail = read_mails(session, "visitor")[-1]
        assert (mail.recipient, "Ja,\ngern." in mail.body) == ("j.gross@example.org", True)
        assert read_timers(session) == {"settle": SETTLE}


def test_who_still_reads_the_chat_gets_no_mail_at_once(session_factory: sessionmaker) -> None:
    ticket_id = open_case(session_factory)
    see(session_factory, NOW - timedelta(seconds=20))
    reply(session_factory, ticket_id)
    with session_factory() as session:
        assert len(read_mails(session, "visitor")) == 1  # that the concern has arrived
        assert read_timers(session)["unseen"] == UNSEEN


def test_live_the_person_goes_on_talking(factory: sessionmaker) -> None:
    ticket_id = open_case(factory)
    claim(factory, ticket_id)
    assert [reply(factory, ticket_id, text, key=text, channel="chat") for text in ("Guten Tag!", "Worum geht es?")]
    with factory() as session:
        assert read_case(session, ticket_id) == ("claimed", "person")
        assert read_said(session) == [("person", "Guten Tag!"), ("person", "Worum geht es?")]
        assert read_timers(session)["idle"] == IDLE


def test_the_same_message_is_taken_once(factory: sessionmaker) -> None:
    ticket_id = open_case(factory)
    claim(factory, ticket_id)
    taken = [reply(factory, ticket_id, key="r1", channel="chat"), reply(factory, ticket_id, key="r1", channel="chat")]
    taken += [add(factory, ticket_id, key="a1"), add(factory, ticket_id, key="a1")]
    assert taken == [True, False, True, False]
    with factory() as session:
        assert [(one.position, one.author) for one in read_thread(session, ticket_id)] == [
            (1, "person"),
            (2, "visitor"),
        ]
        assert len(read_said(session)) == 1


@pytest.mark.parametrize("status", ["answered", "resolved", "expired"])
def test_what_a_visitor_adds_afterwards_opens_the_case_again(factory: sessionmaker, status: str) -> None:
    ticket_id = open_case(factory)
    move(factory, ticket_id, status)
    add(factory, ticket_id, "Das reicht mir nicht.")
    with factory() as session:
        assert read_case(session, ticket_id) == ("reopened", "waiting")
        assert read_mails(session)[-1].subject.startswith("Ergänzung")
        assert "reminder" in read_timers(session)


def test_what_a_visitor_adds_live_needs_no_mail(session_factory: sessionmaker) -> None:
    ticket_id = open_case(session_factory)
    claim(session_factory, ticket_id)
    add(session_factory, ticket_id)
    with session_factory() as session:
        assert len(read_mails(session)) == 1
        assert session.get(Ticket, ticket_id).unread_count == 1


def test_a_settled_case_takes_no_reply(session_factory: sessionmaker) -> None:
    ticket_id = open_case(session_factory)
    move(session_factory, ticket_id, "resolved")
    with pytest.raises(IllegalTransition, match="„erledigt“"):
        reply(session_factory, ticket_id)
    with session_factory() as session:
        assert (read_thread(session, ticket_id), read_said(session)) == ([], [])


def test_a_reply_after_the_conversation_was_deleted_goes_by_mail(factory: sessionmaker) -> None:
    ticket_id = open_case(factory)
    with factory.begin() as session:
        session.delete(session.get(Conversation, KEY))
    assert reply(factory, ticket_id)
    with factory() as session:
        assert "Ja, gern." in read_mails(session, "visitor")[-1].body
        assert session.get(Ticket, ticket_id).status == "answered"


def test_a_visitor_with_a_telephone_only_gets_no_mail(session_factory: sessionmaker) -> None:
    ticket_id = open_case(session_factory, email="")
    reply(session_factory, ticket_id)
    with session_factory() as session:
        assert read_mails(session, "visitor") == []
        assert read_said(session)[0] == ("person", "Ja, gern.")


def test_while_a_person_speaks_about_one_case_nothing_is_asked_about_another_one(
    session_factory: sessionmaker,
) -> None:
    other, live = (open_case(session_factory, concern=concern) for concern in ("Fristen?", "Zuschuss?"))
    claim(session_factory, live)
    reply(session_factory, other, "Bis Mai.", key="r1")
    with session_factory() as session:
        assert read_case(session, other) == ("answered", "person")
        assert read_said(session) == [("person", "Bis Mai.")]
    with session_factory.begin() as session:
        settle_later(session, SETTINGS, session.get(Ticket, live), actor="Kim", reason="by_staff", now=NOW)
    with session_factory() as session:
        asked = [text for author, text in read_said(session) if author == "bot"]
        numbers = {session.get(Ticket, ticket_id).case_number for ticket_id in (live, other)}
        assert len(asked) == 2
        assert all(any(number in text for text in asked) for number in numbers)
