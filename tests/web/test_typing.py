"""``POST /api/chat/{conversation}/typing``: told to a person who may be looking, to nobody else, and not too often."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.conversations.models import LiveEvent
from bot.web.limits import TYPING_PER_MINUTE
from tests.web.event_reader import write_as_person
from tests.web.gateway import Gateway, Parts, run_gateway


async def begin(gateway: Gateway, state: str) -> tuple[str, str]:
    """Begin a conversation in a state; return the address of the sign and the conversation's key."""
    conversation = (await gateway.say("Hallo"))["conversation"]
    key = gateway.rasa.received[-1][0]
    write_as_person(gateway.factory, key, "Guten Tag", state=state)
    return f"/api/chat/{conversation}/typing", key


@pytest.mark.parametrize(("state", "told"), [("waiting", 1), ("person", 1), ("bot", 0), ("closed", 0)])
async def test_a_person_hears_of_it_while_one_may_be_looking(gateway: Gateway, state: str, told: int) -> None:
    path, key = await begin(gateway, state)
    response = await gateway.client.post(path)
    assert (response.status_code, response.content) == (204, b"")
    with gateway.factory() as session:
        signs = session.scalars(select(LiveEvent.data).where(LiveEvent.channel == key, LiveEvent.kind == "typing"))
        assert signs.all() == [{"from": "visitor"}] * told


async def test_an_unknown_conversation_has_nobody_who_writes(gateway: Gateway) -> None:
    response = await gateway.client.post("/api/chat/c_unknown/typing")
    assert (response.status_code, response.json()["error"]["code"]) == (404, "unknown_conversation")


async def test_too_many_signs_are_refused_and_take_nothing_from_what_may_be_said(parts: Parts) -> None:
    async with run_gateway(parts, rate_limit=True, rate_per_conversation=2) as gateway:
        path, _key = await begin(gateway, "person")
        statuses = [(await gateway.client.post(path)).status_code for _ in range(TYPING_PER_MINUTE + 1)]
        assert statuses == [204] * TYPING_PER_MINUTE + [429]
        assert (await gateway.post(message="Hallo", conversation=path.split("/")[3])).status_code == 200
