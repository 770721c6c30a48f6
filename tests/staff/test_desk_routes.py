"""Übergabe, Wege: which concern goes to whom, and where it really goes today."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import httpx
import pytest
from sqlalchemy import select

from bot.accounts.models import AuditEntry
from bot.accounts.roles import ADMINISTRATOR
from bot.contacts.leave import add_absence
from bot.contacts.rules import read_rules, save_rule
from bot.db import read_content_version
from bot.topics.models import Topic
from bot.topics.offering import read_offering
from tests.contacts.people import add_receiver
from tests.staff.desk import Desk, submit
from tests.staff.form_reader import read_form

PATH = "/redaktion/uebergabe/wege"
TODAY = date(2026, 11, 22)


@pytest.fixture
def desk(empty_desk: Desk) -> Desk:
    with empty_desk.factory.begin() as session:
        add_receiver(session, "anna-beck", deputy_slug="bert-cohn")
        add_receiver(session, "bert-cohn")
        add_receiver(session, "org-ihk", name="IHK", takes_handoffs=False)
        session.add(Topic(slug="hochvolt", name="Hochvolt"))
    return empty_desk


@pytest.fixture
async def admin(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with desk.log_in(ADMINISTRATOR, name="Vera Admin") as client:
        yield client


async def test_topics_groups_and_organisations_are_led_to_contacts_and_only_changes_are_noted(
    desk: Desk, admin: httpx.AsyncClient
) -> None:
    form = {name: texts[0] for name, texts in read_form((await admin.get(PATH)).text, "wege").items()}
    wanted = {"ziel-hochvolt": "anna-beck", "ziel-foerderung": "bert-cohn", "ziel-org-ihk": "bert-cohn"}
    await submit(admin, PATH, {**form, **wanted})
    await submit(admin, PATH, {**form, **wanted, "ziel-org-ihk": ""})
    with desk.factory() as session:
        assert read_rules(session) == {"hochvolt": "anna-beck", "foerderung": "bert-cohn"}
        noted = session.scalars(select(AuditEntry.subject).where(AuditEntry.subject.like("%:regel:%"))).all()
    areas = ["foerderung", "hochvolt", "org-ihk", "org-ihk"]
    assert sorted(noted) == [f"uebergabe:regel:{area}" for area in areas]


async def test_an_absence_shows_where_a_rule_really_leads_today(desk: Desk, admin: httpx.AsyncClient) -> None:
    with desk.factory.begin() as session:
        save_rule(session, "hochvolt", "anna-beck")
    assert "Vertretung" not in (await admin.get(PATH)).text
    with desk.factory.begin() as session:
        add_absence(session, "anna-beck", TODAY, TODAY, note="", today=TODAY)
    page = (await admin.get(PATH)).text
    assert page.count("Vertretung") == 1
    assert 'data-label="Heute wirklich an">Bert Cohn' in page


async def test_a_rule_that_leads_to_nobody_is_marked_and_kept_until_it_is_changed(
    desk: Desk, admin: httpx.AsyncClient
) -> None:
    with desk.factory.begin() as session:
        save_rule(session, "hochvolt", "org-ihk")
    page = (await admin.get(PATH)).text
    assert "IHK kann nichts empfangen" in page
    await submit(admin, PATH, {name: texts[0] for name, texts in read_form(page, "wege").items()})
    with desk.factory() as session:
        assert read_rules(session) == {"hochvolt": "org-ihk"}


async def test_a_rule_to_somebody_who_takes_nothing_is_refused(desk: Desk, admin: httpx.AsyncClient) -> None:
    answer = await submit(admin, PATH, {"ziel-hochvolt": "org-ihk"})
    assert answer.status_code == 422
    with desk.factory() as session:
        assert read_rules(session) == {}


async def test_offering_a_person_with_a_topic_is_a_change_of_the_content(desk: Desk, admin: httpx.AsyncClient) -> None:
    with desk.factory() as session:
        before = read_content_version(session)
    await submit(admin, PATH, {"ziel-hochvolt": "", "person-hochvolt": "on"})
    with desk.factory() as session:
        assert read_offering(session) == {"hochvolt"}
        assert read_content_version(session) == before + 1
    await submit(admin, PATH, {"ziel-hochvolt": ""})
    with desk.factory() as session:
        assert read_offering(session) == set()
