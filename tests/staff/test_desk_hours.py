"""Übergabe, Sprechzeiten: typed as people write them, looked at before they count, deleted to be unknown again."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.accounts.roles import ADMINISTRATOR, ADVISER
from bot.contacts.weekly import find_contacts_with_hours, save_weekly
from bot.handoff.deadlines import read_hours
from bot.handoff.hours import OfficeHours
from tests.contacts.people import add_receiver
from tests.handoff.office import kassel
from tests.staff.desk import Desk, submit

LIST = "/redaktion/uebergabe/zeiten"
PATH = f"{LIST}/anna-beck"


@pytest.fixture
def desk(empty_desk: Desk) -> Desk:
    with empty_desk.factory.begin() as session:
        add_receiver(session, "anna-beck", email="Anna.Beck@example.org")
        add_receiver(session, "bert-cohn")
    return empty_desk


@pytest.fixture
async def anna(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """An adviser whose account has the address of a contact."""
    async with desk.log_in(ADVISER, name="Anna Beck", email="anna.beck@example.org") as client:
        yield client


def read_saved(desk: Desk) -> OfficeHours:
    with desk.factory() as session:
        return read_hours(session, "anna-beck", since=kassel("2026-11-25 09:00").date())


async def test_hours_are_saved_as_typed_and_stand_in_the_form_and_the_list(desk: Desk, anna: httpx.AsyncClient) -> None:
    await submit(anna, PATH, {"tag-0": "13 bis 16.30 Uhr und 9-12", "tag-4": "9–12"})
    assert read_saved(desk).weekly == {0: ((540, 720), (780, 990)), 4: ((540, 720),)}
    page = (await anna.get(PATH)).text
    assert 'value="9–12, 13–16:30"' in page
    assert "Sprechzeiten: Montag 9 bis 12 Uhr und 13 bis 16:30 Uhr, Freitag 9 bis 12 Uhr" in page
    assert page.count(" bis 12:00 Uhr</li>") + page.count(" bis 16:30 Uhr</li>") == 5
    assert "Freitag 9 bis 12 Uhr" in (await anna.get(LIST)).text


async def test_hours_can_be_looked_at_without_being_saved(desk: Desk, anna: httpx.AsyncClient) -> None:
    page = (await submit(anna, PATH, {"tag-2": "10-11", "vorschau": "ja"})).text
    assert "Mittwoch 10 bis 11 Uhr" in page
    assert "Noch nicht gespeichert" in page
    assert not read_saved(desk).is_known


async def test_an_unreadable_day_is_explained_and_nothing_typed_is_lost(desk: Desk, anna: httpx.AsyncClient) -> None:
    answer = await submit(anna, PATH, {"tag-0": "9–12", "tag-1": "vormittags"})
    assert answer.status_code == 422
    assert "„vormittags“ ist keine Zeitspanne" in answer.text
    assert 'value="9–12"' in answer.text
    assert 'value="vormittags"' in answer.text
    assert not read_saved(desk).is_known


async def test_deleted_hours_are_unknown_again(desk: Desk, anna: httpx.AsyncClient) -> None:
    with desk.factory.begin() as session:
        save_weekly(session, "anna-beck", [(0, 540, 720)])
    await submit(anna, f"{PATH}/loeschen", {})
    with desk.factory() as session:
        assert find_contacts_with_hours(session) == set()
    page = (await anna.get(PATH)).text
    assert "Feste Sprechzeiten sind bei mir nicht hinterlegt" in page
    assert "Sprechzeiten gelöscht" in page  # among the latest changes


async def test_an_empty_form_does_not_delete(desk: Desk, anna: httpx.AsyncClient) -> None:
    with desk.factory.begin() as session:
        save_weekly(session, "anna-beck", [(0, 540, 720)])
    assert (await submit(anna, PATH, {})).status_code == 422
    assert read_saved(desk).is_known


async def test_advisers_change_only_their_own_hours_and_administrators_all(desk: Desk, anna: httpx.AsyncClient) -> None:
    other = f"{LIST}/bert-cohn"
    assert (await anna.get(other)).status_code == 403
    assert (await submit(anna, other, {"tag-0": "9-12"})).status_code == 403
    assert (await submit(anna, f"{other}/loeschen", {})).status_code == 403
    async with desk.log_in(ADMINISTRATOR, name="Vera Admin") as admin:
        assert (await submit(admin, other, {"tag-0": "9-12"})).status_code == 303
        assert (await admin.get(f"{LIST}/gibt-es-nicht")).status_code == 404


async def test_the_holidays_of_hesse_are_listed(anna: httpx.AsyncClient) -> None:
    page = (await anna.get(LIST)).text
    assert "04.06.2026 Fronleichnam" in page
    assert "27.05.2027 Fronleichnam" in page
