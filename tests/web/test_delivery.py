"""How the widget and the pages arrive: compressed, tagged, and by a name that never changes for those who want it."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy.orm import sessionmaker
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.db import make_engine
from bot.web.delivery import ConditionalAnswers, PublicCompression
from bot.web.widget_bundle import Bundle, build_bundle
from bot.web.widget_files import WidgetFiles
from tests.web.gateway import Parts, run_gateway

OURS = "https://wfg-kassel.de"
LONG = "Ein Satz, der sich wiederholt. " * 100
CURRENT = "/widget/lotse.js"
MOST_BYTES = 40_000  # all that opening the chat loads; the browser tests show that it is this file alone


@pytest.fixture
async def browser(session_factory: sessionmaker, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A browser at the real gateway, with an empty database."""
    parts = Parts(session_factory, make_engine(f"sqlite:///{tmp_path / 'tracker.db'}"))
    async with run_gateway(parts, allowed_origins=OURS) as gateway:
        yield gateway.client


async def test_opening_the_chat_loads_less_than_forty_kilobytes(browser: httpx.AsyncClient) -> None:
    response = await browser.get(CURRENT, headers={"Accept-Encoding": "gzip"})
    assert response.headers["content-encoding"] == "gzip"
    assert response.num_bytes_downloaded < MOST_BYTES
    assert response.content == build_bundle().body


async def test_the_current_version_is_asked_for_anew_and_sent_once(browser: httpx.AsyncClient) -> None:
    first = await browser.get(CURRENT)
    assert first.headers["cache-control"] == "no-cache"
    again = await browser.get(CURRENT, headers={"If-None-Match": first.headers["etag"], "Origin": OURS})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["access-control-allow-origin"] == OURS
    assert again.headers["etag"] == first.headers["etag"]


async def test_a_named_version_stays_for_ever(browser: httpx.AsyncClient) -> None:
    bundle = build_bundle()
    response = await browser.get(f"/widget/{bundle.versioned_name}", headers={"Origin": OURS})
    assert response.content == bundle.body
    assert "immutable" in response.headers["cache-control"]
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.headers["access-control-allow-origin"] == OURS  # what a checksum needs, and a module anyway
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert {"Origin", "Accept-Encoding"} <= {one.strip() for one in response.headers["vary"].split(",")}
    assert (await browser.get("/widget/lotse-0123456789abcdef.js")).status_code == 404


async def test_a_website_that_is_not_named_gets_no_script(browser: httpx.AsyncClient) -> None:
    response = await browser.get(CURRENT, headers={"Origin": "https://example.org"})
    assert "access-control-allow-origin" not in response.headers


async def test_versions_of_before_an_update_are_served_on(tmp_path: Path) -> None:
    old, new = Bundle(b"alt();"), Bundle(b"neu();")
    WidgetFiles(old, tmp_path / "widget").keep()
    files = WidgetFiles(new, tmp_path / "widget")
    async with browse(Route("/lotse-{version}.js", files.show_version)) as browser:
        assert (await browser.get(f"/{old.versioned_name}")).text == "alt();"
        assert (await browser.get(f"/{new.versioned_name}")).text == "neu();"
        assert (await browser.get("/lotse-..%2Fgeheim.js")).status_code == 404


async def say_long(request: Request) -> Response:
    return PlainTextResponse(LONG, headers={"Cache-Control": request.query_params.get("cache", "no-cache")})


async def stream(_request: Request) -> Response:
    async def events() -> AsyncIterator[str]:
        for _ in range(3):
            yield f"data: {LONG}\n\n"

    return StreamingResponse(events(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})


def browse(*routes: Route) -> httpx.AsyncClient:
    """Return a browser at an app of these routes, behind what makes answers small."""
    layers = [Middleware(PublicCompression, office="/redaktion"), Middleware(ConditionalAnswers)]
    app = Starlette(routes=routes, middleware=layers)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway.test")


async def test_texts_are_compressed_but_no_events_and_no_back_office() -> None:
    async with browse(Route("/", say_long), Route("/e", stream), Route("/redaktion/x", say_long)) as browser:
        page, events, office = [await browser.get(path) for path in ("/", "/e", "/redaktion/x")]
    assert page.headers["content-encoding"] == "gzip"
    assert page.num_bytes_downloaded < len(gzip.compress(LONG.encode())) + 50
    assert "content-encoding" not in events.headers
    assert events.text == f"data: {LONG}\n\n" * 3
    assert "content-encoding" not in office.headers


@pytest.mark.parametrize(("cache", "status"), [("no-cache", 304), ("no-store", 200), ("public, max-age=60", 200)])
async def test_only_what_is_checked_anew_is_tagged(cache: str, status: int) -> None:
    async with browse(Route("/", say_long)) as browser:
        first = await browser.get("/", params={"cache": cache})
        tag = first.headers.get("etag", 'W/"keines"')
        again = await browser.get("/", params={"cache": cache}, headers={"If-None-Match": f'"anderes", {tag}'})
        assert (again.status_code, first.text) == (status, LONG)
        changed = await browser.get("/", params={"cache": cache}, headers={"If-None-Match": 'W/"alt"'})
        assert (changed.status_code, changed.text) == (200, LONG)
