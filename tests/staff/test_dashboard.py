"""The pages of the dashboard: who may open them, what they say, what can be downloaded from them."""

from __future__ import annotations

import csv
import re
from collections.abc import AsyncIterator
from io import BytesIO, StringIO

import httpx
import pytest
from openpyxl import load_workbook
from sqlalchemy import event
from sqlalchemy.orm import sessionmaker

from bot.accounts.roles import ADVISER, ANALYST, APPROVER, EDITOR
from bot.settings import Settings
from bot.staff.dashboard import PAGES
from tests.analytics.samples import add, count, outcome
from tests.migrations.rows import faq_entry
from tests.staff.desk import Desk, make_desk

PATHS = [page.path for page in PAGES if "{" not in page.path]
NOVEMBER = "?von=2026-11-01&bis=2026-11-30"


@pytest.fixture
def empty_desk(session_factory: sessionmaker, office_settings: Settings) -> Desk:
    """The back office over an empty database."""
    return make_desk(session_factory, office_settings)


@pytest.fixture
async def analyst(empty_desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """A browser in which somebody of the analysis has logged in."""
    async with empty_desk.log_in(ANALYST) as client:
        yield client


@pytest.mark.parametrize("path", PATHS)
async def test_without_figures_every_page_says_so(analyst: httpx.AsyncClient, path: str) -> None:
    page = await analyst.get(f"/redaktion{path}")
    assert page.status_code == 200
    assert 'class="empty"' in page.text
    assert "<svg" not in page.text.replace('<svg class="sample"', "")


@pytest.mark.parametrize(("role", "status"), [(APPROVER, 200), (EDITOR, 403), (ADVISER, 403)])
async def test_figures_are_for_those_who_may_read_them(empty_desk: Desk, role: str, status: int) -> None:
    async with empty_desk.log_in(role) as client:
        assert (await client.get("/redaktion/auswertung")).status_code == status
        assert (await client.get("/redaktion/auswertung/tabelle/fragen.csv")).status_code == status


async def test_the_first_page_counts_what_has_come_and_shows_it(empty_desk: Desk, analyst: httpx.AsyncClient) -> None:
    add(
        empty_desk.factory,
        *(outcome("2026-11-20 10:00") for _ in range(3)),
        outcome("2026-11-21 10:00", "fallback"),
        outcome("2026-10-20 10:00"),
    )
    page = (await analyst.get("/redaktion/auswertung?tage=7")).text
    assert "<strong>4</strong> Fragen" in page
    assert "75 % der Fragen" in page
    assert "<title>20.11.: beantwortet 3</title>" in page
    assert '<td class="number">3</td>' in page


async def test_a_month_is_compared_with_the_month_before(empty_desk: Desk, analyst: httpx.AsyncClient) -> None:
    add(empty_desk.factory, *(outcome(f"2026-{month}-20 10:00") for month in ("10", "10", "11")))
    page = (await analyst.get("/redaktion/auswertung?monat=2026-11")).text
    assert "November 2026" in page
    assert "50 % weniger als davor" in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?von=2026-11-30&bis=2026-11-01", "liegt vor seinem Anfang"),
        ("?von=2020-01-01&bis=2026-11-01", "höchstens ein Jahr"),
        ("?von=gestern&bis=2026-11-01", "ein Datum"),
        ("?monat=November", "ist kein Monat"),
    ],
)
async def test_an_impossible_period_is_named_and_thirty_days_are_shown(
    analyst: httpx.AsyncClient, query: str, said: str
) -> None:
    page = await analyst.get(f"/redaktion/auswertung{query}")
    assert page.status_code == 200
    assert said in page.text
    assert "24.10.2026 bis 22.11.2026" in page.text
    assert (await analyst.get(f"/redaktion/auswertung/tabelle/fragen.csv{query}")).status_code == 400


async def test_a_table_comes_as_csv_that_german_spreadsheets_open(empty_desk: Desk, analyst: httpx.AsyncClient) -> None:
    add(empty_desk.factory, faq_entry(question="=2+3"), outcome("2026-11-20 10:00", reference="faq:was"))
    await analyst.get("/redaktion/auswertung")
    answer = await analyst.get(f"/redaktion/auswertung/tabelle/eintraege.csv{NOVEMBER}")
    assert answer.headers["content-disposition"] == 'attachment; filename="eintraege_2026-11-01_2026-11-30.csv"'
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows == [["Frage", "Antworten"], ["'=2+3", "1"]]


async def test_a_table_comes_as_excel_with_numbers_and_without_formulas(
    empty_desk: Desk, analyst: httpx.AsyncClient
) -> None:
    add(empty_desk.factory, faq_entry(question="=2+3"), outcome("2026-11-20 10:00", reference="faq:was"))
    await analyst.get("/redaktion/auswertung")
    answer = await analyst.get(f"/redaktion/auswertung/tabelle/eintraege.xlsx{NOVEMBER}")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet["A1"].value == "Meistgegebene FAQ-Einträge – November 2026"
    assert [cell.value for cell in sheet[4]] == ["'=2+3", 1]
    assert [cell.data_type for cell in sheet[4]] == ["s", "n"]


@pytest.mark.parametrize("name", ["geheim.csv", "fragen.pdf"])
async def test_an_unknown_table_is_not_found(analyst: httpx.AsyncClient, name: str) -> None:
    assert (await analyst.get(f"/redaktion/auswertung/tabelle/{name}")).status_code == 404


@pytest.mark.parametrize("path", PATHS)
async def test_more_rows_take_no_more_statements(empty_desk: Desk, analyst: httpx.AsyncClient, path: str) -> None:
    statements: list[str] = []
    event.listen(
        empty_desk.factory.kw["bind"], "before_cursor_execute", lambda _c, _cursor, text, *_: statements.append(text)
    )
    counts = []
    for batch in range(2):
        for number in range(5 * (batch + 1)):
            slug = f"eintrag-{batch}-{number}"
            add(empty_desk.factory, faq_entry(slug=slug), outcome("2026-11-20 10:00", reference=f"faq:{slug}"))
        count(empty_desk.factory)
        statements.clear()
        await analyst.get(f"/redaktion{path}")
        counts.append(len(statements))
    assert counts[0] == counts[1]


async def test_gaps_lead_to_the_questions_for_those_who_may_answer_them(empty_desk: Desk) -> None:
    async with empty_desk.log_in(APPROVER) as client:
        assert 'href="/redaktion/unbeantwortet"' in (await client.get("/redaktion/auswertung/luecken")).text


async def test_each_tab_leads_to_its_own_page(empty_desk: Desk) -> None:
    async with empty_desk.log_in(ANALYST) as client:
        page = (await client.get("/redaktion/auswertung")).text
    assert {f"/redaktion{path}" for path in PATHS} <= set(re.findall(r'href="([^"?]+)', page))


async def test_freshness_leads_to_what_is_overdue_for_those_who_write(empty_desk: Desk) -> None:
    address = "/redaktion/inhalte/faq?auswahl=wiedervorlage"
    async with empty_desk.log_in(APPROVER) as client:
        assert address in (await client.get("/redaktion/auswertung/aktualitaet")).text
    async with empty_desk.log_in(ANALYST, name="Kim Beispiel") as client:
        assert address not in (await client.get("/redaktion/auswertung/aktualitaet")).text
