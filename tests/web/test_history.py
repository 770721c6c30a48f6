"""``GET`` and ``DELETE /api/chat/{conversation}``: what was said, and that it can be forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text

from bot.conversations.models import Conversation, Message
from bot.search.reply import Reply
from tests.web.fake_rasa import FakeRasa
from tests.web.gateway import Gateway

UNKNOWN = {
    "error": {
        "code": "unknown_conversation",
        "message": "Dieses Gespräch gibt es nicht oder nicht mehr. Bitte beginnen Sie ein neues.",
    }
}


def read_trackers(gateway: Gateway) -> list[str]:
    with gateway.tracker_engine.begin() as connection:
        return list(connection.scalars(text("SELECT DISTINCT sender_id FROM events")))


def keep_trackers(gateway: Gateway) -> None:
    """Let Rasa keep what it received, as its own store does."""
    with gateway.tracker_engine.begin() as connection:
        for sender, said in gateway.rasa.received:
            connection.execute(text("INSERT INTO events VALUES (:sender, :said)"), {"sender": sender, "said": said})


def count_rows(gateway: Gateway) -> tuple[int, int]:
    with gateway.factory() as session:
        conversations, messages = (
            session.scalar(select(func.count()).select_from(table)) for table in (Conversation, Message)
        )
        return conversations, messages


async def test_the_history_repeats_the_answers_to_the_letter(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.will_say(Reply("answer", "Eins"), Reply("form", "Zwei?"))
    answer = await gateway.say("Was ist TRegKS?")
    history = await gateway.read_history(answer["conversation"])
    times = [datetime.fromisoformat(message.pop("at")) for message in history["messages"]]
    assert times == sorted(times)
    assert all(time.utcoffset() == timedelta(0) for time in times)
    said = history["messages"].pop(0)
    assert history == answer
    assert set(said) == {"id", "from", "text"}
    assert (said["from"], said["text"]) == ("visitor", "Was ist TRegKS?")


async def test_the_history_grows_with_each_turn_and_shows_the_state(gateway: Gateway, rasa: FakeRasa) -> None:
    conversation = (await gateway.say("eins"))["conversation"]
    rasa.will_say(Reply("handoff", "Fertig.", state="waiting"))
    await gateway.say("zwei", conversation)
    history = await gateway.read_history(conversation)
    assert [message["text"] for message in history["messages"]] == ["eins", "Das ist so.", "zwei", "Fertig."]
    assert history["state"] == "waiting"


async def test_a_deleted_conversation_leaves_nothing_here_and_nothing_at_rasa(gateway: Gateway) -> None:
    conversation = (await gateway.say("Hallo"))["conversation"]
    other = (await gateway.say("Hallo"))["conversation"]
    keep_trackers(gateway)
    response = await gateway.client.delete(f"/api/chat/{conversation}")
    assert (response.status_code, response.content) == (204, b"")
    assert read_trackers(gateway) == [gateway.rasa.received[1][0]]
    assert count_rows(gateway) == (1, 2)
    assert (await gateway.read_history(other))["messages"]


async def test_a_deleted_conversation_is_unknown_in_every_way(gateway: Gateway) -> None:
    answer = await gateway.say("Hallo")
    path = f"/api/chat/{answer['conversation']}"
    await gateway.client.delete(path)
    rating: dict[str, Any] = {"message": answer["messages"][0]["id"], "rating": 1}
    responses = [
        await gateway.client.get(path),
        await gateway.client.delete(path),
        await gateway.client.get(f"{path}/events"),
        await gateway.client.post(f"{path}/feedback", json=rating),
        await gateway.post(conversation=answer["conversation"], message="Hallo?"),
    ]
    assert [(response.status_code, response.json()) for response in responses] == [(404, UNKNOWN)] * 5


async def test_the_assistant_deletes_when_asked_to_and_goes_on_in_a_new_conversation(
    gateway: Gateway, rasa: FakeRasa
) -> None:
    old = (await gateway.say("Hallo"))["conversation"]
    rasa.will_say(Reply("smalltalk", "Dieses Gespräch ist gelöscht.", directive="delete"))
    keep_trackers(gateway)
    answer = await gateway.say("Bitte löschen", old)
    assert answer["conversation"] != old
    assert (answer["state"], answer["messages"][0]["text"]) == ("bot", "Dieses Gespräch ist gelöscht.")
    assert "directive" not in answer["messages"][0]
    assert (await gateway.client.get(f"/api/chat/{old}")).status_code == 404
    assert (await gateway.read_history(answer["conversation"]))["messages"] == []
    assert read_trackers(gateway) == []


async def test_a_store_of_rasa_that_is_out_of_reach_keeps_nobody_from_deleting(gateway: Gateway) -> None:
    conversation = (await gateway.say("Hallo"))["conversation"]
    with gateway.tracker_engine.begin() as connection:
        connection.execute(text("DROP TABLE events"))
    assert (await gateway.client.delete(f"/api/chat/{conversation}")).status_code == 204
    assert count_rows(gateway) == (0, 0)


@pytest.mark.parametrize("method", ["GET", "DELETE"])
@pytest.mark.parametrize("conversation", ["c_unknown", "c_", "x", "%00", "..%2f..", "m_1", "%F0%9F%99%82", "c" * 5000])
async def test_an_id_that_opens_nothing_is_unknown(gateway: Gateway, method: str, conversation: str) -> None:
    response = await gateway.client.request(method, f"/api/chat/{conversation}")
    assert response.status_code == 404
    assert response.json()["error"]["message"].endswith(".")


async def test_the_key_of_the_database_opens_no_conversation(gateway: Gateway, rasa: FakeRasa) -> None:
    await gateway.say("Hallo")
    ((key, _text),) = rasa.received
    assert (await gateway.client.get(f"/api/chat/{key}")).json() == UNKNOWN
    assert (await gateway.post(conversation=key, message="Hallo")).json() == UNKNOWN
