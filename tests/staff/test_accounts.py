"""What the role Verwaltung does with accounts."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy import select

from bot.accounts.login import find_account
from bot.accounts.models import Account, AuditEntry, Invitation
from bot.accounts.register import LAST_ADMINISTRATOR, read_data
from bot.accounts.roles import ADMINISTRATOR, EDITOR, ROLES
from bot.handoff.mail_models import OutboxMail
from bot.settings import Settings
from tests.staff.desk import Desk, make_desk, send_login, submit

ACCOUNTS = "/redaktion/konten"
NEW = {"email": "Nina@example.org", "name": "Nina Neu", "organisation": "Hochschule", "roles": [EDITOR]}


@pytest.fixture
def desk(empty_desk: Desk) -> Desk:
    return empty_desk


@pytest.fixture
async def admin(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with desk.log_in(ADMINISTRATOR, name="Anna Admin", organisation="WFG") as client:
        yield client


def read_account(desk: Desk, email: str) -> Account:
    with desk.factory() as session:
        account = find_account(session, email)
        assert account is not None
        read_data(account)  # loads the roles
        return account


async def test_the_list_shows_everybody_with_roles_and_state(desk: Desk, admin: httpx.AsyncClient) -> None:
    desk.add_account(EDITOR, name="Erika Beispiel", organisation="Hochschule")
    page = (await admin.get(ACCOUNTS)).text
    for words in ("Erika Beispiel", "Hochschule", "Redaktion", "aktiv", "noch nie"):
        assert words in page


async def test_without_a_mail_server_the_link_is_shown_once_to_be_handed_on(
    desk: Desk, admin: httpx.AsyncClient
) -> None:
    page = await submit(admin, f"{ACCOUNTS}/neu", NEW)
    link = page.text.partition('value="http://127.0.0.1:8000')[2].partition('"')[0]
    assert "kein Mailserver eingestellt" in page.text
    async with desk.open_browser() as invited:
        assert "Willkommen, Nina Neu" in (await invited.get(link)).text


async def test_an_invitation_goes_out_by_mail(desk: Desk) -> None:
    posting = make_desk(desk.factory, Settings(smtp_url="smtp://127.0.0.1:9", public_url="http://lotse.example"))
    async with posting.log_in(ADMINISTRATOR, name="Anna Admin") as admin:
        answer = await submit(admin, f"{ACCOUNTS}/neu", NEW)
        assert answer.status_code == 303
        assert "unterwegs an nina@example.org" in (await admin.get(answer.headers["location"])).text
    with desk.factory() as session:
        mail = session.scalars(select(OutboxMail)).one()
    assert mail.recipient == "nina@example.org"
    assert "http://lotse.example/redaktion/einladung/" in mail.body


async def test_a_wrong_entry_comes_back_with_what_was_typed(desk: Desk, admin: httpx.AsyncClient) -> None:
    page = await submit(admin, f"{ACCOUNTS}/neu", {**NEW, "email": "nina", "roles": []})
    assert page.status_code == 422
    for words in ("keine E-Mail-Adresse", "mindestens eine Rolle", 'value="Nina Neu"', 'value="Hochschule"'):
        assert words in page.text


async def test_the_form_explains_the_roles_and_suggests_organisations(admin: httpx.AsyncClient) -> None:
    page = (await admin.get(f"{ACCOUNTS}/neu")).text
    assert '<option value="WFG">' in page
    for role in ROLES.values():
        assert role.explanation in page


async def test_a_change_is_saved_noted_and_ends_the_log_ins_of_the_account(
    desk: Desk, admin: httpx.AsyncClient
) -> None:
    async with desk.log_in(EDITOR, name="Erika Beispiel") as erika:
        path = f"{ACCOUNTS}/{read_account(desk, 'erika@example.org').id}"
        form = {"name": "Erika Neumann", "organisation": "WFG", "roles": ["beratung", "auswertung"]}
        answer = await submit(admin, path, form)
        assert answer.status_code == 303
        assert (await erika.get("/redaktion/")).status_code == 303
    account = read_account(desk, "erika@example.org")
    assert (account.name, account.organisation) == ("Erika Neumann", "WFG")
    assert {role.role for role in account.roles} == {"beratung", "auswertung"}
    with desk.factory() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "Konto geändert")).one()
    assert (entry.actor, entry.subject) == ("Anna Admin", "konto:erika@example.org")
    assert "vorher: Erika Beispiel" in entry.detail


@pytest.mark.parametrize("action", ["", "/abschalten"])
async def test_nobody_takes_the_role_from_the_last_administrator(
    desk: Desk, admin: httpx.AsyncClient, action: str
) -> None:
    path = f"{ACCOUNTS}/{read_account(desk, 'anna@example.org').id}{action}"
    answer = await submit(admin, path, {"name": "Anna Admin", "roles": [EDITOR]})
    assert answer.status_code in (409, 422)
    assert LAST_ADMINISTRATOR in answer.text
    account = read_account(desk, "anna@example.org")
    assert (account.is_active, [role.role for role in account.roles]) == (True, [ADMINISTRATOR])


async def test_a_closed_account_is_out_at_once_and_may_come_back(desk: Desk, admin: httpx.AsyncClient) -> None:
    async with desk.log_in(EDITOR, name="Erika Beispiel") as erika:
        path = f"{ACCOUNTS}/{read_account(desk, 'erika@example.org').id}"
        await submit(admin, f"{path}/abschalten", {})
        assert (await erika.get("/redaktion/")).status_code == 303
        assert (await send_login(erika, "erika@example.org")).status_code == 401
        assert (await submit(admin, f"{path}/link", {})).status_code == 409
        await submit(admin, f"{path}/einschalten", {})
        assert (await send_login(erika, "erika@example.org")).status_code == 303


async def test_a_new_link_can_be_taken_back(desk: Desk, admin: httpx.AsyncClient) -> None:
    desk.add_account(EDITOR, name="Erika Beispiel")
    path = f"{ACCOUNTS}/{read_account(desk, 'erika@example.org').id}"
    await submit(admin, f"{path}/link", {})
    assert "Offener Link" in (await admin.get(path)).text
    await submit(admin, f"{path}/link-zuruecknehmen", {})
    with desk.factory() as session:
        assert session.scalars(select(Invitation)).all() == []
        assert session.scalars(select(OutboxMail)).all() == []


async def test_the_second_factor_of_another_can_be_reset(desk: Desk, admin: httpx.AsyncClient) -> None:
    desk.add_account(EDITOR, name="Erika Beispiel")
    with desk.factory.begin() as session:
        account = find_account(session, "erika@example.org")
        assert account is not None
        account.totp_secret = "JBSWY3DPEHPK3PXP"
    path = f"{ACCOUNTS}/{account.id}"
    assert "Zweiten Faktor zurücksetzen" in (await admin.get(path)).text
    await submit(admin, f"{path}/zweiter-faktor", {})
    assert read_account(desk, "erika@example.org").totp_secret == ""


async def test_the_log_ins_of_another_can_be_ended(desk: Desk, admin: httpx.AsyncClient) -> None:
    async with desk.log_in(EDITOR, name="Erika Beispiel") as erika:
        await submit(admin, f"{ACCOUNTS}/{read_account(desk, 'erika@example.org').id}/abmelden", {})
        assert (await erika.get("/redaktion/")).status_code == 303


@pytest.mark.parametrize("number", ["999", "99999999999999999999"])
async def test_an_unknown_account_is_a_page_that_says_so(admin: httpx.AsyncClient, number: str) -> None:
    answer = await admin.get(f"{ACCOUNTS}/{number}")
    assert (answer.status_code, "Dieses Konto gibt es nicht." in answer.text) == (404, True)
