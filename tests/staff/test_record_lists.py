"""Lists of content: what is found, what is marked, and what it costs."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import sessionmaker

from bot.accounts.roles import EDITOR
from bot.content.kinds import FAQ, FUNDING
from bot.content.queries import PAGE_SIZE
from bot.content.records import blank_record, save_record
from bot.settings import Settings
from tests.revisions import people
from tests.revisions.people import add_person, faq_record
from tests.staff.desk import Desk, make_desk

LIST = "/redaktion/inhalte/faq"


def add_entry(session: Any, slug: str, question: str, **changes: Any) -> None:
    save_record(session, FAQ, slug, faq_record(question=question, source_url="https://example.org", **changes))


@pytest.fixture
def desk(session_factory: sessionmaker, tmp_path: Path) -> Desk:
    """The back office over a database with a few entries and one programme."""
    with session_factory.begin() as session:
        add_entry(session, "aepfel", "Was kosten Äpfel?", variants=["Wie teuer ist Obst?"])
        add_entry(session, "birnen", "Was kosten Birnen?", topic_group="kontakt", review_on=date(2026, 11, 1))
        add_entry(session, "alt", "Was war früher?", status="archived", review_on=date(2026, 11, 1))
        add_entry(session, "prozent", "Gibt es 50% Rabatt?", valid_until=date(2026, 11, 21))
        save_record(session, FAQ, "ohne", faq_record(question="Woher weiß man das?"))
        programme = {"title": "ZIM", "provider": "BMWK", "source_date": "2026", "level": "bund", "area": "bundesweit"}
        save_record(session, FUNDING, "zim", blank_record(FUNDING) | programme | {"certainty": "belegt"})
    return make_desk(session_factory, Settings(today=date(2026, 11, 22), models_dir=tmp_path, rate_limit=False))


async def keys_in(client: httpx.AsyncClient, query: str, path: str = LIST) -> list[str]:
    page = await client.get(f"{path}?{query}")
    assert page.status_code == 200
    return [part.split('"')[0] for part in page.text.split("/bearbeiten/")[1:]]


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("", ["prozent", "birnen", "aepfel", "ohne"]),
        ("suche=birnen", ["birnen"]),
        ("suche=äpfel", ["aepfel"]),
        ("suche=obst+teuer", ["aepfel"]),
        ("suche=50%25", ["prozent"]),
        ("suche=_", []),
        ("topic_group=kontakt", ["birnen"]),
        ("topic_group=unsinn", ["prozent", "birnen", "aepfel", "ohne"]),
        ("regal=archiviert", ["alt"]),
        ("regal=alle&suche=was", ["birnen", "alt", "aepfel"]),
        ("auswahl=wiedervorlage", ["birnen"]),
        ("auswahl=ohne-quelle", ["ohne"]),
        ("auswahl=laeuft-ab", ["prozent"]),
        ("seite=99", []),
        ("seite=quatsch", ["prozent", "birnen", "aepfel", "ohne"]),
    ],
)
async def test_a_list_shows_what_is_asked_for(desk: Desk, query: str, keys: list[str]) -> None:
    async with desk.log_in(EDITOR) as client:
        assert sorted(await keys_in(client, query)) == sorted(keys)


async def test_an_open_draft_is_marked_and_can_be_picked(desk: Desk) -> None:
    with desk.factory.begin() as session:
        people.write(session, add_person(session, "Otto"), question="Noch ganz neu?")
    async with desk.log_in(EDITOR) as client:
        page = (await client.get(LIST)).text
        assert "Neu und noch nicht veröffentlicht" in page
        assert await keys_in(client, "auswahl=entwurf") == [people.KEY]


@pytest.mark.parametrize(
    ("query", "keys"), [("is_sample=ja", []), ("is_sample=nein", ["zim"]), ("status=laufend&suche=bmwk", ["zim"])]
)
async def test_offers_are_filtered_by_their_own_fields(desk: Desk, query: str, keys: list[str]) -> None:
    async with desk.log_in(EDITOR) as client:
        assert await keys_in(client, query, "/redaktion/inhalte/foerderung") == keys
        assert await keys_in(client, query, "/redaktion/inhalte/weiterbildung") == []


async def test_an_empty_list_says_what_to_do(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        assert "Ersten Eintrag anlegen" in (await client.get("/redaktion/inhalte/kontakt")).text
        assert "Dazu gibt es nichts." in (await client.get(f"{LIST}?suche=xyz")).text


async def test_every_entry_stands_on_exactly_one_page(desk: Desk) -> None:
    with desk.factory.begin() as session:
        for number in range(PAGE_SIZE):
            add_entry(session, f"gleich-{number}", "Immer dieselbe Frage?")
    async with desk.log_in(EDITOR) as client:
        pages = [await keys_in(client, f"seite={page}") for page in (1, 2)]
    assert len(pages[0]) == PAGE_SIZE
    assert len(set(pages[0] + pages[1])) == PAGE_SIZE + 4


async def test_the_sentences_are_found_by_their_words(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        assert await keys_in(client, "suche=dauert+titel", "/redaktion/inhalte/satz") == ["folge.dauer"]


@pytest.mark.parametrize("path", [LIST, "/redaktion/inhalte/foerderung", "/redaktion/inhalte/satz"])
async def test_a_page_asks_the_database_as_often_for_fifty_entries_as_for_one(
    desk: Desk, sqlite_engine: Engine, path: str
) -> None:
    async with desk.log_in(EDITOR) as client:
        few = await count_statements(sqlite_engine, client, path)
        with desk.factory.begin() as session:
            for number in range(PAGE_SIZE):
                add_entry(session, f"viel-{number}", f"Frage {number}?", variants=["eins", "zwei"])
        assert await count_statements(sqlite_engine, client, path) == few


async def count_statements(engine: Engine, client: httpx.AsyncClient, path: str) -> int:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    await client.get(path)
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)
