"""The pages about a case in a real browser without any script: by keyboard, on a phone, in the dark."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.db import utc_now
from bot.handoff.links import make_link
from bot.handoff.tickets import open_ticket
from tests.browser.access import DANGLING, NAMELESS, PALE, TOO_WIDE
from tests.browser.chromium import note_violations
from tests.handoff.samples import RECIPIENT, make_request
from tests.staff.server import RunningGateway, make_settings, run_gateway

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def gateway(migrated_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningGateway]:
    folder = tmp_path_factory.mktemp("cases")
    shutil.copy(migrated_template, folder / "lotse.db")
    settings = replace(make_settings(folder, date(2026, 11, 22)), handoff_to=RECIPIENT)
    with run_gateway(settings) as gateway:
        yield gateway


@pytest.fixture(params=["light", "dark"])
def phone(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 320, "height": 700}, locale="de-DE", color_scheme=request.param, java_script_enabled=False
    )
    page, problems = context.new_page(), []
    note_violations(page, problems)
    yield page
    context.close()
    assert problems == []


def open_case(gateway: RunningGateway) -> tuple[str, str]:
    """Hand a concern over and return its number and the address where it is answered."""
    with gateway.factory.begin() as session:
        request = make_request(conversation_key=utc_now().isoformat().ljust(64, "0")[:64])
        ticket = open_ticket(session, request, gateway.settings, now=utc_now())
        token = make_link(session, ticket.id, "reply", recipient=RECIPIENT, now=utc_now())
        return ticket.case_number, f"{gateway.url}/antwort/{token}"


def expect_open_to_all(page: Page) -> None:
    """Nothing on the page is nameless, pale or wider than the screen."""
    for script in (NAMELESS, DANGLING, PALE):
        assert page.evaluate(script) == []
    assert not page.evaluate(TOO_WIDE)


def test_visitor_and_person_write_to_each_other_without_a_script(gateway: RunningGateway, phone: Page) -> None:
    number, reply = open_case(gateway)
    phone.goto(f"{gateway.url}/fall")
    expect_open_to_all(phone)
    phone.get_by_label("Vorgangsnummer").fill(number)
    phone.get_by_label("E-Mail-Adresse oder Telefonnummer").fill("j.gross@example.org")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name=number)).to_be_visible()
    phone.get_by_label("Ihre Nachricht").fill("Wir sind 120 Leute.")
    phone.get_by_role("button", name="Nachricht senden").click()
    expect(phone.get_by_role("status")).to_contain_text("Danke, das ist angekommen.")
    expect_open_to_all(phone)
    case = phone.url

    phone.goto(reply)
    expect(phone.get_by_text("Wir sind 120 Leute.")).to_be_visible()
    expect_open_to_all(phone)
    phone.get_by_label("Ihr Name").fill("Kim Beispiel")
    phone.get_by_label("Antwort", exact=True).fill("Dann passt ZIM.")
    phone.get_by_role("button", name="Antwort senden").click()
    expect(phone.get_by_role("heading", name="Ihre Antwort ist gesendet")).to_be_visible()
    expect_open_to_all(phone)

    phone.goto(case)
    expect(phone.get_by_text("Dann passt ZIM.")).to_be_visible()
    expect_open_to_all(phone)


def test_a_refusal_takes_the_focus_and_leads_to_its_field(gateway: RunningGateway, phone: Page) -> None:
    phone.goto(f"{gateway.url}/fall")
    phone.get_by_role("button", name="Stand ansehen").click()
    summary = phone.get_by_role("alert")
    expect(summary).to_be_focused()
    expect_open_to_all(phone)
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    phone.keyboard.type("TK-2026-BBBBBB")
    expect(phone.get_by_label("Vorgangsnummer")).to_have_value("TK-2026-BBBBBB")
