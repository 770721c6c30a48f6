"""Too many messages: 429, a German sentence, and how long to wait."""

from __future__ import annotations

import httpx
import pytest

from tests.web.gateway import Parts, run_gateway


def read_refusal(response: httpx.Response) -> tuple[int, str, str]:
    """Return seconds to wait as the header gives them, code and sentence."""
    assert response.status_code == 429
    error = response.json()["error"]
    return int(response.headers["retry-after"]), error["code"], error["message"]


async def test_a_conversation_that_sends_too_much_is_told_how_long_to_wait(parts: Parts) -> None:
    async with run_gateway(parts, rate_limit=True, rate_per_conversation=2) as gateway:
        conversation = (await gateway.say("eins"))["conversation"]
        for message in ("zwei", "drei"):
            await gateway.say(message, conversation)
        refused = await gateway.post(message="vier", conversation=conversation)
        assert read_refusal(refused) == (
            30,
            "too_many_messages",
            "Das waren sehr viele Nachrichten in kurzer Zeit. Bitte warten Sie 30 Sekunden.",
        )
        assert parts.rasa.texts == ["eins", "zwei", "drei"]
        assert (await gateway.say("Hallo"))["messages"]


async def test_an_address_is_limited_whatever_it_asks_for(parts: Parts) -> None:
    async with run_gateway(parts, rate_limit=True, rate_per_address=6) as gateway:
        conversation = (await gateway.say("eins"))["conversation"]
        path = f"/api/chat/{conversation}"
        for method in ("GET", "GET", "DELETE", "GET", "DELETE"):
            assert (await gateway.client.request(method, path)).status_code < 429
        requests = [("GET", path), ("DELETE", path), ("GET", f"{path}/events"), ("POST", f"{path}/feedback")]
        refused = [await gateway.client.request(method, address) for method, address in requests]
        refused.append(await gateway.post(message="zwei"))
        assert {read_refusal(response)[:2] for response in refused} == {(10, "too_many_messages")}
        async with gateway.browser_at("192.0.2.77") as other:
            assert (await other.post("/api/chat", json={"message": "Hallo"})).status_code == 200


async def test_made_up_ids_do_not_help_around_the_limit_of_an_address(parts: Parts) -> None:
    async with run_gateway(parts, rate_limit=True, rate_per_address=3) as gateway:
        statuses = [(await gateway.post(message="x", conversation=f"c_{n}")).status_code for n in range(5)]
        assert statuses == [404, 404, 404, 429, 429]


async def test_refused_forms_count_for_nobody_but_unreadable_ones_cost_no_turn(parts: Parts) -> None:
    async with run_gateway(parts, rate_limit=True, rate_per_address=1) as gateway:
        unreadable = [(await gateway.client.post("/api/chat", content=b"{")).status_code for _ in range(3)]
        assert unreadable == [400, 400, 400]
        assert (await gateway.post(message="Hallo")).status_code == 200


async def test_health_and_figures_are_never_limited(parts: Parts) -> None:
    async with run_gateway(parts, rate_limit=True, rate_per_address=1) as gateway:
        for path in ("/healthz", "/readyz", "/metrics", "/", "/widget/client.js") * 2:
            assert (await gateway.client.get(path)).status_code == 200


async def test_for_measuring_the_limits_can_be_left_out(parts: Parts) -> None:
    async with run_gateway(parts, rate_limit=False, rate_per_address=1, rate_per_conversation=1) as gateway:
        conversation = (await gateway.say("eins"))["conversation"]
        statuses = [(await gateway.post(message="x", conversation=conversation)).status_code for _ in range(5)]
        assert statuses == [200] * 5


@pytest.mark.parametrize(("trusted", "statuses"), [("", [200, 429, 429]), ("192.0.2.1, 192.0.2.2", [200, 200, 429])])
async def test_visitors_behind_a_trusted_proxy_are_told_apart(parts: Parts, trusted: str, statuses: list[int]) -> None:
    async with run_gateway(parts, rate_limit=True, rate_per_address=1, trusted_proxies=trusted) as gateway:
        seen = [
            (await gateway.client.post("/api/chat", json={"message": "x"}, headers={"X-Forwarded-For": address}))
            for address in ("203.0.113.1", "203.0.113.2", "9.9.9.9, 203.0.113.1")
        ]
        assert [response.status_code for response in seen] == statuses
