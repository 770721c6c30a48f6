"""A bug of ours: the visitor gets a sentence and a way out, and the details stand only in the log."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from bot.web.errors import CrashGuard
from tests.web.gateway import Gateway, broken_database

WAY_OUT = "Wirtschaftsförderung Region Kassel, +49 561 70733-50, info@wfg-kassel.de"
SCOPE: dict[str, Any] = {"type": "http", "method": "GET", "path": "/", "headers": []}


class Bug(Exception):
    """Something nobody thought of."""


async def crash(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise Bug("geheim")


async def crash_late(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    raise Bug("geheim")


async def get(app: Any) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway.test") as client:
        return await client.get("/")


async def test_a_bug_is_answered_with_a_sentence_and_a_way_out(caplog: pytest.LogCaptureFixture) -> None:
    response = await get(CrashGuard(crash))
    error = response.json()["error"]
    assert (response.status_code, error["code"]) == (503, "out_of_order")
    assert error["message"].startswith("Das hat wegen einer Störung nicht geklappt.")
    assert WAY_OUT in error["message"]
    assert "geheim" not in response.text
    assert "Bug: geheim" in caplog.text


async def test_a_response_that_has_begun_is_ended_and_not_mixed_with_another() -> None:
    sent: list[Message] = []

    async def remember(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    with pytest.raises(Bug):
        await CrashGuard(crash_late)(SCOPE, receive, remember)
    assert [message["status"] for message in sent] == [200]


async def test_what_is_no_request_is_left_alone() -> None:
    async def unused(*_: Any) -> Any:
        raise AssertionError("nothing is sent")

    with pytest.raises(Bug):
        await CrashGuard(crash)({"type": "lifespan"}, unused, unused)


async def test_a_visitor_who_leaves_while_sending_is_no_bug(caplog: pytest.LogCaptureFixture) -> None:
    async def read(scope: Scope, receive: Receive, _send: Send) -> None:
        await Request(scope, receive).body()

    async def leave() -> Message:
        return {"type": "http.disconnect"}

    async def send(_message: Message) -> None:
        raise AssertionError("nobody is there")

    await CrashGuard(read)(SCOPE, leave, send)
    assert caplog.records == []


async def test_a_reply_of_rasa_that_nobody_foresaw_is_no_stack_trace(
    gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    gateway.rasa.replies = [[{"custom": {"kind": ["no", "text"], "text": "x"}}]]
    response = await gateway.post(message="Hallo")
    assert (response.status_code, response.json()["error"]["code"]) == (503, "out_of_order")
    assert "Traceback" not in response.text
    assert "a request failed" in caplog.text
    assert (await gateway.say("Hallo"))["messages"][0]["text"] == "Das ist so."


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "", None),
        ("DELETE", "", None),
        ("GET", "/events", None),
        ("POST", "/feedback", {"message": "m_x", "rating": 1}),
    ],
)
async def test_a_database_that_is_gone_is_answered_with_the_way_out(
    gateway: Gateway, method: str, path: str, body: Any
) -> None:
    with broken_database(gateway.factory, "conversations"):
        response = await gateway.client.request(method, f"/api/chat/c_x{path}", json=body)
    assert (response.status_code, response.json()["error"]["code"]) == (503, "out_of_order")
    assert "conversations" not in response.text


async def test_a_message_to_a_database_that_is_gone_is_answered_with_the_way_out(gateway: Gateway) -> None:
    conversation = (await gateway.say("Hallo"))["conversation"]
    with broken_database(gateway.factory, "conversations"):
        answer = await gateway.say("Was ist TRegKS?", conversation)
    (notice,) = answer["messages"]
    assert (answer["conversation"], notice["kind"]) == (conversation, "notice")
    assert WAY_OUT in notice["text"]
    assert (await gateway.say("Was ist TRegKS?", conversation))["messages"][0]["kind"] == "answer"


async def test_an_answer_that_cannot_be_kept_is_given_all_the_same(gateway: Gateway) -> None:
    conversation = (await gateway.say("Hallo"))["conversation"]
    with broken_database(gateway.factory, "outcomes"):
        assert (await gateway.say("Was ist TRegKS?", conversation))["messages"][0]["text"] == "Das ist so."
    assert len((await gateway.read_history(conversation))["messages"]) == 2
