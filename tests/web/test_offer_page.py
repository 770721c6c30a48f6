"""``/angebote/{slug}``: what is known of an offer, what is to be minded, and nothing that runs."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from sqlalchemy.orm import sessionmaker

from bot.offers.importers.models import OfferOriginal
from bot.web.offers.page import OfferPages
from bot.web.public.marked_text import write_marked
from bot.web.public.search_engines import LONGEST_DESCRIPTION, shorten
from tests.web.offer_pages import PUBLIC, make_browser, make_contact, make_course, make_programme

HOSTILE = '<img src=x onerror="alert(1)">*`](javascript:1)'


def plain(page: str) -> str:
    """Return what is read on a page."""
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


async def read_page(factory: sessionmaker, path: str, *rows: object, **options: object) -> tuple[int, str]:
    async with make_browser(factory, *rows, **options) as client:  # type: ignore[arg-type]
        answer = await client.get(path)
    return answer.status_code, answer.text


async def test_a_programme_tells_status_stand_source_and_what_is_to_be_minded(session_factory: sessionmaker) -> None:
    row = make_programme(apply_before_start="ja", certainty="teilweise", max_amount_eur=200000)
    status, page = await read_page(session_factory, "/angebote/zim", row)
    assert status == 200
    text = plain(page)
    for words in (
        "Status laufend",
        "Stand 31.01.2026",
        "Quelle: Bund",
        "vor Beginn des Vorhabens",
        "nur zum Teil belegt",
        "unverbindlich",
        "höchstens 200.000 Euro",
    ):
        assert words in text
    assert 'href="https://zim.example"' in page


async def test_what_has_ended_says_so_with_its_successor_and_is_kept_from_search_engines(
    session_factory: sessionmaker,
) -> None:
    old = make_programme("alt", title="Alt", valid_until=date(2026, 6, 30), successor="neu", apply_before_start="ja")
    old.certainty = "allgemein"
    status, page = await read_page(session_factory, "/angebote/alt", old, make_programme("neu", title="Neu"))
    assert status == 200
    assert "ausgelaufen seit dem 30.06.2026" in plain(page)
    assert '<a href="/angebote/neu">Nachfolger: Neu</a>' in page
    assert "vor Beginn" not in plain(page)
    assert "beruhen auf allgemeinem Wissen" in plain(page)
    assert '<meta name="robots" content="noindex, follow">' in page
    assert "ld+json" not in page


async def test_what_ends_soon_and_what_is_uncertain_is_named(session_factory: sessionmaker) -> None:
    row = make_programme(valid_until=date(2026, 12, 1), status="unsicher")
    _, page = await read_page(session_factory, "/angebote/zim", row)
    assert "läuft in 9 Tagen ab, am 01.12.2026" in plain(page)
    assert "nicht gesichert" in plain(page)


@pytest.mark.parametrize("path", ["/angebote/gibt-es-nicht", "/angebote/alt", "/angebote/bsp", "/angebote/a%2Fb"])
async def test_unknown_archived_and_hidden_offers_are_not_found(session_factory: sessionmaker, path: str) -> None:
    rows = (make_programme("alt", is_archived=True), make_course("bsp", is_sample=True))
    status, page = await read_page(session_factory, path, *rows, show_samples=False)
    assert status == 404
    assert path == "/angebote/a%2Fb" or 'href="/angebote"' in page


async def test_invented_offers_are_marked_and_no_data_for_search_engines(session_factory: sessionmaker) -> None:
    _, page = await read_page(session_factory, "/angebote/kurs", make_course(is_sample=True))
    assert "erfunden und nicht buchbar" in plain(page)
    assert "ld+json" not in page
    assert "noindex" in page


async def test_a_name_of_two_offers_is_asked_back(session_factory: sessionmaker) -> None:
    rows = (make_programme("doppelt", title="Geld"), make_course("doppelt", title="Kurs"))
    async with make_browser(session_factory, *rows) as client:
        which = await client.get("/angebote/doppelt")
        course = await client.get("/angebote/doppelt?art=weiterbildung")
    assert which.status_code == 300
    assert 'href="/angebote/doppelt?art=foerderung"' in which.text
    assert "<h1>Kurs</h1>" in course.text


async def test_who_is_responsible_for_the_topic_is_named_else_the_project_lead(session_factory: sessionmaker) -> None:
    rows = (
        make_contact(),
        make_contact("michael-wieners", name="Michael Wieners", email="w@wfg.example"),
        make_contact("org-uni", name="UniTransfer", phone="", website="https://uni.example", areas=("hochvolt",)),
        make_course("mit", topics=("hochvolt",)),
        make_course("ohne"),
    )
    async with make_browser(session_factory, *rows, topics=("hochvolt",)) as client:
        with_topic, without = [plain((await client.get(f"/angebote/{slug}")).text) for slug in ("mit", "ohne")]
    assert "UniTransfer" in with_topic
    assert "Telefon und E-Mail liegen mir nicht vor" in with_topic
    assert "+49 561 70733-50" in with_topic
    assert "Michael Wieners" in without
    assert "liegen mir nicht vor" not in without


async def test_nothing_that_staff_or_sources_wrote_becomes_markup(session_factory: sessionmaker) -> None:
    course = make_course(title=HOSTILE, description=HOSTILE, provider=HOSTILE, place=HOSTILE, audience=HOSTILE)
    money = make_programme(title=HOSTILE, conditions=HOSTILE, valid_until=date(2026, 12, 1), description="</script>")
    async with make_browser(session_factory, course, money) as client:
        pages = [(await client.get(f"/angebote{path}")).text for path in ("/kurs", "/zim", "", "?art=weiterbildung")]
    for page in pages:
        assert "<img" not in page
        assert "onerror" in page
        assert page.count("</script>") == page.count("<script") <= 1


async def test_texts_of_their_owner_stay_unchanged_with_their_attribution(session_factory: sessionmaker) -> None:
    row = make_programme()
    async with make_browser(session_factory, row) as client:
        with session_factory.begin() as session:
            values = {"licence": "CC BY-ND 4.0", "attribution": "ZIM von BMWK, https://lizenz.example"}
            session.add(OfferOriginal(offer_id=row.id, short_text="Kurz.", sections=[["Volltext", "A\n B"]], **values))
        page = (await client.get("/angebote/zim")).text
    assert '<p class="words">A\n B</p>' in page
    assert 'ZIM von BMWK, <a href="https://lizenz.example"' in page


async def test_the_policy_lets_nothing_run_and_the_page_names_its_own_address(session_factory: sessionmaker) -> None:
    async with make_browser(session_factory, make_programme()) as client:
        answer = await client.get("/angebote/zim?utm=x")
    assert {name: answer.headers.get(name) for name in OfferPages.headers} == OfferPages.headers
    assert "script-src" not in OfferPages.headers["Content-Security-Policy"]
    assert f'<link rel="canonical" href="{PUBLIC}/angebote/zim">' in answer.text
    assert '<meta name="description" content="Für Entwicklung.">' in answer.text
    assert not re.search(r"<style|\sstyle=|\son\w+=", answer.text)


async def test_too_many_visits_are_asked_to_wait(session_factory: sessionmaker) -> None:
    async with make_browser(session_factory, make_programme(), rate_limit=True, rate_per_address=2) as client:
        answers = [await client.get("/angebote/zim") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1].headers["retry-after"]) >= 1


def test_a_long_description_is_cut_between_words() -> None:
    short = shorten("Wort, " * 60)
    assert len(short) <= LONGEST_DESCRIPTION + 2
    assert short.endswith("Wort …")
    assert shorten("Zwei\nZeilen") == "Zwei Zeilen"


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("**Achtung:** aus", "<p><strong>Achtung:</strong> aus</p>"),
        ("für Mitarbeiter*innen und Kolleg*innen", "<p>für Mitarbeiter*innen und Kolleg*innen</p>"),
        ("*kursiv* <b>nicht</b>", "<p><em>kursiv</em> &lt;b&gt;nicht&lt;/b&gt;</p>"),
        ("[nein](javascript:1)\n\nzwei", "<p>[nein](javascript:1)</p><p>zwei</p>"),
    ],
)
def test_only_emphasis_of_a_sentence_becomes_markup(text: str, markup: str) -> None:
    assert write_marked(text) == markup
