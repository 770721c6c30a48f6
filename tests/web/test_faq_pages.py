"""``/faq``: every entry of today by its group, a search that understands German, and one page for each answer."""

from __future__ import annotations

import html
import json
import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import sessionmaker

from bot.faq.models import FaqEntry
from bot.search.sentences import sentence
from bot.web.faq.page import FaqPages
from bot.web.faq.versions import english_date
from tests.web.faq_pages import PUBLIC, make_browser, make_entry, read_anew

HOSTILE = '</script><img src=x onerror="alert(1)">[x](javascript:1)'
ENGLISH = {"question_en": "What is it?", "answer_en": "It is **this**."}
PAST, FUTURE = date(2026, 11, 21), date(2026, 11, 23)


def plain(page: str) -> str:
    """Return what is read on a page."""
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def linked(page: str) -> list[str]:
    """Return the entries that a page links to, in its order."""
    return re.findall(r'href="/faq/([\w-]+)"', page)


async def test_all_entries_of_today_stand_under_the_names_of_their_groups(session_factory: sessionmaker) -> None:
    rows = [
        make_entry("geld"),
        make_entry("kurs", topic_group="weiterbildung"),
        make_entry("entwurf", status="draft"),
        make_entry("alt", valid_until=PAST),
        make_entry("bald", valid_from=FUTURE),
        make_entry("weg", status="archived"),
    ]
    async with make_browser(session_factory, *rows) as client:
        page = (await client.get("/faq")).text
        of_group = (await client.get("/faq?thema=weiterbildung")).text
        unknown = (await client.get("/faq?thema=nein")).text
    assert linked(page) == linked(unknown) == ["geld", "kurs"]
    assert page.index('<h2 id="foerderung"') < page.index("Was ist geld?") < page.index('<h2 id="weiterbildung"')
    assert 'href="#weiterbildung"' in page
    assert linked(of_group) == ["kurs"]
    assert "Das ist" not in page


@pytest.mark.parametrize(
    "search",
    ["Weiterbildungsförderung", "weiterbildungsfoerderung", "Förderung Weiterbildung", "Weiterbildng Förderng"],
)
async def test_the_search_reads_compounds_umlauts_and_slips(session_factory: sessionmaker, search: str) -> None:
    rows = [
        make_entry("passt", question="Welche Förderung gibt es für Weiterbildung?"),
        make_entry("andere", question="Wer leitet das Netzwerk?", answer="Die Koordination.", topic_group="netzwerk"),
    ]
    async with make_browser(session_factory, *rows, read_knowledge=read_anew()) as client:
        page = (await client.get("/faq", params={"q": search})).text
    assert linked(page) == ["passt"]
    assert "1 Treffer" in page
    assert '<meta name="robots" content="noindex, follow">' in page


async def test_without_a_hit_it_says_so_and_leads_on(session_factory: sessionmaker) -> None:
    rows = [make_entry("geld"), make_entry("kurs", topic_group="weiterbildung")]
    async with make_browser(session_factory, *rows, read_knowledge=read_anew()) as client:
        page = (await client.get("/faq", params={"q": "Quantenhuhn <b>"})).text
        elsewhere = (await client.get("/faq", params={"q": "Was ist geld?", "thema": "weiterbildung"})).text
    assert "haben wir hier keine Antwort" in plain(page)
    for address in ("/chat?frage=Quantenhuhn+%3Cb%3E", "/kontakt?anliegen=Quantenhuhn+%3Cb%3E", "/angebote", "tel:+49"):
        assert f'href="{address}' in page
    assert linked(page) == ["geld", "kurs"]
    assert "<b>" not in page
    assert '<a href="/faq?q=Was+ist+geld%3F">In allen Themen suchen</a>' in elsewhere


async def test_an_entry_shows_its_answer_its_source_and_its_doubt(session_factory: sessionmaker) -> None:
    row = make_entry(
        answer="Ja:\n- **a**\n- b", source_url="https://b.example", certainty="allgemein", related=("x", "y")
    )
    other = make_entry("y", question="Und y?")
    async with make_browser(session_factory, row, other) as client:
        page = (await client.get("/faq/zim")).text
    assert "<p>Ja:</p><ul><li><strong>a</strong></li><li>b</li></ul>" in page
    assert "Quelle: Bund (neues Fenster) , Stand 31.01.2026" in plain(page)
    assert 'href="https://b.example"' in page
    assert sentence("antwort.unsicher").strip("*") in plain(page)
    assert linked(page) == ["y"]
    assert 'href="/chat?frage=Was+ist+zim%3F"' in page
    assert 'href="/kontakt?zu=zim"' in page


async def test_the_versions_are_offered_where_there_are_any(session_factory: sessionmaker) -> None:
    rows = [make_entry("alle", plain_answer="Ganz einfach.", certainty="allgemein", **ENGLISH), make_entry("nur")]
    async with make_browser(session_factory, *rows) as client:
        usual, simple, english, missing = [
            (await client.get(path)).text
            for path in ("/faq/alle", "/faq/alle?fassung=einfach", "/faq/alle?fassung=en", "/faq/nur?fassung=einfach")
        ]
    assert f'<link rel="alternate" hreflang="en" href="{PUBLIC}/faq/alle?fassung=en">' in usual
    assert "Das ist <strong>alle</strong>" in usual
    assert "Ganz einfach." in simple
    assert f'<link rel="canonical" href="{PUBLIC}/faq/alle">' in simple
    assert '<article lang="en">' in english
    assert "It is <strong>this</strong>." in english
    assert sentence("antwort.unsicher", "en").strip("*") in english
    assert "Source: Bund , as of 31 January 2026" in plain(english)
    assert "noch nicht in Einfacher Sprache" in missing
    assert "Das ist <strong>nur</strong>" in missing
    assert "hreflang" not in missing


@pytest.mark.parametrize(
    ("status", "changes"),
    [
        (410, {"valid_until": PAST}),
        (410, {"status": "archived"}),
        (404, {"status": "draft"}),
        (404, {"valid_from": FUTURE}),
        (404, {"slug": "anders"}),
    ],
)
async def test_what_is_not_shown_leads_on(session_factory: sessionmaker, status: int, changes: dict[str, Any]) -> None:
    row = make_entry(**{"slug": "zim", "answer": "Geheim.", **changes})
    async with make_browser(session_factory, row) as client:
        answer = await client.get("/faq/zim")
    assert answer.status_code == status
    assert "Geheim" not in answer.text
    for address in ('href="/faq"', 'action="/faq"', 'href="/chat"', 'href="/kontakt"'):
        assert address in answer.text


async def test_nothing_that_was_written_or_typed_becomes_markup(session_factory: sessionmaker) -> None:
    texts = ("question", "answer", "plain_answer", "question_en", "answer_en", "source_title")
    row = make_entry(**dict.fromkeys(texts, HOSTILE), source_url="https://b.example/?a=1&b=2")
    paths = ("", "/zim", "/zim?fassung=einfach", "/zim?fassung=en", f"/{HOSTILE[:9]}", f"?thema={HOSTILE}")
    async with make_browser(session_factory, row) as client:
        pages = [(await client.get(f"/faq{path}")).text for path in paths]
    for page in pages:
        assert "<img" not in page
        assert 'href="javascript' not in page
        assert page.count("</script>") == page.count("<script") <= 1


async def test_search_engines_get_question_and_answer_as_data(session_factory: sessionmaker) -> None:
    row = make_entry(answer="Eine [Seite](https://x.example).", **ENGLISH)
    async with make_browser(session_factory, row) as client:
        pages = [(await client.get(f"/faq/zim{query}")).text for query in ("", "?fassung=en")]
    german, english = [json.loads(re.findall(r'ld\+json">(.+?)</script>', page)[0]) for page in pages]
    assert (german["@type"], german["inLanguage"], english["inLanguage"]) == ("FAQPage", "de", "en")
    assert german["dateModified"] == "2026-11-01T13:30:00+01:00"
    assert german["url"] == f"{PUBLIC}/faq/zim"
    question = german["mainEntity"]
    assert (question["@type"], question["name"]) == ("Question", "Was ist zim?")
    assert question["acceptedAnswer"]["@type"] == "Answer"
    assert "neues Fenster" not in question["acceptedAnswer"]["text"]
    assert 'href="https://x.example"' in question["acceptedAnswer"]["text"]


async def test_a_change_shows_at_once_and_nothing_on_the_page_may_run(session_factory: sessionmaker) -> None:
    async with make_browser(session_factory, make_entry()) as client:
        first = await client.get("/faq/zim")
        with session_factory.begin() as session:
            session.query(FaqEntry).one().answer = "Neu."
        new = await client.get("/faq/zim")
    assert "Neu." in new.text
    assert {name: first.headers.get(name) for name in FaqPages.headers} == FaqPages.headers
    assert FaqPages.headers["Cache-Control"] == "no-cache"
    assert not re.search(r"<style|\sstyle=|\son\w+=", first.text)


@pytest.mark.parametrize(
    ("stored", "shown"), [("2023-04-12", "12 April 2023"), ("2023", "2023"), ("2023-13-40", "2023-13-40")]
)
def test_english_pages_write_dates_in_english(stored: str, shown: str) -> None:
    assert english_date(stored) == shown
