"""Mein Konto: another password, and a second factor."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import httpx
import pyotp
import pytest
from sqlalchemy import select

from bot.accounts.lockout import FREE_TRIES
from bot.accounts.models import Account
from bot.accounts.roles import EDITOR
from bot.staff.visit import COOKIE
from tests.staff.desk import PASSWORD, Desk, read_token, send_login, submit

OWN = "/redaktion/mein-konto"
FACTOR = f"{OWN}/zweiter-faktor"
STEP = "/redaktion/zweiter-schritt"
LOG_IN = "/redaktion/anmelden"
NEW = "fünf ganz andere Wörter jetzt"
CHANGE = {"current": PASSWORD, "password": NEW, "again": NEW}
EMAIL = "erika@example.org"
RECOVERY = re.compile(r"<code>([a-z0-9]{4}(?:-[a-z0-9]{4}){3})</code>")


@pytest.fixture
def desk(empty_desk: Desk) -> Desk:
    return empty_desk


@pytest.fixture
async def erika(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with desk.log_in(EDITOR) as client:
        yield client


async def switch_on(erika: httpx.AsyncClient) -> tuple[str, list[str]]:
    """Set the second factor up as the page says; return its secret and the recovery codes."""
    await submit(erika, FACTOR, {"current": PASSWORD})
    page = (await erika.get(FACTOR)).text
    secret = re.sub(r"\s", "", re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1])  # type: ignore[index]
    done = await submit(erika, f"{FACTOR}/bestaetigen", {"code": pyotp.TOTP(secret).now()})
    assert "Der zweite Faktor ist eingeschaltet" in done.text
    return secret, RECOVERY.findall(done.text)


async def test_a_new_password_ends_the_log_ins_elsewhere_and_renews_this_one(
    desk: Desk, erika: httpx.AsyncClient
) -> None:
    async with desk.open_browser() as elsewhere:
        await send_login(elsewhere, EMAIL)
        before = erika.cookies[COOKIE]
        await submit(erika, f"{OWN}/passwort", CHANGE)
        assert erika.cookies[COOKIE] != before
        assert "Ihr Passwort ist geändert." in (await erika.get(OWN)).text
        assert (await elsewhere.get(OWN)).status_code == 303
        assert (await send_login(elsewhere, EMAIL)).status_code == 401
        assert (await send_login(elsewhere, EMAIL, NEW)).status_code == 303


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"current": "falsch und lang genug"}, "Ihr jetziges Passwort stimmt nicht."),
        ({"again": "etwas anderes"}, "nicht gleich"),
        ({"password": "kurz", "again": "kurz"}, "mindestens 12 Zeichen"),
        ({"password": PASSWORD, "again": PASSWORD}, "Das neue Passwort ist das bisherige."),
    ],
)
async def test_a_password_that_will_not_do_is_explained(
    desk: Desk, erika: httpx.AsyncClient, change: dict[str, str], sentence: str
) -> None:
    page = await submit(erika, f"{OWN}/passwort", CHANGE | change)
    assert (page.status_code, sentence in page.text) == (422, True)
    async with desk.open_browser() as other:
        assert (await send_login(other, EMAIL)).status_code == 303


async def test_a_browser_left_open_does_not_serve_for_guessing(erika: httpx.AsyncClient) -> None:
    for _ in range(FREE_TRIES):
        await submit(erika, FACTOR, {"current": "geraten"})
    page = await submit(erika, FACTOR, {"current": PASSWORD})
    assert "eine Zeit lang gesperrt" in page.text


async def test_the_second_factor_is_set_up_with_an_image_and_asked_for_from_then_on(
    desk: Desk, erika: httpx.AsyncClient
) -> None:
    await submit(erika, FACTOR, {"current": PASSWORD})
    assert '<img src="data:image/svg+xml' in (await erika.get(FACTOR)).text
    secret, codes = await switch_on(erika)
    assert len(codes) == 10
    async with desk.open_browser() as other:
        assert (await send_login(other, EMAIL)).headers["location"].startswith(STEP)
        used = {"code": pyotp.TOTP(secret).now(), "csrf": await read_token(other, STEP)}
        assert (await other.post(STEP, data=used)).status_code == 401  # it already switched the factor on
        recovery = {"code": codes[0], "csrf": used["csrf"]}
        assert (await other.post(STEP, data=recovery)).headers["location"] == "/redaktion/"
        assert "noch 9 Wiederherstellungscodes" in (await other.get(OWN)).text


async def test_the_secret_is_not_shown_again_once_it_counts(erika: httpx.AsyncClient) -> None:
    secret, codes = await switch_on(erika)
    assert (await erika.get(FACTOR)).status_code == 303
    own = (await erika.get(OWN)).text
    assert secret not in own
    assert codes[0] not in own


async def test_a_wrong_first_code_switches_nothing_on(desk: Desk, erika: httpx.AsyncClient) -> None:
    await submit(erika, FACTOR, {"current": PASSWORD})
    page = await submit(erika, f"{FACTOR}/bestaetigen", {"code": "000000"})
    assert (page.status_code, "Dieser Code stimmt nicht" in page.text) == (422, True)
    with desk.factory() as session:
        assert session.scalars(select(Account.totp_secret)).one() == ""


async def test_the_second_step_wants_the_token_of_its_form(desk: Desk, erika: httpx.AsyncClient) -> None:
    _secret, codes = await switch_on(erika)
    async with desk.open_browser() as other:
        await send_login(other, EMAIL)
        assert (await other.post(STEP, data={"code": codes[0]})).status_code == 403
        assert (await other.get("/redaktion/")).status_code == 303


async def test_the_page_that_was_asked_for_is_reached_after_the_second_step(
    desk: Desk, erika: httpx.AsyncClient
) -> None:
    _secret, codes = await switch_on(erika)
    async with desk.open_browser() as other:
        step = (await other.post(LOG_IN, data={"email": EMAIL, "password": PASSWORD, "weiter": OWN})).headers[
            "location"
        ]
        page = (await other.get(step)).text
        assert f'name="weiter" value="{OWN}"' in page
        form = {"code": codes[0], "csrf": await read_token(other, step), "weiter": OWN}
        assert (await other.post(STEP, data=form)).headers["location"] == OWN


async def test_too_many_wrong_codes_lead_back_to_the_log_in(desk: Desk, erika: httpx.AsyncClient) -> None:
    await switch_on(erika)
    async with desk.open_browser() as other:
        await send_login(other, EMAIL)
        form = {"code": "000000", "csrf": await read_token(other, STEP)}
        answers = [await other.post(STEP, data=form) for _ in range(FREE_TRIES)]
        assert "zu viele falsche Codes" in answers[-1].text
        assert (await other.get(STEP)).headers["location"] == "/redaktion/anmelden"


async def test_switching_it_off_wants_the_password(desk: Desk, erika: httpx.AsyncClient) -> None:
    await switch_on(erika)
    await submit(erika, f"{FACTOR}/abschalten", {"current": "falsch und lang genug"})
    with desk.factory() as session:
        assert session.scalars(select(Account.totp_secret)).one()
    await submit(erika, f"{FACTOR}/abschalten", {"current": PASSWORD})
    async with desk.open_browser() as other:
        assert (await send_login(other, EMAIL)).headers["location"] == "/redaktion/"


async def test_new_recovery_codes_replace_the_old_ones(erika: httpx.AsyncClient) -> None:
    _secret, old = await switch_on(erika)
    page = await submit(erika, f"{OWN}/wiederherstellung", {"current": PASSWORD})
    assert len(set(RECOVERY.findall(page.text)) - set(old)) == 10
