"""The log: found by person, words and days, and exported without formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from datetime import datetime, timedelta, timezone

import httpx
import pytest
from sqlalchemy import delete

from bot.accounts.models import AuditEntry
from bot.accounts.roles import ADMINISTRATOR
from bot.staff.audit_log import PAGE_SIZE
from tests.staff.desk import Desk

LOG, TABLE = "/redaktion/protokoll", "/redaktion/protokoll.csv"
MIDNIGHT = datetime(2026, 11, 20, 23, tzinfo=timezone.utc)  # in Kassel the 21st begins


@pytest.fixture
def desk(empty_desk: Desk) -> Desk:
    return empty_desk


@pytest.fixture
async def admin(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with desk.log_in(ADMINISTRATOR) as client:
        with desk.factory.begin() as session:
            session.execute(delete(AuditEntry))
        yield client


def note(desk: Desk, *actions: str, at: datetime = MIDNIGHT, account_id: int | None = None, detail: str = "") -> None:
    with desk.factory.begin() as session:
        for number, action in enumerate(actions):
            session.add(
                AuditEntry(
                    at=at + timedelta(seconds=number),
                    account_id=account_id,
                    actor="Erika" if account_id else "System",
                    action=action,
                    subject=f"faq:{action}",
                    detail=detail,
                )
            )


async def found(admin: httpx.AsyncClient, query: str) -> list[str]:
    """Return the actions that the exported table has, latest first."""
    text = (await admin.get(f"{TABLE}?{query}")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    return [row["Was"] for row in rows if row["Was"] != "Protokoll exportiert"]


async def test_an_empty_log_says_so(admin: httpx.AsyncClient) -> None:
    assert "Hier steht noch nichts." in (await admin.get(LOG)).text
    assert "Dazu steht nichts im Protokoll." in (await admin.get(f"{LOG}?suche=x")).text


async def test_it_is_found_by_person(desk: Desk, admin: httpx.AsyncClient) -> None:
    note(desk, "von-erika", account_id=1)
    note(desk, "vom-system")
    assert await found(admin, "person=1") == ["von-erika"]
    assert await found(admin, "person=0") == ["vom-system"]


async def test_it_is_found_by_words_that_mean_only_themselves(desk: Desk, admin: httpx.AsyncClient) -> None:
    note(desk, "100%", "100 Euro", "Veröffentlicht")
    assert await found(admin, "suche=100%25") == ["100%"]
    assert await found(admin, "suche=VERöFF") == ["Veröffentlicht"]
    assert await found(admin, "suche=faq%3A100") == ["100 Euro", "100%"]


async def test_a_day_is_a_day_in_kassel(desk: Desk, admin: httpx.AsyncClient) -> None:
    note(desk, "am-20", at=MIDNIGHT - timedelta(seconds=1))
    note(desk, "am-21")
    assert await found(admin, "von=2026-11-21") == ["am-21"]
    assert await found(admin, "bis=2026-11-20") == ["am-20"]
    assert await found(admin, "von=2026-11-20&bis=2026-11-21") == ["am-21", "am-20"]


@pytest.mark.parametrize("query", ["von=gestern", "bis=9999-12-31", "person=x", "person=99999999999", "seite=-1"])
async def test_what_cannot_be_read_filters_nothing(desk: Desk, admin: httpx.AsyncClient, query: str) -> None:
    note(desk, "etwas")
    assert (await admin.get(f"{LOG}?{query}")).status_code == 200
    assert await found(admin, query) == ["etwas"]


async def test_a_long_log_has_pages(desk: Desk, admin: httpx.AsyncClient) -> None:
    note(desk, *(f"Schritt {number:03}" for number in range(PAGE_SIZE + 1)))
    first, second = (await admin.get(LOG)).text, (await admin.get(f"{LOG}?seite=2")).text
    assert "Schritt 050" in first
    assert "Schritt 000" not in first
    assert "Ältere" in first
    assert "<td>Schritt 000</td>" in second
    assert "Ältere" not in second


async def test_the_table_calculates_nothing(desk: Desk, admin: httpx.AsyncClient) -> None:
    note(desk, "=1+1", detail='=HYPERLINK("https://boese.example";"klick")')
    answer = await admin.get(TABLE)
    assert answer.headers["content-disposition"] == 'attachment; filename="protokoll-2026-11-22.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1] == ["21.11.2026 00:00:00", "System", "'=1+1", "faq:=1+1", rows[1][4]]
    assert rows[1][4].startswith("'=HYPERLINK")


async def test_whoever_exports_the_log_stands_in_it(admin: httpx.AsyncClient) -> None:
    await admin.get(TABLE)
    assert "<td>Protokoll exportiert</td>" in (await admin.get(LOG)).text
