"""Two thousand strange requests: each gets an answer or a German refusal, and none gets what is not its own."""

from __future__ import annotations

from collections import Counter
from importlib import resources
from typing import Any

import httpx
import pytest
import yaml

from bot.conversations.queries import make_key
from bot.search.reply import Button, Reply
from tests.web.gateway import Gateway
from tests.web.strange_inputs import FAMILIES, Known, StrangeRequest, strange_requests

SEED, COUNT = 20261122, 2000
SECRET = "Geheimnis-4711"
OWN_PAYLOAD, OTHERS_PAYLOAD = "/eigener_knopf", "/fremder_knopf"
STATUSES = {200, 204, 307, 400, 404, 405, 413}


def read_refusals() -> set[str]:
    source = resources.files("bot.content").joinpath("sentences.yml").read_text(encoding="utf-8")
    return {
        str(text).format_map({"anzahl": 1000, "sekunden": 0, "kontakt": ""})
        for text in yaml.safe_load(source)["fehler"].values()
    }


REFUSALS = read_refusals()


async def begin(gateway: Gateway, text: str, payload: str) -> dict[str, Any]:
    gateway.rasa.will_say(Reply("answer", f"Antwort auf {text}", buttons=(Button(f"Knopf {text}", payload),)))
    return await gateway.say(text)


async def find_known(gateway: Gateway) -> tuple[Known, str]:
    """Begin an own conversation and another one; return what is known, and the id of the other."""
    own, other = await begin(gateway, "Eigenes", OWN_PAYLOAD), await begin(gateway, SECRET, OTHERS_PAYLOAD)
    whole = other["conversation"]
    pieces = (whole[:-1], whole.upper(), whole[2:], make_key(whole), other["messages"][0]["id"])
    known = Known(
        own["conversation"],
        OWN_PAYLOAD,
        own["messages"][0]["id"],
        pieces,
        OTHERS_PAYLOAD,
        other["messages"][0]["id"],
    )
    return known, whole


async def send(gateway: Gateway, request: StrangeRequest) -> httpx.Response:
    return await gateway.client.request(request.method, request.path, content=request.content, headers=request.headers)


def find_faults(request: StrangeRequest, response: httpx.Response) -> list[str]:
    """Return what is wrong with the response."""
    faults = [] if response.status_code in STATUSES else [f"status {response.status_code}"]
    if SECRET in response.text:
        faults.append("another's conversation")
    if response.status_code >= 400:
        error = response.json().get("error", {})
        faults += [] if error.get("message") in REFUSALS and error.get("code") else [f"no German refusal: {error}"]
    elif request.path == "/api/chat" and request.method == "POST":
        answer = response.json()
        faults += [] if set(answer) == {"conversation", "state", "messages"} and answer["messages"] else ["no answer"]
    return faults


async def test_two_thousand_strange_requests_do_no_harm(gateway: Gateway) -> None:
    known, other = await find_known(gateway)
    before = await gateway.read_history(other)
    statuses: Counter[int] = Counter()
    for number, request in enumerate(strange_requests(SEED, COUNT, known)):
        response = await send(gateway, request)
        assert find_faults(request, response) == [], f"request {number}: {request!r:.2000}"
        statuses[response.status_code] += 1
    assert [text for text in gateway.rasa.texts if text.startswith("/")] == []
    assert await gateway.read_history(other) == before
    assert (await gateway.read_history(known.own))["messages"][0]["text"] == "Eigenes"
    assert {status for status, count in statuses.items() if count > 20} >= {200, 400, 404, 405, 413}


def test_the_requests_are_many_different_ones_and_always_the_same() -> None:
    known = Known("c_own", OWN_PAYLOAD, "m_own", ("c_other",), OTHERS_PAYLOAD, "m_other")
    requests = list(strange_requests(SEED, COUNT, known))
    different = {(request.method, request.path, request.content, str(request.headers)) for request in requests}
    assert len(different) > COUNT * 0.9
    assert set(Counter(request.family for request in requests).values()) == {
        COUNT // len(FAMILIES),
        COUNT // len(FAMILIES) + 1,
    }
    assert requests == list(strange_requests(SEED, COUNT, known))
    assert requests != list(strange_requests(SEED + 1, COUNT, known))


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(500, json={"error": {"code": "x", "message": "Diese Adresse gibt es hier nicht."}}),
        httpx.Response(404, json={"error": {"code": "x", "message": "Not Found"}}),
        httpx.Response(404, json={"detail": "Not Found"}),
        httpx.Response(200, json={"conversation": "c_x", "state": "bot", "messages": [{"text": SECRET}]}),
        httpx.Response(200, json={"conversation": "c_x", "state": "bot", "messages": []}),
        httpx.Response(200, json={}),
    ],
    ids=repr,
)
def test_harm_would_be_found(response: httpx.Response) -> None:
    assert len(find_faults(StrangeRequest("said", "POST", "/api/chat"), response)) == 1
