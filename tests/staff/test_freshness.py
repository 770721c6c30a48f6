"""The page of what has to be looked at again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import sessionmaker

from bot.accounts.roles import EDITOR
from bot.content.freshness import PAGE_SIZE
from bot.content.kinds import FAQ, TRAINING
from bot.content.records import blank_record, read_record, save_record
from bot.revisions.categories import CategoryRules, save_rules
from tests.revisions.people import faq_record
from tests.staff.desk import Desk, submit

PAGE = "/redaktion/aktualitaet"
OVERDUE = f"{PAGE}/wiedervorlage/faq"
PAST, NEXT = date(2026, 10, 1), date(2027, 5, 22)


def add_overdue(factory: sessionmaker, *keys: str, **changes: Any) -> None:
    with factory.begin() as session:
        for key in keys:
            save_record(session, FAQ, key, faq_record(question=f"Frage {key}?", review_on=PAST, **changes))


def review_days(factory: sessionmaker, *keys: str) -> list[date]:
    with factory() as session:
        records = [read_record(session, FAQ, key) for key in keys]
        return [record["review_on"] for record in records if record]


async def test_without_content_there_is_nothing_to_do(empty_desk: Desk) -> None:
    async with empty_desk.log_in(EDITOR) as client:
        page = (await client.get(PAGE)).text
    assert "FAQ-Einträge: Prüfung überfällig" in page
    assert "Hier ist nichts zu tun." in page


async def test_the_counts_lead_to_their_lists(empty_desk: Desk) -> None:
    course = {"title": "Schweißen", "provider": "Werk", "source_date": "2026", "starts_on": date(2026, 11, 1)}
    with empty_desk.factory.begin() as session:
        save_record(session, TRAINING, "schweissen", blank_record(TRAINING) | course)
    async with empty_desk.log_in(EDITOR) as client:
        assert f'href="{PAGE}/beginn-vorbei/weiterbildung#liste"' in (await client.get(PAGE)).text
        begun = (await client.get(f"{PAGE}/beginn-vorbei/weiterbildung")).text
        unclear = (await client.get(f"{PAGE}/unklar/weiterbildung")).text
    assert "01.11.2026" in begun
    assert "/redaktion/inhalte/weiterbildung/bearbeiten/schweissen" in begun
    assert "AZAV-zugelassen: nicht bekannt; Bildungsgutschein möglich: nicht bekannt" in unclear


async def test_one_click_puts_one_review_off(empty_desk: Desk) -> None:
    add_overdue(empty_desk.factory, "a", "b")
    async with empty_desk.log_in(EDITOR) as client:
        answer = await submit(client, OVERDUE, {"einzeln": "a"})
        page = (await client.get(answer.headers["location"])).text
    assert "Geprüft: ein Eintrag. Wiedervorlage in 6 Monaten." in page
    assert review_days(empty_desk.factory, "a", "b") == [NEXT, PAST]


async def test_several_ticked_reviews_are_put_off_together(empty_desk: Desk) -> None:
    add_overdue(empty_desk.factory, "a", "b", "c")
    async with empty_desk.log_in(EDITOR) as client:
        answer = await submit(client, OVERDUE, {"eintrag": ["a", "c", "gibt-es-nicht"]})
        page = (await client.get(answer.headers["location"])).text
    assert "Geprüft: 2 Einträge." in page
    assert "Nicht geändert: ein Eintrag. Diesen Eintrag gibt es nicht mehr." in page
    assert review_days(empty_desk.factory, "a", "b", "c") == [NEXT, PAST, NEXT]


async def test_nothing_ticked_changes_nothing(empty_desk: Desk) -> None:
    add_overdue(empty_desk.factory, "a")
    async with empty_desk.log_in(EDITOR) as client:
        answer = await submit(client, OVERDUE, {})
        assert "Bitte haken Sie an" in (await client.get(answer.headers["location"])).text
    assert review_days(empty_desk.factory, "a") == [PAST]


async def test_four_eyes_are_respected(empty_desk: Desk) -> None:
    add_overdue(empty_desk.factory, "a")
    with empty_desk.factory.begin() as session:
        save_rules(session, CategoryRules("faq:netzwerk", needs_approval=True))
    async with empty_desk.log_in(EDITOR) as client:
        answer = await submit(client, OVERDUE, {"eintrag": "a"})
        page = (await client.get(answer.headers["location"])).text
    assert "Zur Freigabe gegeben: ein Eintrag." in page
    assert "wartet auf Freigabe" in page
    assert review_days(empty_desk.factory, "a") == [PAST]


async def test_long_lists_have_pages_and_one_comes_back_to_the_same(empty_desk: Desk) -> None:
    add_overdue(empty_desk.factory, *(f"k{number:03}" for number in range(PAGE_SIZE + 2)))
    async with empty_desk.log_in(EDITOR) as client:
        second = (await client.get(f"{OVERDUE}?seite=2")).text
        assert "Seite 2 von 2" in second
        assert second.count('name="eintrag"') == 2
        answer = await submit(client, f"{OVERDUE}?seite=2", {"einzeln": "k051"})
        assert answer.headers["location"] == f"{OVERDUE}?seite=2"


@pytest.mark.parametrize("path", ["gibt-es-nicht/faq", "beginn-vorbei/faq", "wiedervorlage/satz"])
async def test_unknown_lists_are_not_found(empty_desk: Desk, path: str) -> None:
    async with empty_desk.log_in(EDITOR) as client:
        assert (await client.get(f"{PAGE}/{path}")).status_code == 404
