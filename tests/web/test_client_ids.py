"""A message sent again under the browser's own name for it is taken once, and answered as it was then."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.search.reply import Button, Reply
from tests.web.event_reader import write_as_person
from tests.web.fake_rasa import FakeRasa
from tests.web.gateway import Gateway, Parts, run_gateway


async def send(gateway: Gateway, conversation: str | None, message: str, client_id: str) -> dict[str, Any]:
    """Say something under a name and return the answer."""
    response = await gateway.post(message=message, conversation=conversation, client_id=client_id)
    assert response.status_code == 200, response.text
    return dict(response.json())


async def read_words(gateway: Gateway, conversation: str) -> list[str]:
    """Return what the visitor has said so far."""
    history = await gateway.read_history(conversation)
    return [message["text"] for message in history["messages"] if message["from"] == "visitor"]


async def test_a_message_sent_again_gets_its_old_answer(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.will_say(Reply("answer", "Die erste Antwort."), Reply("notice", "Noch etwas."))
    first = await send(gateway, None, "eins", "a-1")
    conversation = first["conversation"]
    await send(gateway, conversation, "zwei", "a-2")
    assert await send(gateway, conversation, "eins", "a-1") == first
    assert rasa.texts == await read_words(gateway, conversation) == ["eins", "zwei"]


async def test_while_the_first_one_is_still_being_answered_the_second_waits_for_that(
    gateway: Gateway, rasa: FakeRasa
) -> None:
    conversation = (await gateway.say("Hallo"))["conversation"]
    both = [asyncio.create_task(send(gateway, conversation, "eins", "a")) for _ in range(2)]
    await rasa.hold("eins")
    rasa.released.set()
    first, second = await asyncio.gather(*both)
    assert first == second
    assert rasa.texts == ["Hallo", "eins"]


async def test_the_first_message_sent_again_opens_the_same_conversation(gateway: Gateway, rasa: FakeRasa) -> None:
    body = {"message": "eins", "client_id": "a", "opens": "0f" * 16}
    first, again = [(await gateway.post(conversation=None, **body)).json() for _ in range(2)]
    assert first == again
    assert rasa.texts == await read_words(gateway, first["conversation"]) == ["eins"]


async def test_the_history_names_what_the_browser_has_sent(gateway: Gateway) -> None:
    conversation = (await send(gateway, None, "eins", "a"))["conversation"]
    history = await gateway.read_history(conversation)
    assert [message.get("client_id") for message in history["messages"]] == ["a", None]


@pytest.mark.parametrize("secret", ["", "kurz", "0F" * 16, "0f" * 15, "0f" * 17, "0f" * 16 + "\n", 7])
async def test_a_secret_that_is_too_easy_to_guess_opens_nothing(gateway: Gateway, secret: Any) -> None:
    response = await gateway.post(message="eins", conversation=None, client_id="a", opens=secret)
    assert (response.status_code, response.json()["error"]["code"]) == (400, "invalid_request")


async def test_a_button_pressed_again_counts_once(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.will_say(Reply("answer", "So.", buttons=(Button("Mehr", "/dialog_mehr"),)))
    conversation = (await gateway.say("Hallo"))["conversation"]
    body = {"payload": "/dialog_mehr", "conversation": conversation, "client_id": "b"}
    first, second = [(await gateway.post(**body)).json() for _ in range(2)]
    assert first == second
    assert rasa.texts == ["Hallo", "/dialog_mehr"]


async def test_what_a_person_reads_is_there_once(gateway: Gateway, rasa: FakeRasa) -> None:
    conversation = (await gateway.say("Hallo"))["conversation"]
    write_as_person(gateway.factory, rasa.received[0][0], "Guten Tag")
    first = await send(gateway, conversation, "Danke", "p")
    write_as_person(gateway.factory, rasa.received[0][0], "Gern")
    assert await send(gateway, conversation, "Danke", "p") == first
    assert first["messages"] == []
    assert await read_words(gateway, conversation) == ["Hallo", "Danke"]


async def test_two_processes_that_get_the_same_message_give_the_same_answer(parts: Parts) -> None:
    async with run_gateway(parts) as here, run_gateway(replace(parts, rasa=FakeRasa())) as there:
        conversation = (await here.say("Hallo"))["conversation"]
        sent = [asyncio.create_task(send(process, conversation, "eins", "a")) for process in (here, there)]
        await asyncio.gather(here.rasa.hold("eins"), there.rasa.hold("eins"))
        for process in (here, there):
            process.rasa.released.set()
        first, second = await asyncio.gather(*sent)
        assert first == second
        assert await read_words(here, conversation) == ["Hallo", "eins"]


async def test_a_name_means_nothing_in_another_conversation(gateway: Gateway, rasa: FakeRasa) -> None:
    for _ in range(2):
        await send(gateway, None, "eins", "a")
    assert rasa.texts == ["eins", "eins"]


@pytest.mark.parametrize("name", ["", "a b", "ä", "a\n", "x" * 65, 7, ["a"]])
async def test_a_name_that_is_none_is_refused(gateway: Gateway, name: Any) -> None:
    response = await gateway.post(message="eins", client_id=name)
    assert (response.status_code, response.json()["error"]["code"]) == (400, "invalid_request")
