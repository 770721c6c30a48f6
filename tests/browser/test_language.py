"""The switches of the menu: English, and plain language; each remembered for the tab and sent with what is said."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import replies
from tests.browser.stub_api import StubApi
from tests.browser.talking import ask, chat_log, open_chat

pytestmark = pytest.mark.slow

SHAPES = """async () => {
  const shape = (value) => typeof value === "function" ? `function of ${value.length}`
    : Array.isArray(value) ? value.map(shape)
    : typeof value === "object" ? Object.fromEntries(Object.entries(value).map(([name, of]) => [name, shape(of)]))
    : typeof value;
  const [{ TEXTS }, { ENGLISH }] = await Promise.all([import("/widget/texts.js"), import("/widget/texts_en.js")]);
  return [shape(TEXTS), shape(ENGLISH)];
}"""


def wishes(api: StubApi) -> list[dict[str, Any]]:
    """Return what each turn wished for."""
    bodies = [body for method, path, body in api.calls if (method, path) == ("POST", "/api/chat")]
    return [{name: body[name] for name in ("plain", "language") if name in body} for body in bodies]


def press(page: Page, menu: str, entry: str) -> None:
    page.get_by_role("button", name=menu, exact=True).click()
    page.get_by_role("button", name=entry, exact=True).click()


def test_both_languages_have_the_same_sentences(page: Page) -> None:
    german, english = page.evaluate(SHAPES)
    assert german == english


def test_plain_language_is_said_remembered_and_sent(page: Page, api: StubApi) -> None:
    open_chat(page)
    assert page.evaluate("sessionStorage.length") == 0
    press(page, "Menü", "Einfache Sprache")
    expect(chat_log(page)).to_contain_text("Einfache Sprache ist an.")
    assert api.calls == []
    ask(page, replies.LAUFZEIT)
    expect(chat_log(page)).to_contain_text("2023 bis Mitte 2025")
    page.reload()
    page.get_by_role("button", name="Menü", exact=True).click()
    switch = page.get_by_role("button", name="Einfache Sprache", exact=True)
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    ask(page, replies.HOCHVOLT)
    expect(chat_log(page)).to_contain_text("zwei Schulungen")
    assert wishes(api) == [{"plain": True}, {}]


def test_the_interface_changes_to_english_with_what_was_said_and_written(page: Page, api: StubApi) -> None:
    open_chat(page)
    ask(page, replies.LAUFZEIT)
    expect(chat_log(page)).to_contain_text("2023 bis Mitte 2025")
    page.get_by_label("Ihre Nachricht").fill("and now")
    press(page, "Menü", "English")
    expect(page.get_by_role("dialog")).to_have_attribute("lang", "en")
    expect(page.get_by_role("button", name="Menu", exact=True)).to_be_focused()
    expect(page.get_by_label("Your message")).to_have_value("and now")
    answer = page.locator("tregks-chat [data-kind=answer]")
    expect(answer).to_have_count(1)
    expect(answer.locator(".bubble > [lang=de]").first).to_contain_text("2023 bis Mitte 2025")
    expect(answer).to_contain_text("Source: ")
    page.get_by_label("Your message").press("Enter")
    expect(page.locator("tregks-chat [data-kind=fallback]")).to_have_count(1)
    assert wishes(api) == [{}, {"language": "en"}]


def test_a_page_in_english_has_the_chat_in_english_and_its_visitors_may_change_it(page: Page, api: StubApi) -> None:
    page.evaluate("document.querySelector('tregks-chat').setAttribute('sprache', 'en')")
    page.get_by_role("button", name="Ask a question").click()
    expect(chat_log(page)).to_contain_text("I am an automatic assistant, not a person.")
    german = page.locator("tregks-chat .menu [data-name=language]")
    expect(german).to_have_attribute("lang", "de")
    press(page, "Menu", "Deutsch")
    expect(chat_log(page)).to_contain_text("Ich bin ein automatischer Assistent")
    assert api.calls == []
