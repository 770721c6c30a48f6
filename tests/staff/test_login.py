"""Logging in and out, as a browser does it."""

from __future__ import annotations

import re
from html import unescape

import httpx
import pytest

from bot.accounts.lockout import FREE_TRIES
from bot.accounts.roles import EDITOR
from tests.staff.desk import PASSWORD, Desk, send_login, submit


@pytest.fixture
def desk(empty_desk: Desk) -> Desk:
    return empty_desk


async def test_a_page_sends_whoever_is_not_logged_in_to_the_log_in(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/redaktion/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/redaktion/anmelden")


async def test_the_right_password_opens_the_overview(desk: Desk, browser: httpx.AsyncClient) -> None:
    email = desk.add_account(EDITOR, name="Erika Beispiel")
    answer = await send_login(browser, email.upper())
    assert answer.headers["location"] == "/redaktion/"
    page = await browser.get("/redaktion/")
    assert "Guten Tag, Erika Beispiel" in page.text
    assert page.headers["cache-control"] == "no-store"


async def test_the_cookie_is_closed_to_scripts_and_other_sites(desk: Desk, browser: httpx.AsyncClient) -> None:
    answer = await send_login(browser, desk.add_account(EDITOR))
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/redaktion" in cookie


@pytest.mark.parametrize("known", [True, False])
async def test_a_refusal_does_not_tell_whether_an_account_exists(
    desk: Desk, browser: httpx.AsyncClient, known: bool
) -> None:
    email = desk.add_account(EDITOR) if known else "niemand@example.org"
    answer = await send_login(browser, email, "falsch und lang genug")
    assert answer.status_code == 401
    assert "E-Mail-Adresse oder Passwort stimmt nicht" in answer.text
    assert "set-cookie" not in answer.headers


async def test_an_account_is_locked_after_wrong_passwords_even_for_the_right_one(
    desk: Desk, browser: httpx.AsyncClient
) -> None:
    email = desk.add_account(EDITOR)
    for _ in range(FREE_TRIES):
        await send_login(browser, email, "falsch und lang genug")
    assert (await send_login(browser, email)).status_code == 401


async def test_logging_out_ends_the_session_on_the_server(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        cookie = dict(client.cookies)
        await submit(client, "/redaktion/abmelden", {})
        client.cookies.update(cookie)
        assert (await client.get("/redaktion/")).status_code == 303


async def test_a_form_without_its_token_is_refused(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        answer = await client.post("/redaktion/abmelden", data={})
        assert answer.status_code == 403
        assert (await client.get("/redaktion/")).status_code == 200


async def test_a_form_from_another_site_is_refused(desk: Desk, browser: httpx.AsyncClient) -> None:
    email = desk.add_account(EDITOR)
    answer = await browser.post(
        "/redaktion/anmelden",
        data={"email": email, "password": "x"},
        headers={"origin": "https://fremd.example"},
    )
    assert answer.status_code == 403
    assert "fremden Seite" in answer.text


async def test_after_the_log_in_comes_the_page_that_was_asked_for(desk: Desk, browser: httpx.AsyncClient) -> None:
    email = desk.add_account(EDITOR)
    sent = await browser.get("/redaktion/inhalte/faq?suche=a%26b")
    form = await browser.get(sent.headers["location"])
    target = re.search(r'name="weiter" value="([^"]+)"', form.text)
    assert target
    data = {"email": email, "password": PASSWORD, "weiter": unescape(target[1])}
    answer = await browser.post("/redaktion/anmelden", data=data)
    assert answer.headers["location"] == "/redaktion/inhalte/faq?suche=a%26b"


@pytest.mark.parametrize(
    "target",
    ["https://fremd.example/", "//fremd.example/", "/", "/\\fremd.example", "javascript:alert(1)", "/redaktion"],
)
async def test_the_log_in_leads_to_no_other_site(desk: Desk, browser: httpx.AsyncClient, target: str) -> None:
    data = {"email": desk.add_account(EDITOR), "password": PASSWORD, "weiter": target}
    answer = await browser.post("/redaktion/anmelden", data=data)
    assert answer.headers["location"] == "/redaktion/"


async def test_an_oversized_form_is_refused_while_it_arrives(browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/redaktion/anmelden", data={"email": "x" * 600_000})
    assert answer.status_code == 413
