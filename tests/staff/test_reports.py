"""The pages of the monthly report."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import httpx
import pytest
from sqlalchemy.orm import sessionmaker

from bot.accounts.roles import ADMINISTRATOR, EDITOR
from bot.settings import Settings
from bot.staff.reports import list_months
from tests.analytics.samples import add, count, outcome
from tests.staff.desk import Desk, make_desk

LIST = "/redaktion/auswertung/bericht"


@pytest.fixture
def desk(session_factory: sessionmaker, office_settings: Settings) -> Desk:
    """The back office over an empty database."""
    return make_desk(session_factory, office_settings)


@pytest.fixture
async def reader(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """A browser in which somebody of the administration has logged in."""
    async with desk.log_in(ADMINISTRATOR) as client:
        yield client


async def test_months_since_the_first_question_have_a_report(desk: Desk, reader: httpx.AsyncClient) -> None:
    add(desk.factory, outcome("2026-10-02 10:00"))
    count(desk.factory)
    page = (await reader.get(LIST)).text
    assert 'November 2026</a> <span class="state">läuft noch' in page
    assert "Oktober 2026" in page
    assert "September 2026" not in page


async def test_before_the_first_question_there_is_none(reader: httpx.AsyncClient) -> None:
    assert "Noch hat niemand den Lotsen etwas gefragt" in (await reader.get(LIST)).text


async def test_the_page_prints_by_style_sheets_of_the_house(desk: Desk, reader: httpx.AsyncClient) -> None:
    add(desk.factory, outcome("2026-10-02 10:00"))
    page = (await reader.get(f"{LIST}/2026-10")).text
    assert "<h1>Bericht Oktober 2026</h1>" in page
    assert 'href="/redaktion/statisch/report.css"' in page
    assert "<style" not in page
    assert " style=" not in page


async def test_the_file_is_downloaded_with_its_styles(reader: httpx.AsyncClient) -> None:
    answer = await reader.get(f"{LIST}/2026-10?datei=1")
    assert answer.headers["content-disposition"] == 'attachment; filename="lotse-bericht-2026-10.html"'
    assert "@page { size: A4" in answer.text


@pytest.mark.parametrize("month", ["2026-13", "neulich"])
async def test_what_is_no_month_is_not_found(reader: httpx.AsyncClient, month: str) -> None:
    answer = await reader.get(f"{LIST}/{month}")
    assert answer.status_code == 404
    assert "ist kein Monat" in answer.text


async def test_the_report_is_closed_to_those_who_only_write(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        assert (await client.get(f"{LIST}/2026-10")).status_code == 403


def test_months_run_backwards_over_the_turn_of_the_year() -> None:
    months = list_months(date(2026, 11, 30), date(2027, 1, 2))
    assert [month.key for month in months] == ["2027-01", "2026-12", "2026-11"]
