"""Log-ins: a fresh token each time, a cookie that stays in the back office, an end that the server decides."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pyotp
import pytest
from sqlalchemy import delete, select, text, update
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Mount, Route

from bot.accounts.login import find_account
from bot.accounts.models import Account, AccountRole, StaffSession
from bot.accounts.register import deactivate_account
from bot.accounts.roles import EDITOR, EVERYBODY
from bot.accounts.sessions import HALF_OPEN, IDLE, LONGEST, SEEN_EVERY
from bot.settings import Settings
from bot.staff.guard import guarded
from bot.staff.pages import get
from bot.staff.visit import COOKIE, Visit
from tests.staff.desk import BASE, PASSWORD, Desk, make_desk, read_token, send_login, submit

HOME = "/redaktion/"
STEP = "/redaktion/zweiter-schritt"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def desk(empty_desk: Desk) -> Desk:
    return empty_desk


async def is_in(client: httpx.AsyncClient) -> bool:
    return (await client.get(HOME)).status_code == 200


def age_sessions(desk: Desk, **columns: timedelta) -> None:
    """Let the sessions of a database look older."""
    with desk.factory.begin() as session:
        for row in session.query(StaffSession):
            for name, age in columns.items():
                setattr(row, name, getattr(row, name) - age)


async def test_a_log_in_never_takes_over_the_token_that_the_browser_brought(desk: Desk) -> None:
    email = desk.add_account(EDITOR)
    async with desk.open_browser() as client:
        client.cookies.set(COOKIE, "vom-angreifer", domain="lotse.test", path="/redaktion")
        await send_login(client, email)
        first = client.cookies[COOKIE]
        await send_login(client, email)
        assert len({"vom-angreifer", first, client.cookies[COOKIE]}) == 3
        client.cookies.set(COOKIE, first, domain="lotse.test", path="/redaktion")
        assert not await is_in(client)


async def test_the_token_changes_with_the_second_factor(desk: Desk) -> None:
    email = desk.add_account(EDITOR)
    with desk.factory.begin() as session:
        session.execute(update(Account).values(totp_secret=SECRET))
    async with desk.open_browser() as client:
        assert (await send_login(client, email)).headers["location"].startswith(STEP)
        half_open = client.cookies[COOKIE]
        assert not await is_in(client)
        form = {"code": pyotp.TOTP(SECRET).now(), "csrf": await read_token(client, STEP)}
        assert (await client.post(STEP, data=form)).headers["location"] == HOME
        assert client.cookies[COOKIE] != half_open
        assert await is_in(client)
        client.cookies.set(COOKIE, half_open, domain="lotse.test", path="/redaktion")
        assert not await is_in(client)


@pytest.mark.parametrize(
    ("base", "public_url", "is_secure"),
    [(BASE, "", False), ("https://lotse.test", "", True), (BASE, "https://lotse.test", True)],
)
async def test_over_tls_the_cookie_travels_over_tls_only(
    desk: Desk, base: str, public_url: str, is_secure: bool
) -> None:
    email = desk.add_account(EDITOR)
    app = make_desk(desk.factory, Settings(public_url=public_url)).app
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=base) as client:
        cookie = (await send_login(client, email)).headers["set-cookie"]
    assert ("Secure" in cookie) is is_secure


@pytest.mark.parametrize("age", [{"expires_at": LONGEST}, {"last_seen_at": IDLE}], ids=str)
async def test_a_log_in_ends_by_itself(desk: Desk, age: dict[str, timedelta]) -> None:
    async with desk.log_in(EDITOR) as client:
        age_sessions(desk, **age)
        assert not await is_in(client)


async def test_noting_that_a_log_in_is_in_use_locks_nobody_out_while_a_page_is_made(desk: Desk) -> None:
    def take_long(visit: Visit) -> Response:
        visit.session.scalars(select(Account.id)).all()  # what is to be written goes out before a page is read
        with desk.factory.begin() as another:
            another.execute(text("PRAGMA busy_timeout=100"))
            another.execute(update(Account).values(name="Jemand anderes"))
        return Response("fertig")

    async with desk.log_in(EDITOR) as client:
        age_sessions(desk, last_seen_at=2 * SEEN_EVERY)
        slow = Route("/langsam", guarded(desk.office, get("/langsam", take_long, EVERYBODY)))
        desk.app.routes.insert(0, Mount("/redaktion", Starlette(routes=[slow])))
        assert (await client.get("/redaktion/langsam")).text == "fertig"


async def test_half_a_log_in_ends_after_minutes(desk: Desk) -> None:
    email = desk.add_account(EDITOR)
    with desk.factory.begin() as session:
        session.execute(update(Account).values(totp_secret=SECRET))
    async with desk.open_browser() as client:
        await send_login(client, email)
        age_sessions(desk, expires_at=HALF_OPEN)
        assert (await client.get(STEP)).headers["location"] == "/redaktion/anmelden"


async def test_closing_an_account_ends_its_log_ins_at_once(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        assert await is_in(client)
        with desk.factory.begin() as session:
            account = find_account(session, "erika@example.org")
            assert account is not None
            deactivate_account(session, None, account)
        assert not await is_in(client)
        assert (await send_login(client, "erika@example.org")).status_code == 401


async def test_a_role_that_is_taken_away_is_gone_with_the_next_page(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        with desk.factory.begin() as session:
            session.execute(delete(AccountRole))
        assert (await client.get(HOME)).status_code == 403


async def test_logging_out_leaves_other_log_ins_of_the_account_open(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as here, desk.open_browser() as elsewhere:
        await send_login(elsewhere, "erika@example.org")
        await submit(here, "/redaktion/abmelden", {})
        assert (await is_in(here), await is_in(elsewhere)) == (False, True)


async def test_a_session_is_not_what_the_database_holds(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        with desk.factory() as session:
            kept = session.query(StaffSession).one().key
        assert kept != client.cookies[COOKIE]
        client.cookies.set(COOKIE, kept, domain="lotse.test", path="/redaktion")
        assert not await is_in(client)


async def test_the_wrong_address_behind_a_proxy_is_the_visitors_not_the_proxys(desk: Desk) -> None:
    email = desk.add_account(EDITOR)
    proxied = make_desk(desk.factory, Settings(trusted_proxies="192.0.2.1"))
    async with proxied.open_browser("192.0.2.1") as client:
        for number in range(30):
            data = {"email": f"{number}@example.org", "password": "geraten"}
            await client.post("/redaktion/anmelden", data=data, headers={"x-forwarded-for": "198.51.100.7"})
        form = {"email": email, "password": PASSWORD}
        guesser = await client.post("/redaktion/anmelden", data=form, headers={"x-forwarded-for": "198.51.100.7"})
        neighbour = await client.post("/redaktion/anmelden", data=form, headers={"x-forwarded-for": "198.51.100.8"})
    assert (guesser.status_code, neighbour.status_code) == (401, 303)
