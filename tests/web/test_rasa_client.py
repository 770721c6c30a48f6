"""Rasa as the gateway sees it: usable replies, or RasaUnavailable, and a pause after each failure."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.http_service import HttpReply, Unreachable
from bot.web.rasa_client import LONGEST_PAUSE, CircuitBreaker, RasaClient, RasaUnavailable, read_messages
from tests.web.fake_rasa import FakeRasa
from tests.web.gateway import Clock


@pytest.fixture
def fake() -> FakeRasa:
    return FakeRasa()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def client(fake: FakeRasa, clock: Clock) -> AsyncIterator[RasaClient]:
    client = RasaClient(fake, timeout=1, breaker=CircuitBreaker(clock))
    yield client
    await client.close()


async def fail(client: RasaClient) -> str:
    """Send a message that must fail, and return why."""
    with pytest.raises(RasaUnavailable) as error:
        await client.send("k", "Hallo")
    return str(error.value)


async def test_a_message_arrives_with_its_sender(client: RasaClient, fake: FakeRasa) -> None:
    messages = await client.send("k", "Grüße 🙂")
    assert fake.received == [("k", "Grüße 🙂")]
    assert messages[0]["text"] == "Das ist so."


@pytest.mark.parametrize(
    "trouble",
    [
        Unreachable("refused"),
        Unreachable("slow"),
        Unreachable("gone"),
        HttpReply(500),
        HttpReply(404, b"[]"),
        HttpReply(301),
        HttpReply(200, b""),
        HttpReply(200, b"<html>"),
        HttpReply(200, b'[{"text": "Hal'),
        HttpReply(200, b'[{"text": "\xff"}]'),
        HttpReply(200, b'{"text": "Hallo"}'),
        HttpReply(200, b'["Hallo"]'),
        HttpReply(200, b'[{"text": "Hallo"}, null]'),
        HttpReply(200, b"null"),
    ],
    ids=repr,
)
async def test_whatever_is_no_usable_reply_counts_as_a_failure(
    client: RasaClient, fake: FakeRasa, trouble: Any
) -> None:
    fake.trouble = trouble
    await fail(client)
    assert client.breaker.is_open


async def test_while_it_pauses_rasa_is_not_asked(client: RasaClient, fake: FakeRasa) -> None:
    fake.trouble = Unreachable("refused")
    assert await fail(client) == "refused"
    assert [await fail(client) for _ in range(3)] == ["paused after a failure"] * 3
    assert len(fake.received) == 1


async def test_the_pauses_double_up_to_the_longest(client: RasaClient, fake: FakeRasa, clock: Clock) -> None:
    fake.trouble = Unreachable("refused")
    pauses = []
    for _ in range(6):
        await fail(client)
        began = clock.now
        while client.breaker.is_open:
            clock.now += 0.5
        pauses.append(clock.now - began)
    assert pauses == [1, 2, 4, 8, LONGEST_PAUSE, LONGEST_PAUSE]


async def test_after_a_pause_rasa_is_asked_again_and_the_failures_are_forgotten(
    client: RasaClient, fake: FakeRasa, clock: Clock
) -> None:
    fake.trouble = Unreachable("refused")
    for _ in range(4):
        await fail(client)
        clock.now += LONGEST_PAUSE
    fake.trouble = None
    assert await client.send("k", "Hallo")
    fake.trouble = Unreachable("refused")
    await fail(client)
    clock.now += 1
    assert not client.breaker.is_open


async def test_more_messages_than_rasa_takes_at_once_wait_in_order(client: RasaClient, fake: FakeRasa) -> None:
    held = asyncio.create_task(client.send("k", "a"))
    also_held = asyncio.create_task(client.send("k", "a"))
    await fake.hold("a")
    later = [asyncio.create_task(client.send("k", text)) for text in ("b", "c", "d")]
    await asyncio.sleep(0)
    assert fake.texts == ["a", "a"]
    fake.released.set()
    await asyncio.gather(held, also_held, *later)
    assert fake.texts == ["a", "a", "b", "c", "d"]


async def test_whoever_waits_for_a_turn_when_rasa_fails_does_not_wait_for_its_time_out(
    client: RasaClient, fake: FakeRasa
) -> None:
    tasks = [asyncio.create_task(client.send("k", "a")) for _ in range(5)]
    await fake.hold("a")
    fake.trouble = Unreachable("slow")
    fake.released.set()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [str(result) for result in results] == ["slow"] * 2 + ["paused after a failure"] * 3
    assert len(fake.received) == 2


@pytest.mark.parametrize(
    "reply", [[], [{"recipient_id": "k"}], [{"text": ""}], [{"custom": {"x": 1}}], [{"image": "x"}]]
)
async def test_a_silent_rasa_is_unavailable_but_asked_again_at_once(
    client: RasaClient, fake: FakeRasa, reply: Any
) -> None:
    fake.replies = [reply]
    assert await fail(client) == "no reply"
    assert not client.breaker.is_open
    assert await client.send("k", "Hallo")


async def test_a_failure_is_logged_without_the_words_of_the_visitor(
    client: RasaClient, fake: FakeRasa, caplog: pytest.LogCaptureFixture
) -> None:
    fake.trouble = Unreachable("refused")
    await fail(client)
    assert [record.getMessage() for record in caplog.records if record.name.startswith("bot")] == [
        "rasa failed: refused"
    ]


@pytest.mark.parametrize(
    ("data", "messages"),
    [
        ([], []),
        ([{"text": "Hi"}], [{"kind": "smalltalk", "text": "Hi", "references": []}]),
        (
            [{"custom": {"kind": "form", "text": "Name?", "x": 1}}],
            [{"references": [], "kind": "form", "text": "Name?", "x": 1}],
        ),
        ([{"custom": {"kind": "form"}}], [{"references": [], "kind": "form", "text": ""}]),
        ([{"custom": {"text": "Hi"}}, {"custom": "x"}, {"buttons": []}], []),
        ([{"custom": {"x": 1}, "text": "Hi"}], [{"kind": "smalltalk", "text": "Hi", "references": []}]),
    ],
)
def test_replies_are_brought_into_the_terms_of_the_chat(data: Any, messages: list[dict[str, Any]]) -> None:
    assert read_messages(data) == messages


@pytest.mark.parametrize(("status", "is_ready"), [(200, True), (404, False), (409, False), (500, False)])
async def test_rasa_is_ready_when_it_says_so(client: RasaClient, fake: FakeRasa, status: int, is_ready: bool) -> None:
    fake.status = HttpReply(status)
    assert await client.is_ready() is is_ready


async def test_without_its_api_the_front_page_tells_that_rasa_is_up(client: RasaClient, fake: FakeRasa) -> None:
    fake.pages = {"/status": HttpReply(404), "/": HttpReply(200)}
    assert await client.is_ready()
