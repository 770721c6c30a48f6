"""``/fall``: the own case opens, and nothing tells whether another one exists."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx
import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.orm import sessionmaker

from bot.db import utc_now
from bot.settings import Settings
from bot.web.limits import RateLimiter
from bot.web.public.visit import PRIVATE as HEADERS
from tests.handoff.samples import RECIPIENT
from tests.web.case_pages import Pages
from tests.web.gateway import Clock, Parts, run_gateway

EMAIL = "j.gross@example.org"


@pytest.fixture
def pages(session_factory: sessionmaker) -> Pages:
    return Pages(session_factory)


async def look_up(client: httpx.AsyncClient, number: str, reach: str = EMAIL) -> httpx.Response:
    return await client.post("/fall", data={"nummer": number, "adresse": reach})


async def test_number_and_address_open_the_case_by_a_link_that_names_neither(pages: Pages) -> None:
    number = pages.open_ticket()
    async with pages.browser() as client:
        answer = await look_up(client, number.lower(), EMAIL.upper())
        assert answer.status_code == 303
        path = answer.headers["location"]
        assert number.lower() not in path.lower()
        assert "gross" not in path
        page = await client.get(path)
    assert page.status_code == 200
    assert number in page.text


async def test_without_an_email_address_the_telephone_number_opens_it(pages: Pages) -> None:
    number = pages.open_ticket(email="")
    async with pages.browser() as client:
        assert (await look_up(client, number, "0561 123456")).status_code == 303
        assert (await look_up(client, number, EMAIL)).status_code == 404


async def test_an_unknown_number_and_a_wrong_address_look_the_same(pages: Pages) -> None:
    number = pages.open_ticket()
    async with pages.browser() as client:
        unknown = await look_up(client, "TK-2026-BBBBBB", "other@example.org")
        wrong = await look_up(client, number, "other@example.org")
    assert unknown.status_code == wrong.status_code == 404
    assert "Dazu haben wir nichts gefunden" in wrong.text
    assert unknown.text.replace("TK-2026-BBBBBB", number) == wrong.text


@pytest.mark.parametrize(("number", "reach", "field"), [("irgendwas", EMAIL, "nummer"), ("", "", "adresse")])
async def test_what_cannot_be_read_is_explained_and_kept(pages: Pages, number: str, reach: str, field: str) -> None:
    async with pages.browser() as client:
        answer = await look_up(client, number, reach)
    assert answer.status_code == 422
    assert f'id="{field}-fehler"' in answer.text
    assert f'href="#{field}"' in answer.text
    assert f'value="{number}"' in answer.text


async def test_the_link_of_a_lookup_ends_after_half_an_hour(pages: Pages) -> None:
    number = pages.open_ticket()
    earlier = utc_now() - timedelta(minutes=31)
    token = pages.make_link("case", number, now=earlier, lifetime=timedelta(minutes=30))
    async with pages.browser() as client:
        answer = await client.get(f"/fall/{token}")
    assert answer.status_code == 410
    assert "abgelaufen" in answer.text
    assert 'href="/fall"' in answer.text
    assert number not in answer.text


async def test_a_case_number_is_not_to_be_tried_with_many_addresses(session_factory: sessionmaker) -> None:
    pages = Pages(session_factory, Settings(handoff_to=RECIPIENT))
    number = pages.open_ticket()
    for attempt in range(10):  # each from another network
        async with pages.browser(f"198.51.{attempt}.1") as client:
            assert (await look_up(client, number, f"guess{attempt}@example.org")).status_code == 404
    async with pages.browser() as client:
        answer = await look_up(client, number)
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) > 60
        assert f'value="{EMAIL}"' in answer.text
        assert (await look_up(client, pages.open_ticket(concern="Etwas anderes."))).status_code == 303


async def test_a_network_is_not_to_try_many_numbers(session_factory: sessionmaker) -> None:
    pages = Pages(session_factory, Settings(handoff_to=RECIPIENT))
    statuses = []
    for attempt in range(21):
        async with pages.browser(f"2001:db8::{attempt + 1}") as client:
            statuses.append((await look_up(client, f"TK-2026-BBBB{attempt:02}")).status_code)
    assert statuses == [404] * 20 + [429]


def test_a_limit_may_spread_over_an_hour() -> None:
    clock = Clock()
    limiter = RateLimiter(10, seconds=3600, clock=clock)
    assert [limiter.take("TK") for _ in range(10)] == [0] * 10
    assert limiter.take("TK") == 360
    clock.now += 360
    assert limiter.take("TK") == 0


async def test_nothing_is_kept_by_browsers_and_found_by_search_engines(pages: Pages) -> None:
    paths = ("/fall", "/fall/unbekannt", "/antwort/unbekannt")
    async with pages.browser() as client:
        answers = [await client.get(path) for path in paths]
    for answer in answers:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "<script" not in answer.text
        assert " style=" not in answer.text


async def test_the_gateway_serves_the_pages_with_their_look(
    session_factory: sessionmaker, tracker_engine: Engine
) -> None:
    async with run_gateway(Parts(session_factory, tracker_engine)) as gateway:
        page = await gateway.client.get("/fall")
        look = await gateway.client.get(re.search(r'rel="stylesheet" href="([^"]+)"', page.text)[1])
    assert (page.status_code, look.status_code) == (200, 200)
    assert page.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]
    assert look.headers["content-type"].startswith("text/css")
    assert look.headers["cache-control"] == "no-cache"
