"""``/sitemap.xml`` and ``/robots.txt``: every public page with its address and its change, nothing private."""

from __future__ import annotations

import re
from datetime import date
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import httpx
from sqlalchemy import event
from sqlalchemy.orm import sessionmaker

from bot.web.sitemap.writing import PublicPage, write_sitemap
from tests.web.faq_pages import PUBLIC, make_browser, make_entry
from tests.web.offer_pages import make_course, make_programme

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


async def read_map(client: httpx.AsyncClient) -> dict[str, ElementTree.Element]:
    answer = await client.get("/sitemap.xml")
    assert answer.headers["content-type"].startswith("application/xml")
    urls = ElementTree.fromstring(answer.text).findall("s:url", NAMES)
    return {str(url.findtext("s:loc", namespaces=NAMES)): url for url in urls}


async def test_every_page_that_is_shown_is_named_and_no_other(session_factory: sessionmaker) -> None:
    rows = [
        make_entry("da", question_en="What?", answer_en="This."),
        make_entry("weg", status="archived"),
        make_programme("zim"),
        make_programme("alt", valid_until=date(2026, 6, 30)),
        make_course("kurs"),
        make_course("erfunden", is_sample=True),
        make_course("vorbei", starts_on=date(2026, 3, 2)),
    ]
    async with make_browser(session_factory, *rows) as client:
        found = await read_map(client)
    paths = {address.removeprefix(PUBLIC) for address in found}
    entries = {"/faq/da", "/faq/da?fassung=en"}
    sections = {"/", "/chat", "/faq", "/angebote", "/foerdercheck", "/kontakt"}
    assert paths == {*sections, *entries, "/angebote/zim", "/angebote/kurs"}
    url = found[f"{PUBLIC}/faq/da"]
    assert url.findtext("s:lastmod", namespaces=NAMES) == "2026-11-01T12:30:00+00:00"
    languages = {link.get("hreflang"): link.get("href") for link in url.findall("x:link", NAMES)}
    assert languages == {"de": f"{PUBLIC}/faq/da", "en": f"{PUBLIC}/faq/da?fassung=en"}


async def test_without_a_public_address_host_and_port_are_named(session_factory: sessionmaker) -> None:
    async with make_browser(session_factory, make_entry(), public_url="", port=8123) as client:
        assert "http://127.0.0.1:8123/faq/zim" in await read_map(client)
        assert "Sitemap: http://127.0.0.1:8123/sitemap.xml" in (await client.get("/robots.txt")).text


async def test_the_map_follows_the_content_and_asks_little_of_the_database(session_factory: sessionmaker) -> None:
    statements: list[str] = []
    event.listen(session_factory.kw["bind"], "before_cursor_execute", lambda *call: statements.append(call[2]))
    async with make_browser(session_factory, *(make_entry(f"e{number}") for number in range(5))) as client:
        statements.clear()
        await client.get("/sitemap.xml")
        assert len([one for one in statements if "FROM" in one]) <= 4
        statements.clear()
        await client.get("/sitemap.xml")
        assert not [one for one in statements if "faq_entries" in one]
        with session_factory.begin() as session:
            session.add(make_entry("neu"))
        assert f"{PUBLIC}/faq/neu" in await read_map(client)


async def test_robots_are_kept_from_what_is_private(session_factory: sessionmaker) -> None:
    async with make_browser(session_factory) as client:
        rules = RobotFileParser()
        rules.parse((await client.get("/robots.txt")).text.splitlines())
    for path in ("/redaktion/", "/fall/x", "/antwort/x", "/api/chat"):
        assert not rules.can_fetch("Any", PUBLIC + path)
    for path in ("/", "/faq/zim", "/angebote", "/sitemap.xml"):
        assert rules.can_fetch("Any", PUBLIC + path)
    assert rules.site_maps() == [f"{PUBLIC}/sitemap.xml"]


def test_no_address_breaks_the_map() -> None:
    address = 'https://lotse.example/?a=1&b="<x>'
    text = write_sitemap([PublicPage(address, alternates={"de": address})])
    (url,) = ElementTree.fromstring(text)
    assert url.findtext("s:loc", namespaces=NAMES) == address
    assert re.search(r"&amp;", text)
