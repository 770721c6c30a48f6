"""A visitor in the widget and a person in the back office speak with each other, in two real browsers."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from bot.accounts.models import Account, AccountRole
from bot.accounts.passwords import hash_password
from bot.conversations.models import Conversation
from bot.db import utc_now
from bot.handoff.tickets import open_ticket
from tests.browser.chromium import note_violations
from tests.handoff.samples import make_request
from tests.staff.desk import PASSWORD
from tests.staff.server import RunningGateway, make_settings, run_gateway

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def gateway(seeded_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningGateway]:
    """A running gateway with two advisers."""
    folder = tmp_path_factory.mktemp("live")
    shutil.copy(seeded_template, folder / "lotse.db")
    with run_gateway(make_settings(folder, date(2026, 11, 22))) as gateway:
        with gateway.factory.begin() as session:
            for name in ("Erika", "Frank"):
                values = {"email": f"{name.lower()}@example.org", "password_hash": hash_password(PASSWORD)}
                session.add(Account(name=f"{name} Beispiel", roles=[AccountRole(role="beratung")], **values))
        # The first answer waits until the content has been read; no visitor is to wait for it here.
        httpx.post(f"{gateway.url}/api/chat", json={"message": "Was ist TRegKS?"}, timeout=300)
        yield gateway


@pytest.fixture
def pages(browser: Browser) -> Iterator[list[Page]]:
    """Three pages that share nothing: a visitor's and those of two advisers; a broken script fails the test."""
    problems: list[str] = []
    contexts = [browser.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE") for _ in range(3)]
    pages = [context.new_page() for context in contexts]
    for page in pages:
        note_violations(page, problems)
    yield pages
    for context in contexts:
        context.close()
    assert problems == []


def log_in(gateway: RunningGateway, page: Page, name: str) -> None:
    page.goto(f"{gateway.office}/faelle")
    page.get_by_label("E-Mail-Adresse").fill(f"{name}@example.org")
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    expect(page.get_by_role("heading", name="Anliegen")).to_be_visible()


def say(visitor: Page, text: str) -> None:
    visitor.get_by_label("Ihre Nachricht").fill(text)
    visitor.get_by_label("Ihre Nachricht").press("Enter")
    expect(visitor.get_by_role("log").locator(".bubble", has_text=text)).to_be_visible()


def ask(visitor: Page, question: str) -> None:
    """Ask the assistant and wait for what it says."""
    bubbles = visitor.get_by_role("log").locator(".bubble")
    before = bubbles.count()
    say(visitor, question)
    expect(bubbles.nth(before + 1)).to_be_visible()


def hand_over(gateway: RunningGateway) -> str:
    """Hand the latest conversation over as the form does, which needs Rasa, and return the case number."""
    with gateway.factory() as session:
        key = session.scalars(select(Conversation.key).order_by(Conversation.created_at.desc()).limit(1)).one()
    return open_case(gateway, key, "Wer hilft uns mit der Presse?")


def open_case(gateway: RunningGateway, key: str, concern: str) -> str:
    """Open a case within a conversation and return its number."""
    with gateway.factory.begin() as session:
        request = make_request(conversation_key=key, concern=concern)
        return str(open_ticket(session, request, gateway.settings, now=utc_now()).case_number)


def test_visitor_and_person_speak_live_and_the_assistant_goes_on_afterwards(
    gateway: RunningGateway, pages: list[Page]
) -> None:
    visitor, erika, frank = pages
    for page, name in ((erika, "erika"), (frank, "frank")):
        log_in(gateway, page, name)
    visitor.goto(gateway.url)
    visitor.get_by_role("button", name="Frage stellen").click()
    ask(visitor, "Was ist TRegKS?")
    case = hand_over(gateway)
    ask(visitor, "Wer gehört zum Netzwerk?")  # the answer tells the widget that it waits

    for page in (erika, frank):  # the list has it without being loaded anew
        page.get_by_role("link", name="Wer hilft uns mit der Presse?").click()
        expect(page.get_by_role("heading", name=f"{case}: Jürgen Groß")).to_be_visible()
    with erika.expect_response(lambda response: response.url.endswith(f"{case}/ereignisse")):  # the page listens again
        erika.get_by_role("button", name="Live übernehmen").click()
    expect(frank.get_by_text("Erika Beispiel spricht gerade mit dieser Person")).to_be_visible()
    log = visitor.get_by_role("log")
    expect(log).to_contain_text("Erika Beispiel hat übernommen. Sie schreiben jetzt mit einem Menschen.")

    visitor.get_by_label("Ihre Nachricht").press_sequentially("Sind Sie")
    expect(erika.get_by_text("Die Person schreibt …")).to_be_visible()
    say(visitor, "Sind Sie wirklich ein Mensch?")
    thread = erika.get_by_role("log", name="Nachrichten")
    expect(thread.get_by_text("Sind Sie wirklich ein Mensch?")).to_be_visible()

    field = erika.get_by_label("Ihre Nachricht")
    for text in ("Ja, das bin ich.", "Guten Tag!"):
        field.press_sequentially(text)
        field.press("Enter")
    expect(thread.get_by_role("listitem")).to_have_text(
        [re.compile("Sind Sie"), re.compile("Ja, das"), re.compile("Guten")]
    )
    expect(field).to_have_value("")
    expect(field).to_be_focused()
    expect(log).to_contain_text(re.compile("Erika Beispiel.*Ja, das bin ich.*Guten Tag!", re.DOTALL))
    expect(frank.get_by_role("log", name="Nachrichten").get_by_text("Guten Tag!")).to_be_visible()

    erika.get_by_role("button", name="An den Lotsen zurückgeben").click()
    expect(log).to_contain_text(f"Ist Ihr Anliegen {case} damit geklärt?")
    visitor.get_by_role("button", name="Ja, geklärt").click()
    expect(frank.get_by_text("erledigt", exact=True)).to_be_visible()


def test_what_is_being_typed_stays_when_somebody_else_is_faster(gateway: RunningGateway, pages: list[Page]) -> None:
    _visitor, erika, frank = pages
    case = open_case(gateway, "f" * 64, "Noch ein Anliegen.")
    for page, name in ((erika, "erika"), (frank, "frank")):
        log_in(gateway, page, name)
        page.goto(f"{gateway.office}/faelle/{case}")
    frank.get_by_label("Ihre Antwort").fill("Mein langer Text")
    erika.get_by_role("button", name="Live übernehmen").click()
    expect(frank.get_by_text("Erika Beispiel spricht gerade mit dieser Person")).to_be_visible()
    expect(frank.get_by_label("Ihre Antwort")).to_have_value("Mein langer Text")
    frank.get_by_role("button", name="Antwort senden").click()
    expect(frank.get_by_role("alert").filter(has_text="war schneller")).to_be_visible()
    expect(frank.get_by_label("Ihre Antwort")).to_have_value("Mein langer Text")


def test_a_text_from_the_faq_is_inserted_at_the_cursor_and_a_search_sends_nothing(
    gateway: RunningGateway, pages: list[Page]
) -> None:
    _visitor, erika, _frank = pages
    case = open_case(gateway, "t" * 64, "Ein drittes Anliegen.")
    log_in(gateway, erika, "erika")
    erika.goto(f"{gateway.office}/faelle/{case}")
    field = erika.get_by_label("Ihre Antwort")
    field.fill("Guten Tag, ")
    erika.get_by_text("Text aus der FAQ oder Baustein einfügen").click()
    erika.get_by_label("Suchen").fill("Was ist TRegKS")
    erika.get_by_label("Suchen").press("Enter")
    erika.get_by_role("button", name=re.compile("^Einfügen: Was ist TRegKS")).first.click()
    expect(field).to_have_value(re.compile("^Guten Tag, .*Transformationsnetzwerk", re.DOTALL))
    expect(field).to_be_focused()
    expect(erika.get_by_text("Noch hat niemand geschrieben.")).to_be_visible()
    field.press("Control+Enter")
    expect(erika.get_by_text("Ihre Antwort ist unterwegs.")).to_be_visible()
