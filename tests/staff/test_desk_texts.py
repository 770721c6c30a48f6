"""Übergabe, Textbausteine: written, found, changed, archived and brought back."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.accounts.roles import ADVISER, EDITOR
from bot.handoff.canned_texts import find_canned_texts, save_canned_text
from tests.staff.desk import Desk, submit

PATH = "/redaktion/uebergabe/bausteine"


@pytest.fixture
def desk(empty_desk: Desk) -> Desk:
    with empty_desk.factory.begin() as session:
        save_canned_text(session, None, "Begrüßung", "Guten Tag <b>alle</b>")
        save_canned_text(session, None, "Termin", "Passt Ihnen Montag?")
    return empty_desk


@pytest.fixture
async def adviser(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with desk.log_in(ADVISER) as client:
        yield client


def read_titles(desk: Desk, *, is_archived: bool = False) -> list[str]:
    with desk.factory() as session:
        return [one.title for one in find_canned_texts(session, is_archived=is_archived)]


async def test_a_new_text_is_kept_and_found(desk: Desk, adviser: httpx.AsyncClient) -> None:
    await submit(adviser, f"{PATH}/neu", {"title": "Absage", "text": "Leider nein."})
    assert read_titles(desk) == ["Absage", "Begrüßung", "Termin"]
    page = (await adviser.get(PATH, params={"suche": "leider"})).text
    assert ("Absage</a>" in page, "Termin</a>" in page) == (True, False)


async def test_a_text_that_is_refused_keeps_what_was_typed(desk: Desk, adviser: httpx.AsyncClient) -> None:
    answer = await submit(adviser, f"{PATH}/1", {"title": "Termin", "text": "Ein neuer Gruß"})
    assert (answer.status_code, "gibt es schon" in answer.text, "Ein neuer Gruß" in answer.text) == (422, True, True)
    assert "Guten Tag" in (await adviser.get(f"{PATH}/1")).text


async def test_a_text_goes_into_the_archive_and_comes_back(desk: Desk, adviser: httpx.AsyncClient) -> None:
    await submit(adviser, f"{PATH}/1/archivieren", {})
    assert (read_titles(desk), read_titles(desk, is_archived=True)) == (["Termin"], ["Begrüßung"])
    assert "Begrüßung</a>" in (await adviser.get(PATH, params={"stand": "archiv"})).text
    await submit(adviser, f"{PATH}/1/zurueckholen", {})
    assert read_titles(desk) == ["Begrüßung", "Termin"]
    assert "Textbaustein zurückgeholt" in (await adviser.get(PATH)).text


async def test_markup_is_shown_as_it_was_typed(adviser: httpx.AsyncClient) -> None:
    page = (await adviser.get(PATH)).text
    assert "&lt;b&gt;alle&lt;/b&gt;" in page
    assert "<b>alle" not in page


async def test_unknown_texts_and_other_roles_are_refused(desk: Desk, adviser: httpx.AsyncClient) -> None:
    assert (await adviser.get(f"{PATH}/99999999999999")).status_code == 404
    async with desk.log_in(EDITOR, name="Rita Redaktion") as editor:
        assert (await editor.get(PATH)).status_code == 403
