"""The way from the mail with the link into the back office."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select, update

from bot.accounts.invitations import CLOSED, EXPIRED, UNKNOWN, USED, make_invitation
from bot.accounts.login import find_account
from bot.accounts.models import Account, Invitation
from bot.accounts.roles import EDITOR
from bot.db import utc_now
from bot.handoff.account_mail import queue_link, write_link
from bot.handoff.mail_models import OutboxMail
from tests.staff.desk import BASE, Desk, send_login

NEW = "fünf ganz andere Wörter jetzt"
CHOICE = {"password": NEW, "again": NEW}


def invite(desk: Desk, *, has_password: bool = False) -> str:
    """Add an account with a link in its mail; return the path of the link."""
    email = desk.add_account(EDITOR)
    with desk.factory.begin() as session:
        account = find_account(session, email)
        assert account is not None
        account.password_hash = account.password_hash if has_password else ""
        token = make_invitation(session, account, now=utc_now())
        queue_link(session, desk.settings, account, token)
        body = session.scalars(select(OutboxMail.body)).one()
    link = write_link(desk.settings, token)
    assert link in body.splitlines()
    return link.removeprefix("http://127.0.0.1:8000")


@pytest.fixture
async def visitor(empty_desk: Desk):  # type: ignore[no-untyped-def]
    async with empty_desk.open_browser() as client:
        yield client


async def test_the_link_of_the_mail_leads_to_a_password_and_into_the_back_office(
    empty_desk: Desk, visitor: httpx.AsyncClient
) -> None:
    path = invite(empty_desk)
    page = await visitor.get(path)
    assert "Willkommen, Erika Beispiel" in page.text
    answer = await visitor.post(path, data=CHOICE)
    assert answer.headers["location"] == "/redaktion/"
    assert "Guten Tag, Erika Beispiel" in (await visitor.get("/redaktion/")).text


async def test_looking_at_a_link_neither_uses_it_up_nor_opens_anything(
    empty_desk: Desk, visitor: httpx.AsyncClient
) -> None:
    path = invite(empty_desk)
    for _ in range(2):
        page = await visitor.get(path)
        assert page.status_code == 200
        assert "set-cookie" not in page.headers
    assert (await visitor.get("/redaktion/")).headers["location"] == "/redaktion/anmelden"


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ({"password": NEW, "again": NEW + "!"}, "nicht gleich"),
        ({"password": "kurz", "again": "kurz"}, "mindestens 12 Zeichen"),
        ({"password": "erika beispiel", "again": "erika beispiel"}, "zu leicht zu erraten"),
        ({}, "mindestens 12 Zeichen"),
    ],
)
async def test_a_password_that_will_not_do_is_explained_and_asked_for_again(
    empty_desk: Desk, visitor: httpx.AsyncClient, choice: dict[str, str], sentence: str
) -> None:
    path = invite(empty_desk)
    answer = await visitor.post(path, data=choice)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert NEW not in answer.text
    assert (await visitor.post(path, data=CHOICE)).status_code == 303


async def refused(visitor: httpx.AsyncClient, path: str) -> tuple[int, str]:
    """Try a link both ways; both have to be refused alike."""
    seen, sent = await visitor.get(path), await visitor.post(path, data=CHOICE)
    assert (seen.status_code, seen.text) == (sent.status_code, sent.text)
    assert "set-cookie" not in sent.headers
    return seen.status_code, seen.text


async def test_a_used_link_is_refused_kindly(empty_desk: Desk, visitor: httpx.AsyncClient) -> None:
    path = invite(empty_desk)
    await visitor.post(path, data=CHOICE)
    async with empty_desk.open_browser() as other:
        status, text = await refused(other, path)
    assert (status, USED in text) == (410, True)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (update(Invitation).values(expires_at=utc_now() - timedelta(seconds=1)), EXPIRED),
        (update(Account).values(is_active=False), CLOSED),
    ],
)
async def test_an_expired_link_and_one_of_a_closed_account_are_refused_kindly(
    empty_desk: Desk, visitor: httpx.AsyncClient, spoil: object, sentence: str
) -> None:
    path = invite(empty_desk)
    with empty_desk.factory.begin() as session:
        session.execute(spoil)
    status, text = await refused(visitor, path)
    assert (status, sentence in text) == (410, True)


async def test_a_tampered_link_is_refused_kindly(empty_desk: Desk, visitor: httpx.AsyncClient) -> None:
    status, text = await refused(visitor, invite(empty_desk)[:-2] + "__")
    assert (status, UNKNOWN in text) == (410, True)


async def test_the_mail_is_gone_once_its_link_is_used(empty_desk: Desk, visitor: httpx.AsyncClient) -> None:
    await visitor.post(invite(empty_desk), data=CHOICE)
    with empty_desk.factory() as session:
        assert session.scalars(select(OutboxMail)).all() == []


async def test_a_new_password_ends_the_log_ins_with_the_old_one(empty_desk: Desk, visitor: httpx.AsyncClient) -> None:
    path = invite(empty_desk, has_password=True)
    async with empty_desk.open_browser() as other:
        await send_login(other, "erika@example.org")
        await visitor.post(path, data=CHOICE)
        assert (await other.get("/redaktion/")).status_code == 303
        assert (await send_login(other, "erika@example.org")).status_code == 401


async def test_a_form_from_another_site_cannot_use_a_link(empty_desk: Desk, visitor: httpx.AsyncClient) -> None:
    path = invite(empty_desk)
    answer = await visitor.post(path, data=CHOICE, headers={"origin": "https://fremd.example"})
    assert answer.status_code == 403
    assert (await visitor.post(path, data=CHOICE, headers={"origin": BASE})).status_code == 303
