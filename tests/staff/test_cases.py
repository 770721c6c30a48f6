"""The list of cases: who sees which, what comes first, and who is there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import update
from sqlalchemy.orm import sessionmaker

from bot.accounts.roles import ADMINISTRATOR, ADVISER
from bot.conversations.models import Conversation
from bot.db import utc_now
from bot.handoff.models import Presence, Ticket
from tests.staff.case_samples import LIST, OPERATOR, PARTNER, add_case, add_contacts
from tests.staff.desk import Desk, submit


@pytest.fixture
def office(empty_desk: Desk) -> Desk:
    """A desk with a project lead and a partner who take cases."""
    add_contacts(empty_desk.factory)
    return empty_desk


@pytest.fixture
async def adviser(office: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with office.log_in(ADVISER, organisation=OPERATOR) as browser:
        yield browser


def change(factory: sessionmaker, case: str, **values: object) -> None:
    with factory.begin() as session:
        session.execute(update(Ticket).where(Ticket.case_number == case).values(**values))


async def test_an_empty_list_says_that_nobody_waits(adviser: httpx.AsyncClient) -> None:
    assert "Zurzeit wartet niemand" in (await adviser.get(LIST)).text


async def test_the_list_tells_what_it_is_about_since_when_and_whose_it_is(
    adviser: httpx.AsyncClient, office: Desk
) -> None:
    case = add_case(office.factory)
    page = (await adviser.get(LIST)).text
    for text in (case, "Wir suchen Förderung für eine neue Presse.", "Jürgen Groß", "gerade eben", "Michael Wieners"):
        assert text in page
    assert "Wartend (1)" in page
    overview = (await adviser.get("/redaktion/")).text
    assert "wartend: </span>1</span>" in overview
    assert "Ansehen und antworten" in overview


async def test_whoever_is_on_the_page_comes_first_and_then_whoever_waits_longest(
    adviser: httpx.AsyncClient, office: Desk
) -> None:
    cases, now = [add_case(office.factory, key=key) for key in "abc"], utc_now()
    for case, days in zip(cases, (1, 9, 0), strict=True):
        change(office.factory, case, created_at=now - timedelta(days=days))
    with office.factory.begin() as session:
        session.execute(update(Conversation).where(Conversation.key == "c" * 64).values(seen_at=now))
    page = (await adviser.get(LIST)).text
    assert sorted(cases, key=page.index) == [cases[2], cases[1], cases[0]]
    assert "ist auf der Seite" in page
    assert "seit 9 Tagen, lange überfällig" in page


async def test_a_partner_sees_the_cases_of_its_own_organisation_only(office: Desk) -> None:
    foreign, own = add_case(office.factory), add_case(office.factory, key="b", name="Eigene Person")
    change(office.factory, own, organisation=PARTNER)
    async with office.log_in(ADVISER, organisation=PARTNER) as browser:
        page = (await browser.get(f"{LIST}?stand=all")).text
        answers = [(await browser.get(f"{LIST}/{case}")).status_code for case in (own, foreign)]
        refused = (await submit(browser, f"{LIST}/{foreign}/uebernehmen", {})).status_code
    assert own in page
    assert foreign not in page
    assert (answers, refused) == ([200, 404], 404)


async def test_somebody_without_the_role_sees_no_case(office: Desk) -> None:
    async with office.log_in(ADMINISTRATOR) as browser:
        assert (await browser.get(LIST)).status_code == 403
        assert "Anliegen" not in (await browser.get("/redaktion/")).text


@pytest.mark.parametrize("text", ["groß", "jürgen groß", "{case}", "tk-2026"])
async def test_a_search_finds_name_and_number_on_every_shelf(
    adviser: httpx.AsyncClient, office: Desk, text: str
) -> None:
    case = add_case(office.factory)
    change(office.factory, case, status="resolved")
    assert case not in (await adviser.get(LIST)).text
    assert case in (await adviser.get(LIST, params={"suche": text.format(case=case)})).text
    assert case not in (await adviser.get(LIST, params={"suche": "100%"})).text


@pytest.mark.parametrize(("minutes", "is_there"), [(10, True), (40, False)])
async def test_presence_comes_back_with_the_page_but_not_after_a_long_pause(
    adviser: httpx.AsyncClient, office: Desk, minutes: int, is_there: bool
) -> None:
    await submit(adviser, f"{LIST}/anwesenheit", {"da": "ja"})
    assert "eine Person ist für Live-Gespräche da" in (await adviser.get(LIST)).text
    with office.factory.begin() as session:
        session.execute(update(Presence).values(seen_at=utc_now() - timedelta(minutes=minutes)))
    page = (await adviser.get(LIST)).text
    assert ("eine Person ist für Live-Gespräche da" in page) is is_there


async def test_whoever_leaves_is_no_longer_counted(adviser: httpx.AsyncClient) -> None:
    for answer in ("ja", "nein"):
        await submit(adviser, f"{LIST}/anwesenheit", {"da": answer})
    assert "niemand ist für Live-Gespräche da" in (await adviser.get(LIST)).text
