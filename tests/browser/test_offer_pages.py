"""The public pages about offers in a real browser: by keyboard, on a phone, and nothing against their policy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.db import make_engine, make_session_factory
from tests.browser.access import DANGLING, NAMELESS, PALE, TOO_WIDE
from tests.browser.chromium import note_violations
from tests.staff.server import RunningGateway, make_settings, run_gateway
from tests.web.offer_pages import TODAY, make_contact, make_course, make_programme

pytestmark = pytest.mark.slow

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft " * 3


@pytest.fixture(scope="module")
def gateway(migrated_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningGateway]:
    folder = tmp_path_factory.mktemp("offers")
    shutil.copy(migrated_template, folder / "lotse.db")
    settings = make_settings(folder, TODAY)
    engine = make_engine(settings.database_url)
    with make_session_factory(engine).begin() as session:
        session.add(make_contact())
        session.add(make_programme(title=LONG, valid_until=date(2026, 12, 1), apply_before_start="ja"))
        session.add_all(make_course(f"kurs-{number}", title=f"Kurs {number}", is_sample=True) for number in range(30))
        session.add(make_course("echt", place="Kassel", price_eur=0))
    engine.dispose()
    with run_gateway(replace(settings, show_samples=True)) as gateway:
        yield gateway


@pytest.fixture(params=["light", "dark"])
def phone(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 320, "height": 700}, locale="de-DE", color_scheme=request.param, accept_downloads=True
    )
    page, problems = context.new_page(), []
    note_violations(page, problems)
    yield page
    context.close()
    assert problems == []


def expect_open_to_all(page: Page) -> None:
    """Nothing on the page is nameless, pale or wider than the screen."""
    for script in (NAMELESS, DANGLING, PALE):
        assert page.evaluate(script) == []
    assert not page.evaluate(TOO_WIDE)


def test_a_visitor_finds_a_course_relaxes_a_search_and_notes_the_date(gateway: RunningGateway, phone: Page) -> None:
    phone.goto(f"{gateway.url}/angebote")
    expect_open_to_all(phone)
    phone.get_by_role("link", name="Weiterbildung (31)").click()
    phone.get_by_label("Ort", exact=True).select_option("Kassel")
    phone.get_by_text("Weitere Angaben").click()
    phone.get_by_label("Online", exact=True).check()
    phone.get_by_label("Preis höchstens (Euro)").fill("0")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name="Kein Angebot passt")).to_be_visible()
    expect_open_to_all(phone)
    phone.get_by_role("link", name="ohne „online“ (1)").click()
    phone.get_by_role("link", name="Hochvolt 2S").click()
    expect(phone.get_by_role("heading", name="Hochvolt 2S")).to_be_visible()
    expect_open_to_all(phone)
    assert (
        phone.evaluate("JSON.parse(document.querySelector('[type=\"application/ld+json\"]').text)['@type']") == "Course"
    )
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Termin in den Kalender").click()
    assert download.value.suggested_filename == "termin.ics"

    phone.goto(f"{gateway.url}/angebote/zim")
    expect_open_to_all(phone)
