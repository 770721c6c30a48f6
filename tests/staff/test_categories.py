"""Zuständigkeiten: whose a category is, and where a second pair of eyes is needed."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy import select

from bot.accounts.models import AuditEntry
from bot.accounts.roles import ADMINISTRATOR, APPROVER, EDITOR
from bot.revisions.categories import CategoryRules, read_all_rules
from bot.staff.categories import NOBODY_APPROVES, NOBODY_WRITES
from tests.staff.desk import Desk, submit

PATH = "/redaktion/zustaendigkeiten"
KEY = "faq:netzwerk"


@pytest.fixture
def desk(empty_desk: Desk) -> Desk:
    return empty_desk


@pytest.fixture
async def admin(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with desk.log_in(ADMINISTRATOR, name="Anna Admin") as client:
        yield client


async def test_rules_are_saved_and_only_what_changed_is_noted(desk: Desk, admin: httpx.AsyncClient) -> None:
    form = {f"organisation-{KEY}": " WFG ", f"vier-augen-{KEY}": "on"}
    for _ in range(2):
        await submit(admin, PATH, form)
    with desk.factory() as session:
        rules = read_all_rules(session)
        noted = session.scalars(select(AuditEntry.subject).where(AuditEntry.action == "Zuständigkeit geändert")).all()
    assert rules.pop(KEY) == CategoryRules(KEY, "WFG", needs_approval=True)
    assert set(rules.values()) == {CategoryRules(key) for key in rules}
    assert noted == [f"bereich:{KEY}"]


async def test_a_saved_rule_stands_in_the_form_and_can_be_taken_back(desk: Desk, admin: httpx.AsyncClient) -> None:
    await submit(admin, PATH, {f"organisation-{KEY}": "WFG", f"vier-augen-{KEY}": "on"})
    page = (await admin.get(PATH)).text
    assert f'name="organisation-{KEY}" value="WFG"' in page
    assert f'name="vier-augen-{KEY}" checked' in page
    await submit(admin, PATH, {})
    with desk.factory() as session:
        assert read_all_rules(session)[KEY] == CategoryRules(KEY)


async def test_a_category_that_nobody_can_look_after_is_marked(desk: Desk, admin: httpx.AsyncClient) -> None:
    desk.add_account(EDITOR, name="Erika Beispiel", organisation="WFG")
    await submit(admin, PATH, {f"organisation-{KEY}": "WFG", f"vier-augen-{KEY}": "on", "organisation-satz": "IHK"})
    page = (await admin.get(PATH)).text
    assert (page.count(NOBODY_APPROVES), page.count(NOBODY_WRITES)) == (1, 1)
    desk.add_account(APPROVER, name="Frieda Freigabe", organisation="WFG")
    assert NOBODY_APPROVES not in (await admin.get(PATH)).text


async def test_too_long_a_name_is_refused(admin: httpx.AsyncClient) -> None:
    answer = await submit(admin, PATH, {f"organisation-{KEY}": "x" * 201})
    assert (answer.status_code, "höchstens 200 Zeichen" in answer.text) == (422, True)
