"""The guard, for every page in the table: whoever may not come in gets nothing, and no form is taken from elsewhere."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.routing import Mount, Route

from bot.accounts.login import find_account
from bot.accounts.models import LoginAttempt
from bot.accounts.roles import ROLES
from bot.accounts.sessions import find_session, open_session
from bot.db import make_engine, make_session_factory, utc_now
from bot.settings import Settings
from bot.staff.app import PAGES
from bot.staff.pages import Page
from bot.staff.visit import COOKIE
from tests.staff.desk import BASE, Desk, make_desk
from tests.staff.page_paths import ACTIONS, CLOSED, CLOSED_ACTIONS, fill_path, name_page
from tests.words import tables_folder

LOG_IN = "/redaktion/anmelden"


@pytest.fixture(scope="module")
def desk(migrated_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """One back office for all tests of the table: a refusal changes nothing in it."""
    folder = tmp_path_factory.mktemp("security")
    engine = make_engine(f"sqlite:///{shutil.copy(migrated_template, folder)}")
    settings = Settings(var_dir=tables_folder().parent, models_dir=Path(folder) / "models", rate_limit=False)
    desk = make_desk(make_session_factory(engine), settings)
    desk.add_account(*ROLES, name="alle")
    for role in ROLES:
        desk.add_account(role, name=role)
    return desk


@pytest.fixture(scope="module")
def log_in(desk: Desk) -> Callable[..., tuple[str, str]]:
    """Log an account in as ``open_login`` does, each but once: what is refused ends no log-in."""
    return cache(partial(open_login, desk))


@pytest.fixture(scope="module")
def foreign_token(desk: Desk) -> str:
    """The token for forms of another log-in of the same account."""
    return open_login(desk, "alle")[1]


@pytest.fixture
def open_browser(desk: Desk, log_in: Callable[..., tuple[str, str]]) -> Callable[..., httpx.AsyncClient]:
    """Open a browser, with the cookie of a log-in of an account where one is named."""

    def open_as(name: str = "", *, is_complete: bool = True, **options: Any) -> httpx.AsyncClient:
        client = httpx.AsyncClient(transport=httpx.ASGITransport(desk.app), base_url=BASE, **options)
        if name:
            client.cookies.set(COOKIE, log_in(name, is_complete=is_complete)[0])
        return client

    return open_as


def open_login(desk: Desk, name: str, *, is_complete: bool = True) -> tuple[str, str]:
    """Log an account in without its password; return cookie and token for forms."""
    with desk.factory.begin() as session:
        account = find_account(session, f"{name}@example.org")
        assert account is not None
        cookie = open_session(session, account, now=utc_now(), is_complete=is_complete)
        session.flush()
        login = find_session(session, cookie, now=utc_now())
        assert login is not None
        return cookie, login.csrf_token


async def call(client: httpx.AsyncClient, page: Page, form: dict[str, str] | None = None) -> httpx.Response:
    if page.method == "GET":
        return await client.get(fill_path(page))
    return await client.post(fill_path(page), data=form or {})


def test_every_address_of_the_app_stands_in_the_table(desk: Desk) -> None:
    mount = desk.app.routes[0]
    assert isinstance(mount, Mount)
    routes = [route for route in mount.routes if isinstance(route, Route)]
    assert [route.path for route in routes] == [page.path for page in PAGES]
    names = [page.name for page in PAGES]
    assert sorted(names) == sorted(set(names))  # links find a page by the name of its view
    others = [route.path for route in mount.routes if isinstance(route, Mount)]
    assert others == ["/statisch"]


@pytest.mark.parametrize("page", CLOSED, ids=name_page)
async def test_a_page_refuses_every_role_it_is_not_meant_for(
    open_browser: Callable[..., httpx.AsyncClient], log_in: Callable[..., tuple[str, str]], page: Page
) -> None:
    assert page.roles
    assert page.roles <= set(ROLES)
    for role in ROLES.keys() - page.roles:
        async with open_browser(role) as client:
            answer = await call(client, page, {"csrf": log_in(role, is_complete=True)[1]})
        assert (role, answer.status_code) == (role, 403)
        assert "Dafür fehlt Ihnen die Berechtigung" in answer.text


@pytest.mark.parametrize("page", CLOSED, ids=name_page)
@pytest.mark.parametrize("is_half_open", [False, True], ids=["nobody", "second factor missing"])
async def test_a_page_shows_nothing_before_the_log_in_is_complete(
    open_browser: Callable[..., httpx.AsyncClient],
    log_in: Callable[..., tuple[str, str]],
    page: Page,
    is_half_open: bool,
) -> None:
    form = {"csrf": log_in("alle", is_complete=False)[1]} if is_half_open else {}
    async with open_browser("alle" if is_half_open else "", is_complete=False) as client:
        answer = await call(client, page, form)
    if page.method == "GET":
        path = answer.headers["location"].partition("?")[0]
        assert (answer.status_code, path, answer.text) == (303, LOG_IN, "")
    else:
        assert answer.status_code == 403


@pytest.mark.parametrize("page", CLOSED_ACTIONS, ids=name_page)
async def test_an_action_wants_the_token_of_its_own_session(
    open_browser: Callable[..., httpx.AsyncClient], foreign_token: str, page: Page
) -> None:
    async with open_browser("alle") as client:
        for form in ({}, {"csrf": ""}, {"csrf": "ü"}, {"csrf": foreign_token}):
            answer = await call(client, page, form)
            assert (form, answer.status_code) == (form, 403)
            assert "nichts wurde geändert" in answer.text


@pytest.mark.parametrize("page", ACTIONS, ids=name_page)
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://fremd.example"},
        {"origin": "null"},
        {"origin": f"{BASE}.fremd.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
    ids=str,
)
async def test_an_action_takes_no_form_of_another_site(
    open_browser: Callable[..., httpx.AsyncClient],
    log_in: Callable[..., tuple[str, str]],
    page: Page,
    headers: dict[str, str],
) -> None:
    async with open_browser("alle", headers=headers) as client:
        answer = await call(client, page, {"csrf": log_in("alle", is_complete=True)[1]})
    assert answer.status_code == 403
    assert "fremden Seite" in answer.text


async def test_behind_a_proxy_the_public_address_counts_as_ours(desk: Desk) -> None:
    proxied = make_desk(desk.factory, Settings(public_url="https://lotse.example/"))
    async with proxied.open_browser() as client:
        codes = [
            (await client.post(LOG_IN, data={"email": "x"}, headers={"origin": origin})).status_code
            for origin in ("https://lotse.example", "https://fremd.example")
        ]
    assert codes == [401, 403]


@pytest.mark.parametrize("page", PAGES, ids=name_page)
async def test_a_character_that_no_column_can_hold_is_refused(
    open_browser: Callable[..., httpx.AsyncClient], page: Page
) -> None:
    async with open_browser("alle") as client:
        path = fill_path(page) + "?suche=a%00b"
        answer = await (client.get(path) if page.method == "GET" else client.post(path))
    assert answer.status_code == 400


@pytest.mark.parametrize("page", ACTIONS, ids=name_page)
async def test_an_action_takes_no_more_than_its_size(
    open_browser: Callable[..., httpx.AsyncClient], page: Page
) -> None:
    async with open_browser("alle") as client:
        answer = await call(client, page, {"text": "x" * page.largest_form})
    assert answer.status_code == 413


@pytest.mark.parametrize("page", PAGES, ids=name_page)
async def test_every_answer_keeps_browsers_from_doing_what_nobody_asked_for(
    open_browser: Callable[..., httpx.AsyncClient], page: Page
) -> None:
    async with open_browser() as client:
        answer = await call(client, page)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store"


async def test_a_bug_is_told_in_german_and_nothing_of_the_visit_is_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(session: Session, **_login: object) -> None:
        session.add(LoginAttempt(address_key="x"))
        raise ZeroDivisionError("geheim")

    monkeypatch.setattr("bot.staff.login.log_in", fail)
    async with desk.open_browser() as client:
        answer = await client.post(LOG_IN, data={"email": "alle@example.org"})
    assert (answer.status_code, "es wurde nichts geändert" in answer.text) == (500, True)
    assert "geheim" not in answer.text
    with desk.factory() as session:
        assert session.scalars(select(LoginAttempt).where(LoginAttempt.address_key == "x")).all() == []


async def test_whoever_comes_second_at_the_same_moment_is_told_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def collide(session: Session, **_login: object) -> None:
        session.add_all([LoginAttempt(id=1, address_key="x"), LoginAttempt(id=1, address_key="y")])
        session.flush()

    monkeypatch.setattr("bot.staff.login.log_in", collide)
    async with desk.open_browser() as client:
        answer = await client.post(LOG_IN, data={"email": "alle@example.org"})
    assert (answer.status_code, "im selben Augenblick" in answer.text) == (409, True)
