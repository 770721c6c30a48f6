"""``/angebote``: conditions as a plain form, counts, pages, and what emptied a list."""

from __future__ import annotations

import html
import re
from datetime import date

import httpx
import pytest
from sqlalchemy.orm import sessionmaker

from bot.analytics.miss_models import Miss
from bot.analytics.offer_gaps import list_offer_gaps
from bot.offers.filters import TRAINING, OfferFilters
from bot.search.misses import describe_gap
from bot.web.offers.gaps import MOST_OF_ONE, NotedGaps
from tests.web.offer_pages import make_browser, make_course, make_programme

TITLE = re.compile(r'<h3><a href="/angebote/([^"]+)">')


async def read_slugs(client: httpx.AsyncClient, query: str = "") -> list[str]:
    answer = await client.get(f"/angebote{query}")
    assert answer.status_code == 200
    return TITLE.findall(answer.text)


def courses() -> list[object]:
    return [
        make_course("baunatal", price_eur=890, azav="ja", topics=("hochvolt",)),
        make_course("kassel", place="Kassel", price_eur=0, starts_on=date(2027, 5, 3), ends_on=None),
        make_course("netz", place="", format="online", price_eur=120.5, topics=("hochvolt", "robotik")),
        make_course("vorbei", starts_on=date(2026, 1, 5), ends_on=None),
    ]


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", {"baunatal", "kassel", "netz"}),
        ("&thema=hochvolt", {"baunatal", "netz"}),
        ("&format=online", {"netz"}),
        ("&ort=Kassel", {"kassel"}),
        ("&ort=Kassel&umkreis=20", {"kassel", "baunatal"}),
        ("&von=2027-04-01&bis=2027-06-30", {"kassel"}),
        ("&von=1.4.2027", {"kassel"}),
        ("&preis=0", {"kassel"}),
        ("&preis=120,50", {"kassel", "netz"}),
        ("&azav=ja", {"baunatal"}),
        ("&thema=hochvolt&format=online&preis=200&thema=&umkreis=", {"netz"}),
    ],
)
async def test_each_condition_of_training_filters(session_factory: sessionmaker, query: str, slugs: set[str]) -> None:
    async with make_browser(session_factory, *courses(), topics=("hochvolt", "robotik")) as client:
        assert set(await read_slugs(client, f"?art=weiterbildung{query}")) == slugs


async def test_each_condition_of_funding_filters(session_factory: sessionmaker) -> None:
    rows = (
        make_programme("land", level="land", max_employees=49),
        make_programme("bund"),
        make_programme("aus", status="ausgelaufen"),
        make_programme("kredit", kinds=[]),
    )
    async with make_browser(session_factory, *rows) as client:
        assert set(await read_slugs(client)) == {"land", "bund", "kredit"}
        assert await read_slugs(client, "?ebene=land") == ["land"]
        assert set(await read_slugs(client, "?foerderart=zuschuss")) == {"land", "bund"}
        assert set(await read_slugs(client, "?beschaeftigte=200")) == {"bund", "kredit"}


async def test_an_empty_list_says_which_condition_emptied_it_and_leads_on(session_factory: sessionmaker) -> None:
    async with make_browser(session_factory, *courses(), topics=("hochvolt", "robotik")) as client:
        page = (await client.get("/angebote?art=weiterbildung&ort=Baunatal&preis=100")).text
        text = html.unescape(page)
        assert "Mit der Angabe „höchstens 100 Euro“ habe ich nichts gefunden." in text
        address = re.search(r'<a href="([^"]+)">ohne „höchstens 100 Euro“ \(1\)</a>', text)
        assert address
        assert TITLE.findall((await client.get(address[1])).text) == ["baunatal"]


async def test_where_several_conditions_empty_a_list_all_of_them_can_be_left_out(session_factory: sessionmaker) -> None:
    async with make_browser(session_factory, *courses(), topics=("hochvolt", "robotik")) as client:
        query = "?art=weiterbildung&thema=robotik&preis=1&zeiten=vollzeit&bildungsgutschein=ja"
        text = html.unescape((await client.get(f"/angebote{query}")).text)
        link = re.search(r'<a href="([^"]+)">ohne „höchstens 1 Euro“ und[^<]+\(1\)</a>', text)
        assert link
        assert TITLE.findall((await client.get(link[1])).text) == ["netz"]


async def test_no_offers_at_all_are_no_error(session_factory: sessionmaker) -> None:
    async with make_browser(session_factory) as client:
        answer = await client.get("/angebote?art=weiterbildung&preis=5")
    assert answer.status_code == 200
    assert "Kein Angebot passt" in answer.text


async def test_a_long_list_has_pages_and_each_offer_stands_on_one(session_factory: sessionmaker) -> None:
    rows = [make_course(f"kurs-{number}") for number in range(45)]
    async with make_browser(session_factory, *rows) as client:
        first = (await client.get("/angebote?art=weiterbildung")).text
        address = html.unescape(re.search(r'rel="next" href="([^"]+)"', first)[1])
        slugs = TITLE.findall(first)
        for page in ("2", "3"):
            slugs += await read_slugs(client, f"?art=weiterbildung&seite={page}")
        beyond = (await client.get("/angebote?art=weiterbildung&seite=99")).text
    assert "45 Angebote, Seite 1 von 3" in first
    assert address == "/angebote?art=weiterbildung&seite=2"
    assert sorted(slugs) == sorted(f"kurs-{number}" for number in range(45))
    assert "Seite 3 von 3" in beyond


async def test_topics_and_types_show_how_many_there_are(session_factory: sessionmaker) -> None:
    rows = (*courses(), make_programme(topics=("robotik",)))
    async with make_browser(session_factory, *rows, topics=("hochvolt", "robotik")) as client:
        page = (await client.get("/angebote?art=weiterbildung&format=online")).text
    assert '<option value="hochvolt">Hochvolt (1)</option>' in page
    assert 'Weiterbildung <span class="count">(3)</span>' in page
    assert 'Förderung <span class="count">(1)</span>' in page


async def test_what_staff_publish_counts_at_the_next_visit(session_factory: sessionmaker) -> None:
    async with make_browser(session_factory, *courses(), topics=("hochvolt", "robotik")) as client:
        assert "Hochvolt (2)" in (await client.get("/angebote?art=weiterbildung")).text
        with session_factory.begin() as session:
            session.add(make_course("neu", place="Dorf", topics=("hochvolt",)))
        page = (await client.get("/angebote?art=weiterbildung")).text
    assert "Hochvolt (3)" in page
    assert "<option>Dorf</option>" in page


async def test_conditions_stand_there_to_be_taken_away_one_by_one(session_factory: sessionmaker) -> None:
    async with make_browser(session_factory, *courses(), topics=("hochvolt", "robotik")) as client:
        page = html.unescape((await client.get("/angebote?art=weiterbildung&thema=hochvolt&format=online")).text)
    assert '<a href="/angebote?art=weiterbildung&format=online"><span class="spoken">Weglassen: </span>Hochvolt' in page
    assert '<a href="/angebote?art=weiterbildung&thema=hochvolt"><span class="spoken">Weglassen: </span>online' in page


async def test_what_is_mistyped_is_explained_kept_and_does_not_count(session_factory: sessionmaker) -> None:
    async with make_browser(session_factory, *courses(), topics=("hochvolt", "robotik")) as client:
        answer = await client.get("/angebote?art=weiterbildung&preis=viel&ort=Atlantis&von=2027-05-01&bis=2027-04-01")
    assert answer.status_code == 200
    page = html.unescape(answer.text)
    assert 'id="preis-fehler">„viel“ ist kein Betrag.' in page
    assert 'value="viel"' in page
    assert "Diesen Ort kenne ich nicht." in page
    assert "Das Ende liegt vor dem Anfang." in page
    assert TITLE.findall(page) == ["kassel"]


@pytest.mark.parametrize(
    "query",
    ["?art=x&thema=%00&seite=-1", "?seite=9999999", "?preis=1e9&von=9999-99-99", "?art=weiterbildung&umkreis=20", "?%"],
)
async def test_strange_addresses_are_no_error(session_factory: sessionmaker, query: str) -> None:
    async with make_browser(session_factory, *courses(), topics=("hochvolt", "robotik")) as client:
        answer = await client.get(f"/angebote{query}")
    assert answer.status_code == 200
    assert "Traceback" not in answer.text


async def test_only_the_whole_list_is_for_search_engines(session_factory: sessionmaker) -> None:
    async with make_browser(session_factory, *courses(), topics=("hochvolt", "robotik")) as client:
        whole, part = [(await client.get(f"/angebote{query}")).text for query in ("?art=weiterbildung", "?preis=5")]
    assert '<link rel="canonical" href="https://lotse.example/angebote?art=weiterbildung">' in whole
    assert "noindex" not in whole
    assert "noindex" in part


async def test_the_list_of_programmes_leads_to_the_funding_check(session_factory: sessionmaker) -> None:
    async with make_browser(session_factory, make_programme(), *courses(), topics=("hochvolt", "robotik")) as client:
        pages = [(await client.get(f"/angebote?art={kind}")).text for kind in ("foerderung", "weiterbildung")]
    contents = [page.partition("<main")[2].partition("</main>")[0] for page in pages]  # the menu leads there as well
    assert ['href="/foerdercheck"' in content for content in contents] == [True, False]


async def test_what_the_form_finds_nothing_for_is_an_offer_gap_once_a_day(session_factory: sessionmaker) -> None:
    wanted = "/angebote?art=weiterbildung&thema=hochvolt&ort=Calden&preis="
    async with make_browser(session_factory, *courses(), topics=("hochvolt", "robotik")) as client:
        await client.get(wanted)  # a link
        await client.get("/angebote?art=weiterbildung&ort=Kassel&gesucht=ja")  # with hits
        for query in (
            f"{wanted}&gesucht=ja",
            f"{wanted}&gesucht=ja",
            "/angebote?art=weiterbildung&ort=Helsa&gesucht=ja",
        ):
            assert "Kein Angebot passt" in (await client.get(query)).text
    with session_factory() as session:
        gaps, count = list_offer_gaps(session, since=None, page=1)
        found = {gap.conditions: gap.count for gap in gaps}
        assert found == {"Weiterbildung, Hochvolt, „Calden“": 1, "Weiterbildung, „Helsa“": 1}
        assert count == 2
        assert session.query(Miss).filter(Miss.conversation_key.isnot(None)).count() == 0


def test_no_address_and_no_day_has_more_gaps_than_it_may(session_factory: sessionmaker) -> None:
    noted, first = NotedGaps(), date(2026, 11, 22)

    def note(number: int, address: str, day: date = first) -> bool:
        gap = describe_gap(OfferFilters(TRAINING, max_price=float(number)), {}, "")
        with session_factory.begin() as session:
            return noted.note(session, gap, address=address, today=day)

    assert [note(number, "192.0.2.1") for number in range(MOST_OF_ONE + 1)] == [True] * MOST_OF_ONE + [False]
    assert note(1, "192.0.2.2")
    assert note(1, "192.0.2.1", date(2026, 11, 23))
