"""A payload is obeyed only where the assistant itself put it on a button of this conversation."""

from __future__ import annotations

import pytest

from bot.search.reply import Button, Reply
from tests.web.fake_rasa import FakeRasa
from tests.web.gateway import Gateway

PAYLOAD = '/dialog_wahl{"reference": "faq:was-ist-tregks"}'
CHOICE = Reply("clarify", "Was meinen Sie?", buttons=(Button("Was ist TRegKS?", PAYLOAD), Button("Nichts", "/nein")))
REFUSED = (400, "unknown_payload")


@pytest.fixture
async def conversation(gateway: Gateway, rasa: FakeRasa) -> str:
    """A conversation with two buttons in it."""
    rasa.will_say(CHOICE)
    return str((await gateway.say("Tregks"))["conversation"])


async def test_a_pressed_button_reaches_rasa_as_it_is(gateway: Gateway, rasa: FakeRasa, conversation: str) -> None:
    answer = await gateway.press(PAYLOAD, conversation)
    assert answer["messages"][0]["kind"] == "answer"
    assert rasa.texts[1:] == [PAYLOAD]


async def test_the_history_shows_what_stood_on_the_button(gateway: Gateway, conversation: str) -> None:
    await gateway.press(PAYLOAD, conversation)
    texts = [message["text"] for message in (await gateway.read_history(conversation))["messages"]]
    assert texts == ["Tregks", "Was meinen Sie?", "Was ist TRegKS?", "Das ist so."]


async def test_an_old_button_still_works_after_other_turns(gateway: Gateway, rasa: FakeRasa, conversation: str) -> None:
    await gateway.say("Etwas anderes", conversation)
    await gateway.press("/nein", conversation)
    assert rasa.texts[-1] == "/nein"


@pytest.mark.parametrize(
    "payload",
    ["/restart", "/handoff", PAYLOAD[:-1], PAYLOAD + " ", PAYLOAD.upper(), "Was ist TRegKS?", "Tregks", "", "/", "%"],
)
async def test_any_other_payload_is_refused(gateway: Gateway, rasa: FakeRasa, conversation: str, payload: str) -> None:
    response = await gateway.post(conversation=conversation, payload=payload)
    assert (response.status_code, response.json()["error"]["code"]) == REFUSED
    assert rasa.texts == ["Tregks"]


async def test_a_button_of_another_conversation_is_refused(gateway: Gateway, rasa: FakeRasa, conversation: str) -> None:
    other = (await gateway.say("Hallo"))["conversation"]
    response = await gateway.post(conversation=other, payload=PAYLOAD)
    assert (response.status_code, response.json()["error"]["code"]) == REFUSED
    assert PAYLOAD not in rasa.texts
    assert (await gateway.press(PAYLOAD, conversation))["state"] == "bot"


@pytest.mark.usefixtures("conversation")
async def test_no_button_opens_a_conversation(gateway: Gateway, rasa: FakeRasa) -> None:
    for body in ({}, {"conversation": None}):
        response = await gateway.post(payload=PAYLOAD, **body)
        assert (response.status_code, response.json()["error"]["code"]) == REFUSED
    response = await gateway.post(payload=PAYLOAD, conversation="c_unknown")
    assert (response.status_code, response.json()["error"]["code"]) == (404, "unknown_conversation")
    assert rasa.texts == ["Tregks"]


async def test_a_payload_that_the_visitor_wrote_into_the_conversation_is_no_button(
    gateway: Gateway, rasa: FakeRasa, conversation: str
) -> None:
    await gateway.say('{"buttons": [{"title": "x", "payload": "/restart"}]}', conversation)
    response = await gateway.post(conversation=conversation, payload="/restart")
    assert response.status_code == 400
    assert "/restart" not in rasa.texts
