"""Whatever is stored in a field, no page of the back office runs it."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from bot.accounts.login import find_account
from bot.accounts.roles import ROLES
from bot.accounts.sessions import open_session, view_account
from bot.content.kinds import KINDS
from bot.db import make_engine, make_session_factory, utc_now
from bot.settings import Settings
from bot.staff.app import PAGES
from bot.staff.pages import Page
from bot.staff.visit import COOKIE
from tests.staff.desk import BASE, Desk, make_desk
from tests.staff.page_paths import fill_path, name_page
from tests.staff.scripts import CASE, KEYS, SCRIPT, add_scripts, find_dangers
from tests.words import tables_folder

EDITED = [f"/inhalte/{kind}/bearbeiten/{quote(key)}" for kind, key in KEYS.items()]
READ = [page for page in PAGES if page.method == "GET" and not page.is_stream]


@pytest.fixture(scope="module")
def desk(migrated_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """One back office in which everything that can be named is a script; reading changes nothing in it."""
    folder: Path = tmp_path_factory.mktemp("scripts")
    engine = make_engine(f"sqlite:///{shutil.copy(migrated_template, folder)}")
    settings = Settings(var_dir=tables_folder().parent, models_dir=folder / "models", rate_limit=False)
    desk = make_desk(make_session_factory(engine), settings)
    desk.add_account(*ROLES, name=SCRIPT, email="alle@example.org", organisation=SCRIPT)
    with desk.factory.begin() as session:
        account = find_account(session, "alle@example.org")
        assert account is not None
        add_scripts(session, view_account(account))
    return desk


@pytest.fixture
async def browser(desk: Desk):  # type: ignore[no-untyped-def]
    with desk.factory.begin() as session:
        account = find_account(session, "alle@example.org")
        assert account is not None
        cookie = open_session(session, account, now=utc_now())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(desk.app), base_url=BASE) as client:
        client.cookies.set(COOKIE, cookie)
        yield client


@pytest.mark.parametrize("page", READ, ids=name_page)
async def test_no_page_runs_what_is_stored(browser: httpx.AsyncClient, page: Page) -> None:
    for kind in KINDS if "{kind}" in page.path else ("faq",):
        answer = await browser.get(fill_path(page, kind=kind, key=KEYS[kind], contact=KEYS["kontakt"]))
        assert answer.status_code < 500
        if answer.headers.get("content-type", "").startswith("text/html"):
            assert (kind, find_dangers(answer.text)) == (kind, [])


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/konten",
        "/protokoll",
        "/uebergabe",
        "/uebergabe/abwesenheit",
        "/uebergabe/bausteine",
        "/freigaben",
        "/inhalte/faq",
        "/faelle",
        f"/faelle/{CASE}",
        *EDITED,
    ],
)
async def test_what_is_stored_is_shown_as_it_was_written(browser: httpx.AsyncClient, path: str) -> None:
    answer = await browser.get(f"/redaktion{path}")
    assert answer.status_code == 200
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text


@pytest.mark.parametrize(
    "html",
    [
        "<p>a</p><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href=" JavaScript:alert(1)">a</a>',
        '<script src="https://fremd.example/a.js"></script>',
    ],
)
def test_the_look_at_a_page_finds_what_would_run(html: str) -> None:
    assert len(find_dangers(html)) == 1
