"""The public pages of the FAQ and the form for a concern in a real browser, without a script, on a small phone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.db import make_engine, make_session_factory
from tests.browser.access import DANGLING, NAMELESS, PALE
from tests.browser.chromium import note_violations
from tests.staff.server import RunningGateway, make_settings, run_gateway
from tests.web.faq_pages import TODAY, make_entry

pytestmark = pytest.mark.slow

TOO_WIDE = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft " * 3


@pytest.fixture(scope="module")
def gateway(migrated_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningGateway]:
    folder = tmp_path_factory.mktemp("faq")
    shutil.copy(migrated_template, folder / "lotse.db")
    settings = make_settings(folder, TODAY)
    engine = make_engine(settings.database_url)
    texts = {
        "plain_answer": "Ganz einfach.",
        "question_en": "What is ZIM?",
        "answer_en": f"- {LONG}\n- https://a.example/",
    }
    with make_session_factory(engine).begin() as session:
        session.add(make_entry(question="Was ist ZIM?", source_title=LONG, related=("lang",), **texts))
        session.add(make_entry("lang", topic_group="netzwerk", question=LONG, certainty="allgemein"))
        session.add(make_entry("alt", status="archived"))
    engine.dispose()
    with run_gateway(settings) as gateway:
        yield gateway


@pytest.fixture(params=["light", "dark"])
def phone(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 320, "height": 700}, locale="de-DE", color_scheme=request.param)
    page, problems = context.new_page(), []
    note_violations(page, problems)
    yield page
    context.close()
    assert [problem for problem in problems if "404" not in problem and "410" not in problem] == []


def expect_open_to_all(page: Page) -> None:
    """Nothing on the page is nameless, pale or wider than the screen."""
    page.wait_for_load_state()  # before its styles are there, a page is as wide as it likes
    for script in (NAMELESS, DANGLING, PALE):
        assert page.evaluate(script) == []
    assert not page.evaluate(TOO_WIDE)


def test_a_visitor_reads_an_answer_in_all_its_versions_and_hands_a_concern_over(
    gateway: RunningGateway, phone: Page
) -> None:
    phone.goto(f"{gateway.url}/faq")
    expect_open_to_all(phone)
    phone.get_by_role("link", name="Was ist ZIM?").click()
    expect_open_to_all(phone)
    for name, heading in (("Einfache Sprache", "Was ist ZIM?"), ("English", "What is ZIM?")):
        phone.get_by_role("link", name=name).click()
        expect(phone.get_by_role("heading", level=1)).to_have_text(heading)
        expect(phone.get_by_role("link", name=name)).to_have_attribute("aria-current", "page")
        expect_open_to_all(phone)
    phone.goto(f"{gateway.url}/faq/alt")
    expect_open_to_all(phone)

    phone.goto(f"{gateway.url}/faq/zim")
    phone.get_by_role("link", name="Ihr Anliegen schreiben").click()
    phone.get_by_label("Ihr Name").fill("Petra Vogt")
    phone.get_by_role("button", name="Anliegen senden").click()
    expect(phone.get_by_role("alert")).to_be_focused()
    expect(phone.get_by_label("Ihr Name")).to_have_value("Petra Vogt")
    expect_open_to_all(phone)
    phone.get_by_label("Worum geht es?").fill("Wir suchen Beratung zur Nachfolge.")
    phone.get_by_label("E-Mail-Adresse oder Telefonnummer").fill("0561 123456")
    phone.get_by_role("checkbox").check()
    phone.get_by_role("button", name="Anliegen senden").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Ihr Anliegen ist angekommen")
    expect_open_to_all(phone)
