"""Rasa as the gateway sees it: usable replies, or RasaUnavailable, and a pause after each failure."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

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
    client = RasaClient("http://rasa.test", timeout=1, breaker=CircuitBreaker(clock), transport=fake.transport)
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
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("slow"),
        httpx.RemoteProtocolError("gone"),
        httpx.Response(500),
        httpx.Response(404, json=[]),
        httpx.Response(301),
        httpx.Response(200, content=b""),
        httpx.Response(200, content=b"<html>"),
        httpx.Response(200, content=b'[{"text": "Hal'),
        httpx.Response(200, content=b'[{"text": "\xff"}]'),
        httpx.Response(200, json={"text": "Hallo"}),
        httpx.Response(200, json=["Hallo"]),
        httpx.Response(200, json=[{"text": "Hallo"}, None]),
        httpx.Response(200, json=None),
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
    fake.trouble = httpx.ConnectError("refused")
    assert await fail(client) == "ConnectError"
    assert [await fail(client) for _ in range(3)] == ["paused after a failure"] * 3
    assert len(fake.received) == 1


async def test_the_pauses_double_up_to_the_longest(client: RasaClient, fake: FakeRasa, clock: Clock) -> None:
    fake.trouble = httpx.ConnectError("refused")
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
    fake.trouble = httpx.ConnectError("refused")
    for _ in range(4):
        await fail(client)
        clock.now += LONGEST_PAUSE
    fake.trouble = None
    assert await client.send("k", "Hallo")
    fake.trouble = httpx.ConnectError("refused")
    await fail(client)
    clock.now += 1
    assert not client.breaker.is_open


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
    fake.trouble = httpx.ConnectError("Hallo k")
    await fail(client)
    assert [record.getMessage() for record in caplog.records if record.name.startswith("bot")] == [
        "rasa failed: ConnectError"
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
    fake.status = httpx.Response(status)
    assert await client.is_ready() is is_ready


async def test_without_its_api_the_front_page_tells_that_rasa_is_up() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200 if request.url.path == "/" else 404)

    client = RasaClient("http://rasa.test", timeout=1, transport=httpx.MockTransport(answer))
    assert await client.is_ready()
    await client.close()
