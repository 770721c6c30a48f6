"""Übergabe, Abwesenheit: entered by those who are away or by the administration, ended and deleted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import httpx
import pytest
from sqlalchemy import select

from bot.accounts.models import AuditEntry
from bot.accounts.roles import ADMINISTRATOR, ADVISER
from bot.contacts.leave import add_absence, read_absences
from tests.contacts.people import add_receiver
from tests.staff.desk import Desk, submit

PATH = "/redaktion/uebergabe/abwesenheit"
TODAY = date(2026, 11, 22)
LEAVE = {"von": "2026-11-20", "bis": "2026-12-04", "notiz": "Knie-OP"}


@pytest.fixture
def desk(empty_desk: Desk) -> Desk:
    with empty_desk.factory.begin() as session:
        add_receiver(session, "anna-beck")
        add_receiver(session, "bert-cohn")
        add_absence(session, "bert-cohn", TODAY, date(2026, 11, 30), note="", today=TODAY)
    return empty_desk


@pytest.fixture
async def anna(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """An adviser whose account has the address of a contact."""
    async with desk.log_in(ADVISER, name="Anna Beck", email="anna-beck@example.org") as client:
        yield client


def read_slugs(desk: Desk) -> list[str]:
    with desk.factory() as session:
        return [absence.contact_slug for absence in read_absences(session)]


async def test_an_absence_is_entered_and_its_note_stays_out_of_the_log(desk: Desk, anna: httpx.AsyncClient) -> None:
    await submit(anna, PATH, {"wer": "anna-beck", **LEAVE})
    assert read_slugs(desk) == ["anna-beck", "bert-cohn"]
    assert "Knie-OP" in (await anna.get(PATH)).text
    with desk.factory() as session:
        (noted,) = session.scalars(select(AuditEntry).where(AuditEntry.subject.like("uebergabe:%"))).all()
    assert (noted.subject, noted.detail) == ("uebergabe:abwesenheit:anna-beck", "20.11.2026 bis 04.12.2026")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"bis": "2026-11-21"}, "schon vorbei"),
        ({"bis": ""}, "beide Tage"),
        ({"von": "gestern"}, "beide Tage"),
        ({"wer": "bert-cohn"}, "wer abwesend ist"),
        ({"wer": "buero"}, "wer abwesend ist"),
    ],
)
async def test_what_makes_no_sense_is_refused_and_keeps_what_was_typed(
    desk: Desk, anna: httpx.AsyncClient, change: dict[str, str], words: str
) -> None:
    answer = await submit(anna, PATH, {"wer": "anna-beck", **LEAVE, **change})
    assert (answer.status_code, words in answer.text, 'value="Knie-OP"' in answer.text) == (422, True, True)
    assert read_slugs(desk) == ["bert-cohn"]


async def test_the_absences_of_others_are_seen_but_not_changed(desk: Desk, anna: httpx.AsyncClient) -> None:
    page = (await anna.get(PATH)).text
    assert "Bert Cohn" in page
    assert f"{PATH}/1/loeschen" not in page
    for action in ("beenden", "loeschen"):
        assert (await submit(anna, f"{PATH}/1/{action}", {})).status_code == 403
    assert read_slugs(desk) == ["bert-cohn"]


async def test_the_administration_closes_the_office_and_ends_and_deletes(desk: Desk) -> None:
    async with desk.log_in(ADMINISTRATOR, name="Vera Admin") as admin:
        await submit(admin, PATH, {"wer": "buero", "von": "2026-12-24", "bis": "2027-01-03", "notiz": ""})
        assert read_slugs(desk) == ["bert-cohn", ""]
        assert "Ganzes Büro" in (await admin.get(PATH)).text
        await submit(admin, f"{PATH}/1/beenden", {})  # began today: nothing is left of it
        await submit(admin, f"{PATH}/2/loeschen", {})
        assert (await submit(admin, f"{PATH}/2/loeschen", {})).status_code == 404
    assert read_slugs(desk) == []


async def test_an_account_without_a_contact_is_told_why_there_is_no_form(desk: Desk) -> None:
    async with desk.log_in(ADVISER, name="Carl Dorn") as carl:
        page = (await carl.get(PATH)).text
    assert "gehört kein Kontakt" in page
    assert 'name="von"' not in page
