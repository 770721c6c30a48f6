"""Übergabe, Empfänger: who takes concerns, and who stands in."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy import select

from bot.accounts.models import AuditEntry
from bot.accounts.roles import ADMINISTRATOR, ADVISER
from bot.contacts.duty import read_duties
from tests.contacts.people import add_receiver
from tests.staff.desk import Desk, submit

PATH = "/redaktion/uebergabe"


@pytest.fixture
def desk(empty_desk: Desk) -> Desk:
    with empty_desk.factory.begin() as session:
        add_receiver(session, "anna-beck")
        add_receiver(session, "bert-cohn", takes_handoffs=False)
        add_receiver(session, "carl-dorn", email="", takes_handoffs=False)
    return empty_desk


@pytest.fixture
async def admin(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with desk.log_in(ADMINISTRATOR, name="Vera Admin") as client:
        yield client


def read_states(desk: Desk) -> dict[str, tuple[bool, str]]:
    with desk.factory() as session:
        return {duty.slug: (duty.takes_handoffs, duty.deputy_slug) for duty in read_duties(session)}


async def test_receivers_and_deputies_are_saved_and_only_what_changed_is_noted(
    desk: Desk, admin: httpx.AsyncClient
) -> None:
    form = {"kontakt": ["anna-beck", "bert-cohn"], "annahme-anna-beck": "on", "annahme-bert-cohn": "on"}
    await submit(admin, PATH, {**form, "vertretung-bert-cohn": "anna-beck"})
    assert read_states(desk) == {"anna-beck": (True, ""), "bert-cohn": (True, "anna-beck"), "carl-dorn": (False, "")}
    with desk.factory() as session:
        noted = session.scalars(select(AuditEntry.subject).where(AuditEntry.action == "Empfänger geändert")).all()
    assert noted == ["uebergabe:empfaenger:bert-cohn"]
    assert "nimmt Anliegen an, Vertretung: Anna Beck" in (await admin.get(PATH)).text


async def test_a_circle_of_deputies_is_refused_and_nothing_is_saved(desk: Desk, admin: httpx.AsyncClient) -> None:
    form = {"kontakt": ["anna-beck", "bert-cohn"], "annahme-anna-beck": "on", "annahme-bert-cohn": "on"}
    circle = {"vertretung-anna-beck": "bert-cohn", "vertretung-bert-cohn": "anna-beck"}
    answer = await submit(admin, PATH, {**form, **circle})
    assert (answer.status_code, answer.text.count("laufen im Kreis")) == (422, 4)  # in the summary and at the field
    assert read_states(desk)["anna-beck"] == (True, "")


async def test_contacts_without_an_address_are_named_but_cannot_be_switched_on(
    desk: Desk, admin: httpx.AsyncClient
) -> None:
    page = (await admin.get(PATH)).text
    assert "Carl Dorn" in page
    assert 'name="annahme-carl-dorn"' not in page
    answer = await submit(admin, PATH, {"kontakt": "carl-dorn", "annahme-carl-dorn": "on"})
    assert (answer.status_code, "Ohne E-Mail-Adresse" in answer.text) == (422, True)
    assert read_states(desk)["carl-dorn"] == (False, "")


async def test_advisers_read_the_page_and_cannot_save(desk: Desk) -> None:
    async with desk.log_in(ADVISER) as adviser:
        page = (await adviser.get(PATH)).text
        answer = await submit(adviser, PATH, {"kontakt": "anna-beck"})
    assert "anna-beck@example.org" in page
    assert "annahme-anna-beck" not in page
    assert answer.status_code == 403
    assert read_states(desk)["anna-beck"] == (True, "")
