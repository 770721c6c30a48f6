"""``POST /api/chat/{conversation}/feedback``: a thumb for an answer, from the conversation that got it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from sqlalchemy import select

from bot.conversations.models import Feedback
from tests.web.gateway import Gateway, broken_database


async def rate(gateway: Gateway, conversation: str, **body: Any) -> httpx.Response:
    return await gateway.client.post(f"/api/chat/{conversation}/feedback", json=body)


async def answered(gateway: Gateway) -> tuple[str, str]:
    """Return a conversation and its answer."""
    answer = await gateway.say("Was ist TRegKS?")
    return answer["conversation"], answer["messages"][0]["id"]


def read_feedback(gateway: Gateway) -> list[tuple[int, str, str]]:
    with gateway.factory() as session:
        return [(row.rating, row.comment, row.reference) for row in session.scalars(select(Feedback))]


@pytest.mark.parametrize("rating", [1, -1])
async def test_a_rating_is_taken_and_kept(gateway: Gateway, rating: int) -> None:
    conversation, message = await answered(gateway)
    response = await rate(gateway, conversation, message=message, rating=rating, comment="so: a@b.de")
    assert (response.status_code, response.json()["status"]) == (200, "ok")
    assert read_feedback(gateway) == [(rating, "so: [E-Mail-Adresse]", "faq:was-ist-tregks")]


async def test_a_bad_rating_is_answered_with_a_person_who_can_be_asked_for(gateway: Gateway) -> None:
    conversation, message = await answered(gateway)
    liked = await rate(gateway, conversation, message=message, rating=1)
    offer = (await rate(gateway, conversation, message=message, rating=-1)).json()["offer"]
    assert "offer" not in liked.json()
    assert (await gateway.read_history(conversation))["messages"][-1]["id"] == offer["id"]
    payload = offer["buttons"][0]["payload"]
    await gateway.press(payload, conversation)
    assert gateway.rasa.texts[-1] == payload


async def test_a_visitor_may_think_again(gateway: Gateway) -> None:
    conversation, message = await answered(gateway)
    for rating in (1, -1):
        assert (await rate(gateway, conversation, message=message, rating=rating)).status_code == 200
    assert read_feedback(gateway) == [(-1, "", "faq:was-ist-tregks")]


async def test_nobody_rates_the_answers_of_others(gateway: Gateway) -> None:
    _conversation, message = await answered(gateway)
    other, _message = await answered(gateway)
    response = await rate(gateway, other, message=message, rating=1)
    assert (response.status_code, response.json()["error"]["code"]) == (404, "unknown_message")
    assert read_feedback(gateway) == []


async def test_visitors_do_not_rate_themselves(gateway: Gateway) -> None:
    conversation, _message = await answered(gateway)
    said = (await gateway.read_history(conversation))["messages"][0]["id"]
    assert (await rate(gateway, conversation, message=said, rating=1)).status_code == 404


async def test_an_unknown_conversation_is_unknown_before_its_message_is_looked_for(gateway: Gateway) -> None:
    _conversation, message = await answered(gateway)
    response = await rate(gateway, "c_unknown", message=message, rating=1)
    assert (response.status_code, response.json()["error"]["code"]) == (404, "unknown_conversation")


@pytest.mark.parametrize(
    "change",
    [
        {"rating": 0},
        {"rating": 2},
        {"rating": -2},
        {"rating": "1"},
        {"rating": True},
        {"rating": 0.5},
        {"rating": None},
        {"rating": 10**30},
        {"message": 5},
        {"message": None},
        {"comment": 7},
        {"comment": None},
    ],
)
async def test_what_is_no_rating_is_refused(gateway: Gateway, change: dict[str, Any]) -> None:
    conversation, message = await answered(gateway)
    response = await rate(gateway, conversation, **{"message": message, "rating": 1, **change})
    assert (response.status_code, response.json()["error"]["code"]) == (400, "invalid_request")
    assert read_feedback(gateway) == []


async def test_a_comment_has_an_end(gateway: Gateway) -> None:
    conversation, message = await answered(gateway)
    longest = await rate(gateway, conversation, message=message, rating=1, comment="a" * 1000)
    too_long = await rate(gateway, conversation, message=message, rating=1, comment="a" * 1001)
    assert (longest.status_code, too_long.status_code) == (200, 413)


async def test_a_rating_that_cannot_be_kept_is_not_thanked_for(gateway: Gateway) -> None:
    conversation, message = await answered(gateway)
    with broken_database(gateway.factory, "feedback"):
        response = await rate(gateway, conversation, message=message, rating=1)
    assert (response.status_code, response.json()["error"]["code"]) == (503, "out_of_order")
