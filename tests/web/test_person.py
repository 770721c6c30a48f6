"""A person has taken over: the bot is silent, and what both say is there for both."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from bot.conversations.models import Outcome
from bot.conversations.queries import read_transcript
from bot.search.reply import Button, Reply
from tests.web.event_reader import write_as_person
from tests.web.fake_rasa import FakeRasa
from tests.web.gateway import FakeReduced, Gateway


async def take_over(gateway: Gateway, *replies: Reply) -> tuple[str, str]:
    """Begin a conversation and let a person answer; return its id and its key."""
    gateway.rasa.will_say(*replies or (Reply("handoff", "Vorgang TK-1", state="waiting"),))
    conversation = (await gateway.say("ja"))["conversation"]
    key = gateway.rasa.received[-1][0]
    write_as_person(gateway.factory, key, "Guten Tag, hier ist Frau Beispiel.")
    return conversation, key


async def test_the_bot_says_nothing_while_a_person_answers(
    gateway: Gateway, rasa: FakeRasa, reduced: FakeReduced
) -> None:
    conversation, _key = await take_over(gateway)
    answer = await gateway.say("Guten Tag! Was ist TRegKS?", conversation)
    assert answer == {"conversation": conversation, "state": "person", "messages": []}
    assert (rasa.texts, reduced.asked) == (["ja"], [])
    with gateway.factory() as session:
        assert session.scalar(select(func.count()).select_from(Outcome)) == 1


async def test_both_sides_stand_in_the_history(gateway: Gateway) -> None:
    conversation, _key = await take_over(gateway)
    await gateway.say("Rufen Sie mich an: 0561 / 12 34 56", conversation)
    history = await gateway.read_history(conversation)
    assert history["state"] == "person"
    assert [(message["from"], message["text"]) for message in history["messages"][2:]] == [
        ("person", "Guten Tag, hier ist Frau Beispiel."),
        ("visitor", "Rufen Sie mich an: [Telefonnummer]"),
    ]


async def test_a_button_from_before_reaches_the_person_as_words(gateway: Gateway, rasa: FakeRasa) -> None:
    button = Button("Mehr dazu", "/dialog_mehr")
    conversation, _key = await take_over(gateway, Reply("answer", "So.", buttons=(button,)))
    assert (await gateway.press("/dialog_mehr", conversation))["messages"] == []
    assert (await gateway.read_history(conversation))["messages"][-1]["text"] == "Mehr dazu"
    assert rasa.texts == ["ja"]


async def test_a_form_left_open_does_not_hide_from_the_person_what_is_said(gateway: Gateway) -> None:
    conversation, key = await take_over(gateway, Reply("form", "Wie heißen Sie?"))
    await gateway.say("Es geht um die Presse", conversation)
    with gateway.factory() as session:
        assert read_transcript(session, key)[-1].text == "Es geht um die Presse"


@pytest.mark.parametrize(("state", "after"), [("bot", "bot"), ("waiting", "waiting"), ("closed", "bot")])
async def test_when_the_person_is_gone_the_bot_answers_again(gateway: Gateway, state: str, after: str) -> None:
    conversation, key = await take_over(gateway)
    write_as_person(gateway.factory, key, "Auf Wiedersehen", state=state)
    answer = await gateway.say("Was ist TRegKS?", conversation)
    assert (answer["state"], answer["messages"][0]["text"]) == (after, "Das ist so.")


async def test_a_visitor_may_rate_and_delete_what_a_person_wrote(gateway: Gateway) -> None:
    conversation, _key = await take_over(gateway)
    message = (await gateway.read_history(conversation))["messages"][-1]["id"]
    path = f"/api/chat/{conversation}"
    assert (await gateway.client.post(f"{path}/feedback", json={"message": message, "rating": 1})).status_code == 200
    assert (await gateway.client.delete(path)).status_code == 204
    assert (await gateway.client.get(path)).status_code == 404
