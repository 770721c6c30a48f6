"""The whole path of an editor in a real browser, with the real gateway and the widget beside it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from sqlalchemy import select

from bot.accounts.models import Account, AccountRole
from bot.accounts.passwords import hash_password
from bot.analytics.intake import MissIntake
from bot.analytics.miss_models import MissGroup
from tests.browser.chromium import note_violations
from tests.browser.demo.sheets import write_faulty_sheet
from tests.browser.keyboard import press_button, tab_to
from tests.staff.desk import PASSWORD
from tests.staff.server import RunningGateway, make_settings, run_gateway
from tests.system.conftest import wait_until
from tests.words import compiled_words

pytestmark = pytest.mark.slow

OpenPage = Callable[[], Page]
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def gateway(seeded_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningGateway]:
    """A running gateway over a seeded database, with an administrator and an editor."""
    folder = tmp_path_factory.mktemp("office")
    shutil.copy(seeded_template, folder / "lotse.db")
    with run_gateway(make_settings(folder, date(2026, 11, 22))) as gateway:
        with gateway.factory.begin() as session:
            for name, role in (("Vera", "verwaltung"), ("Erika", "redaktion")):
                session.add(
                    Account(
                        email=f"{name.lower()}@example.org",
                        name=f"{name} Beispiel",
                        password_hash=hash_password(PASSWORD),
                        roles=[AccountRole(role=role)],
                    )
                )
        yield gateway


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Open pages that share nothing; a broken script, a breach of the policy or an error in the console fails."""
    problems: list[str] = []
    contexts = []

    def note_error(message: ConsoleMessage) -> None:
        if message.type == "error":
            problems.append(f"{message.text} {message.location.get('url', '')}")

    def open_page() -> Page:
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE"))
        page = contexts[-1].new_page()
        page.set_default_timeout(20_000)
        note_violations(page, problems)
        page.on("console", note_error)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def desk(gateway: RunningGateway, open_page: OpenPage) -> Page:
    """The page of an editor who has logged in."""
    return log_in(gateway, open_page(), "erika")


@pytest.fixture
def visitor(gateway: RunningGateway, open_page: OpenPage) -> Page:
    """The demo page with its chat open."""
    page = open_page()
    page.goto(gateway.url)
    page.get_by_role("button", name="Frage stellen").click()
    return page


def log_in(gateway: RunningGateway, page: Page, name: str) -> Page:
    page.goto(gateway.office)
    page.get_by_label("E-Mail-Adresse").fill(f"{name}@example.org")
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    expect(page.get_by_role("heading", name="Guten Tag")).to_be_visible()
    return page


def ask(visitor: Page, question: str) -> None:
    visitor.get_by_label("Ihre Nachricht").fill(question)
    visitor.get_by_label("Ihre Nachricht").press("Enter")


def expect_answer(visitor: Page, text: str) -> None:
    """Wait for the answer to the last question: what stands in the log behind it."""
    expect(visitor.get_by_role("log").locator(".bubble", has_text=text).last).to_be_visible()


def write_entry(page: Page, *, question: str, variants: str, answer: str) -> None:
    page.get_by_label("Frage (nötig)").fill(question)
    page.get_by_label("So fragen Menschen danach").fill(variants)
    page.get_by_label("Antwort (nötig)").fill(answer)
    page.get_by_label("Quelle (nötig)", exact=True).fill("Redaktion")
    page.get_by_label("Stand der Quelle (nötig)").fill("22.11.2026")


def test_a_newcomer_comes_from_the_invitation_to_a_published_entry_by_keyboard_alone(
    gateway: RunningGateway, open_page: OpenPage
) -> None:
    administrator = log_in(gateway, open_page(), "vera")
    administrator.get_by_role("link", name="Konten").click()
    administrator.get_by_role("link", name="Person einladen").click()
    administrator.get_by_label("E-Mail-Adresse").fill("nils@example.org")
    administrator.get_by_label("Name", exact=True).fill("Nils Neu")
    administrator.get_by_label("Redaktion").check()
    administrator.get_by_role("button", name="Einladen").click()
    link = administrator.get_by_label("Link, gültig").input_value()

    newcomer = open_page()
    newcomer.goto(link)
    for label in ("Neues Passwort", "Neues Passwort noch einmal"):
        tab_to(newcomer, label)
        newcomer.keyboard.type("acht blaue Kraniche rudern")
    newcomer.keyboard.press("Enter")
    expect(newcomer.get_by_role("heading", name="Guten Tag, Nils Neu")).to_be_visible()
    press_button(newcomer, "Neue Frage mit Antwort")
    expect(newcomer.get_by_role("heading", name="Neu: FAQ-Eintrag")).to_be_visible()
    texts = {
        "Frage (nötig)": "Gibt es bei Ihnen Kaffee?",
        "So fragen Menschen danach": "Bekomme ich einen Kaffee?",
        "Antwort (nötig)": "Ja, im Foyer.",
        "Quelle (nötig)": "Hausmeister",
        "Stand der Quelle (nötig)": "2026",
    }
    for label, text in texts.items():
        tab_to(newcomer, label)
        newcomer.keyboard.type(text)
    press_button(newcomer, "Veröffentlichen")
    expect(newcomer.get_by_text("Der Lotse antwortet ab sofort damit.")).to_be_visible()


def test_an_entry_is_answered_when_published_and_an_older_text_when_restored(desk: Page, visitor: Page) -> None:
    desk.get_by_role("link", name="Neue Frage mit Antwort").click()
    near = "Wie lange läuft TRegKS?\nBis wann läuft TRegKS?\nWie lange wird TRegKS gefördert?"
    write_entry(desk, question="Wann gibt es den Stammtisch?", variants=near, answer="Am **ersten Montag**.")
    expect(desk.get_by_text("bei „Wie lange läuft TRegKS?“")).to_be_visible()

    variants = "Wann trifft sich der Stammtisch Zulieferer?\nStammtisch Zulieferer Termin"
    write_entry(desk, question="Wann gibt es den Stammtisch?", variants=variants, answer="Am **ersten Montag**.")
    expect(desk.get_by_text("bei „Wie lange läuft TRegKS?“")).to_be_hidden()
    ask(visitor, "Stammtisch Zulieferer Termin")
    expect(visitor.get_by_role("log").locator(".bubble")).not_to_have_count(1)
    desk.get_by_role("button", name="Veröffentlichen").click()
    expect(desk.get_by_text("Der Lotse antwortet ab sofort damit.")).to_be_visible()
    ask(visitor, "Stammtisch Zulieferer Termin")
    expect_answer(visitor, "Am ersten Montag.")

    desk.get_by_label("Antwort (nötig)").fill("Am **zweiten Dienstag**.")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Veröffentlichen").click()
    ask(visitor, "Wann gibt es den Stammtisch?")
    expect_answer(visitor, "Am zweiten Dienstag.")
    desk.get_by_role("link", name="Verlauf").click()
    expect(desk.get_by_role("heading", name="Verlauf: Wann gibt es den Stammtisch?")).to_be_visible()
    desk.get_by_role("button", name=re.compile(r"^Wieder veröffentlichen\W+Fassung 1$")).click()
    expect(desk.get_by_label("Antwort (nötig)")).to_have_value("Am **ersten Montag**.")
    before = visitor.get_by_role("log").locator(".bubble", has_text="Am ersten Montag.").count()
    ask(visitor, "Wann trifft sich der Stammtisch Zulieferer?")
    expect(visitor.get_by_role("log").locator(".bubble", has_text="Am ersten Montag.")).to_have_count(before + 1)


def test_an_excel_file_with_mistakes_says_what_is_wrong_and_the_good_rows_are_taken(desk: Page) -> None:
    desk.get_by_role("link", name="Excel und CSV").click()
    desk.get_by_label("Was steht in der Datei?").select_option("Weiterbildungsangebote")
    file = {"name": "Kurse.xlsx", "mimeType": EXCEL, "buffer": write_faulty_sheet()}
    desk.get_by_label("Datei", exact=True).set_input_files([file])
    desk.get_by_role("button", name="Einlesen und ansehen").click()
    desk.get_by_role("link", name="Abgelehnt (2)").click()
    expect(desk.get_by_text("31.02.2027")).to_be_visible()
    desk.get_by_role("link", name="Geändert (1)").click()
    expect(desk.locator("ins").filter(has_text="15.03.2027")).to_be_visible()
    desk.get_by_role("button", name="Ausgewählte übernehmen").click()
    expect(desk.get_by_text("Der Import ist fertig.")).to_be_visible()
    desk.get_by_role("button", name="Ganzen Import rückgängig machen").click()
    expect(desk.get_by_text("Der Import ist zurückgenommen.")).to_be_visible()


def sort_misses(gateway: RunningGateway) -> list[str]:
    """Sort what has come in, as the gateway does every minute, and return the titles of all groups."""
    MissIntake(gateway.factory, compiled_words).run()
    with gateway.factory() as session:
        return list(session.scalars(select(MissGroup.title)))


def test_an_unanswered_question_becomes_a_phrasing_and_is_answered(
    gateway: RunningGateway, desk: Page, visitor: Page
) -> None:
    question = "Wer gibt Geld für verrückte Erfindungen?"
    ask(visitor, question)
    expect(visitor.get_by_role("log")).to_contain_text("Meinten Sie")
    ask(visitor, "Was ist TRegKS?")  # the question is settled once the conversation goes on
    expect_answer(visitor, "Transformationsnetzwerk")
    wait_until(lambda: question in sort_misses(gateway), 10)

    desk.get_by_role("link", name="Unbeantwortete Fragen").click()
    desk.get_by_role("link", name=question).click()
    desk.locator("summary", has_text="Es gibt schon einen Eintrag dazu").click()
    desk.get_by_label("Eintrag suchen").fill("Entwicklungsprojekt")
    desk.get_by_label("Eintrag suchen").press("Enter")
    desk.get_by_label("Welche Förderung gibt es für ein Entwicklungsprojekt").check()
    desk.get_by_role("button", name="Texte ergänzen").click()
    ask(visitor, question)
    expect_answer(visitor, "Forschungszulage")
