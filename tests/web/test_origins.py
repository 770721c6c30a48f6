"""Other websites may use the chat only if they are named in the settings."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.web.fake_rasa import FakeRasa
from tests.web.gateway import Gateway, Parts, run_gateway

OURS, ALSO_OURS = "https://wfg-kassel.de", "https://regionkassel.example"
ALLOW = "access-control-allow-origin"
FOREIGN = [
    "https://example.org",
    "http://wfg-kassel.de",
    "https://wfg-kassel.de.example.org",
    "https://www.wfg-kassel.de",
    "https://wfg-kassel.de:8443",
    "null",
    "",
]


@pytest.fixture
async def embedded(parts: Parts) -> AsyncIterator[Gateway]:
    """A gateway that two websites may use."""
    async with run_gateway(parts, allowed_origins=f"{OURS}, {ALSO_OURS}") as gateway:
        yield gateway


async def ask(gateway: Gateway, origin: str) -> str | None:
    response = await gateway.client.post("/api/chat", json={"message": "Hallo"}, headers={"Origin": origin})
    assert response.status_code == 200
    return response.headers.get(ALLOW)


async def ask_before(gateway: Gateway, origin: str, method: str = "POST") -> tuple[int, str | None]:
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "content-type,last-event-id",
    }
    response = await gateway.client.options("/api/chat", headers=headers)
    return response.status_code, response.headers.get(ALLOW)


@pytest.mark.parametrize("origin", [OURS, ALSO_OURS])
async def test_a_named_website_reads_the_answer(embedded: Gateway, origin: str) -> None:
    assert await ask(embedded, origin) == origin
    for method in ("GET", "POST", "DELETE"):
        assert await ask_before(embedded, origin, method) == (200, origin)


@pytest.mark.parametrize("origin", FOREIGN)
async def test_any_other_website_does_not(embedded: Gateway, origin: str) -> None:
    assert await ask(embedded, origin) is None
    assert await ask_before(embedded, origin) == (400, None)


async def test_without_a_setting_no_website_does(gateway: Gateway) -> None:
    assert await ask(gateway, OURS) is None
    assert await ask_before(gateway, OURS) == (400, None)


async def test_other_methods_are_not_allowed_even_for_ours(embedded: Gateway) -> None:
    assert (await ask_before(embedded, OURS, "PUT"))[0] == 400


async def test_cookies_are_never_asked_for(embedded: Gateway) -> None:
    response = await embedded.client.post("/api/chat", json={"message": "Hallo"}, headers={"Origin": OURS})
    assert "access-control-allow-credentials" not in response.headers
    assert "set-cookie" not in response.headers


async def test_a_named_website_may_read_refusals_and_how_long_to_wait(parts: Parts) -> None:
    async with run_gateway(parts, allowed_origins=OURS, rate_limit=True, rate_per_address=1) as gateway:
        headers = {"Origin": OURS}
        known, limited = [await gateway.client.get("/api/chat/c_x", headers=headers) for _ in range(2)]
        assert (known.status_code, limited.status_code) == (404, 429)
        assert known.headers[ALLOW] == limited.headers[ALLOW] == OURS
        assert limited.headers["access-control-expose-headers"] == "Retry-After"


async def post(gateway: Gateway, path: str = "/api/chat", **headers: str) -> int:
    """Send what the widget sends, with what browsers say about where it comes from."""
    names = {"Content-Type": "text/plain;charset=UTF-8", **{name.replace("_", "-"): headers[name] for name in headers}}
    return (await gateway.client.post(path, content='{"message": "Hallo"}', headers=names)).status_code


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_a_page_of_a_website_that_is_not_named_says_nothing(embedded: Gateway, rasa: FakeRasa, site: str) -> None:
    for path in ("/api/chat", "/api/chat/c_x/feedback", "/api/chat/c_x/typing", "/api/chat/c_x/seen"):
        assert await post(embedded, path, Origin="https://example.org", Sec_Fetch_Site=site) == 400
    assert await post(embedded, Sec_Fetch_Site=site) == 400
    assert rasa.received == []


async def test_a_named_website_says_it_without_asking_first(embedded: Gateway, rasa: FakeRasa) -> None:
    assert await post(embedded, Origin=OURS, Sec_Fetch_Site="cross-site") == 200
    assert await post(embedded, Origin="http://test", Sec_Fetch_Site="same-origin") == 200
    assert await post(embedded) == 200
    assert len(rasa.received) == 3
