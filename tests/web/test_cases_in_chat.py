"""The chat while a ticket is open: what belongs to the person gets there, no late bot answer gets between."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from bot.conversations.models import Conversation
from bot.conversations.record import add_message, make_message_id
from bot.db import utc_now
from bot.handoff.models import Ticket
from bot.handoff.moves import move_ticket
from bot.handoff.thread import read_thread
from bot.search.reply import Reply
from tests.handoff.samples import hand_over, read_mails
from tests.web.gateway import Gateway


async def begin(gateway: Gateway) -> tuple[str, str]:
    """Begin a conversation; return its id and its key."""
    conversation = (await gateway.say("Hallo"))["conversation"]
    return conversation, gateway.rasa.received[-1][0]


def open_ticket(gateway: Gateway, key: str, *events: str, **changes: Any) -> str:
    """Hand a concern of this conversation over, move it on, and return its case number."""
    case_number = hand_over(gateway.factory, conversation_key=key, **changes)
    for event in events:
        move(gateway, case_number, event)
    return case_number


def move(gateway: Gateway, case_number: str, event: str) -> None:
    with gateway.factory.begin() as session:
        ticket_id = session.scalar(select(Ticket.id).where(Ticket.case_number == case_number))
        move_ticket(session, ticket_id, event, actor="Kim", now=utc_now())


def read_written(gateway: Gateway, case_number: str) -> list[tuple[str, str]]:
    with gateway.factory() as session:
        ticket_id = session.scalar(select(Ticket.id).where(Ticket.case_number == case_number))
        return [(message.author, message.text) for message in read_thread(session, ticket_id)]


async def test_what_is_said_live_belongs_to_the_ticket_word_for_word(gateway: Gateway) -> None:
    conversation, key = await begin(gateway)
    case_number = open_ticket(gateway, key, "claimed")
    answer = await gateway.say("Rufen Sie an: 0561 123456", conversation)
    assert (answer["state"], answer["messages"]) == ("person", [])
    assert read_written(gateway, case_number) == [("visitor", "Rufen Sie an: 0561 123456")]
    history = await gateway.read_history(conversation)
    assert history["messages"][-1]["text"] == "Rufen Sie an: [Telefonnummer]"


async def test_a_bot_answer_that_comes_after_the_person_is_not_said(gateway: Gateway) -> None:
    conversation, key = await begin(gateway)
    case_number = open_ticket(gateway, key)
    put_button(gateway, key, "/dialog_mehr", text=f"Ihr Vorgang ist {case_number}.")
    gateway.rasa.will_say(Reply("answer", "Zu spät."))
    gateway.rasa.before_answer = lambda: move(gateway, case_number, "claimed")
    answer = await gateway.say("Was ist TRegKS?", conversation)
    assert (answer["state"], answer["messages"]) == ("person", [])
    assert read_written(gateway, case_number) == [("visitor", "Was ist TRegKS?")]
    texts = [message["text"] for message in (await gateway.read_history(conversation))["messages"]]
    assert texts[-1] == "Was ist TRegKS?"


async def test_a_case_number_is_told_even_then(gateway: Gateway) -> None:
    conversation, key = await begin(gateway)
    case_number = open_ticket(gateway, key)
    gateway.rasa.will_say(Reply("handoff", f"Vorgang {case_number}", state="waiting"))
    gateway.rasa.before_answer = lambda: move(gateway, case_number, "claimed")
    answer = await gateway.say("ja", conversation)
    assert [message["kind"] for message in answer["messages"]] == ["handoff"]
    assert answer["state"] == "person"


async def test_a_case_number_that_got_lost_on_the_way_is_told_with_the_next_answer(gateway: Gateway) -> None:
    conversation, key = await begin(gateway)
    case_number = open_ticket(gateway, key)  # and the process died before it could answer
    first, second = [(await gateway.say("ja", conversation))["messages"] for _ in range(2)]
    assert [message["kind"] for message in first] == ["handoff", "answer"]
    assert case_number in first[0]["text"]
    assert [message["kind"] for message in second] == ["answer"]


async def test_a_settled_case_is_settled_without_rasa(gateway: Gateway) -> None:
    conversation, key = await begin(gateway)
    case_number = open_ticket(gateway, key, "answered")
    put_button(gateway, key, f"/fall/geklaert/{case_number}")
    answer = await gateway.press(f"/fall/geklaert/{case_number}", conversation)
    assert "erledigt" in answer["messages"][0]["text"]
    with gateway.factory() as session:
        assert session.scalar(select(Ticket.status)) == "resolved"
    assert len(gateway.rasa.texts) == 1


async def test_a_case_that_is_not_settled_takes_the_next_message_along(gateway: Gateway) -> None:
    conversation, key = await begin(gateway)
    case_number = open_ticket(gateway, key, "answered")
    put_button(gateway, key, f"/fall/offen/{case_number}")
    answer = await gateway.press(f"/fall/offen/{case_number}", conversation)
    assert (answer["state"], "wieder offen" in answer["messages"][0]["text"]) == ("waiting", True)
    thanks = await gateway.say("Mir fehlt der Antrag.", conversation)
    assert case_number in thanks["messages"][-1]["text"]
    assert read_written(gateway, case_number) == [("visitor", "Mir fehlt der Antrag.")]
    assert gateway.rasa.texts == ["Hallo"]
    await gateway.say("Und was ist TRegKS?", conversation)
    assert gateway.rasa.texts[-1] == "Und was ist TRegKS?"
    with gateway.factory() as session:
        assert read_mails(session)[-1].subject.startswith("Ergänzung")


@pytest.mark.parametrize("payload", ["/fall/geklaert/TK-2026-222222", "/fall/quatsch/TK-2026-222222", "/fall/"])
async def test_a_button_of_no_case_of_this_conversation_does_nothing(gateway: Gateway, payload: str) -> None:
    conversation, key = await begin(gateway)
    put_button(gateway, key, payload)
    hand_over(gateway.factory)  # somebody else's
    answer = await gateway.press(payload, conversation)
    assert "gibt es in diesem Gespräch nicht" in answer["messages"][0]["text"]


async def test_a_visitor_who_looks_is_noted_only_while_somebody_may_write(gateway: Gateway) -> None:
    conversation, key = await begin(gateway)
    seen = []
    for event in (None, "claimed"):
        if event:
            open_ticket(gateway, key, event)
        response = await gateway.client.post(f"/api/chat/{conversation}/seen")
        assert response.status_code == 204
        with gateway.factory() as session:
            seen.append(session.get(Conversation, key).seen_at is not None)
    assert seen == [False, True]


async def test_a_message_sent_twice_to_a_person_is_taken_once(gateway: Gateway) -> None:
    conversation, key = await begin(gateway)
    case_number = open_ticket(gateway, key, "claimed")
    body = {"conversation": conversation, "message": "Sind Sie da?", "client_id": "abc"}
    responses = await asyncio.gather(*(gateway.client.post("/api/chat", json=body) for _ in range(3)))
    assert {response.status_code for response in responses} == {200}
    assert read_written(gateway, case_number) == [("visitor", "Sind Sie da?")]


def put_button(gateway: Gateway, key: str, payload: str, *, text: str = "Geklärt?") -> None:
    """Have the assistant show a button in the conversation, as it does with a person's answer."""
    with gateway.factory.begin() as session:
        buttons = [{"title": "Knopf", "payload": payload}]
        body = {"id": make_message_id(), "from": "bot", "kind": "notice", "text": text, "buttons": buttons}
        assert add_message(session, key, body)


async def test_what_was_to_be_added_goes_to_a_person_who_has_come_and_nothing_after_that(gateway: Gateway) -> None:
    conversation, key = await begin(gateway)
    case_number = open_ticket(gateway, key)
    put_button(gateway, key, f"/fall/ergaenzen/{case_number}", text=f"Ihr Vorgang ist {case_number}.")
    await gateway.press(f"/fall/ergaenzen/{case_number}", conversation)
    move(gateway, case_number, "claimed")
    await gateway.say("Es eilt.", conversation)
    move(gateway, case_number, "answered")
    assert (await gateway.say("Was ist TRegKS?", conversation))["messages"][-1]["kind"] == "answer"
    assert read_written(gateway, case_number) == [("visitor", "Es eilt.")]
