"""A whole conversation up to the hand-off with the keyboard alone, as a screen reader tells it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import replies
from tests.browser.stub_api import StubApi
from tests.browser.talking import chat_log

pytestmark = pytest.mark.slow

MOST_STEPS = 60
# the name of what has the focus, also inside the chat
FOCUSED = """() => {
  const root = document.querySelector("tregks-chat").shadowRoot;
  const node = root.activeElement ?? document.activeElement;
  return node.getAttribute("aria-label") || (node.labels?.[0] ?? node).textContent.trim().replace(/\\s+/g, " ");
}"""
OPEN = """
- dialog "TRegKS-Lotse":
  - heading "TRegKS-Lotse" [level=2]
  - paragraph: Automatischer Assistent, kein Mensch
  - button "Menü"
  - button "Chat schließen"
  - group "Gesprächsverlauf":
    - log "Gesprächsverlauf":
      - article
    - status
  - button "Mit einem Menschen sprechen"
  - textbox "Ihre Nachricht"
  - button "Senden"
"""
ANSWER = """
- log "Gesprächsverlauf":
  - article:
    - text: "Sie:"
    - paragraph: Wie lange läuft TRegKS?
  - article:
    - text: "Assistent:"
    - paragraph:
      - strong: 2023 bis Mitte 2025
    - paragraph:
      - text: "Quelle:"
      - link /Pressemitteilung .* neuem Fenster/
    - button "Ja, hilfreich"
    - button "Nein, nicht hilfreich"
"""
STEP = """
- article:
  - text: "Assistent:"
  - paragraph: /Dürfen wir Ihre Angaben dafür speichern/
  - button "Ja"
  - button "Nein"
"""
END = """
- article:
  - text: "Assistent:"
  - paragraph:
    - strong: K-2026-0042
"""


def go_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press a key until the element of this name has the focus; it has to be seen then."""
    for _ in range(MOST_STEPS):
        if page.evaluate(FOCUSED) == name:
            expect(page.locator("tregks-chat :focus")).to_be_in_viewport()
            return
        page.keyboard.press(key)
    raise AssertionError(f"„{name}“ is not reached with {key}")


def write(page: Page, text: str) -> None:
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_a_concern_is_handed_over_with_the_keyboard_alone(page: Page, api: StubApi) -> None:
    last = chat_log(page).get_by_role("article").last
    go_to(page, "Frage stellen")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Ihre Nachricht")).to_be_focused()
    expect(page.get_by_role("dialog")).to_match_aria_snapshot(OPEN)
    write(page, replies.LAUFZEIT)
    expect(chat_log(page)).to_match_aria_snapshot(ANSWER)
    expect(chat_log(page)).to_have_attribute("aria-live", "polite")
    go_to(page, "Ja, hilfreich", "Shift+Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Ja, hilfreich", pressed=True)).to_be_focused()
    go_to(page, "Mit einem Menschen sprechen")
    page.keyboard.press("Enter")
    expect(last).to_match_aria_snapshot(STEP)
    expect(page.get_by_label("Ihre Nachricht")).to_be_focused()
    write(page, replies.FALSCH)
    expect(last).to_contain_text("Unter welcher Adresse erreichen wir Sie?")
    write(page, replies.FERTIG)
    expect(last).to_match_aria_snapshot(END)
    expect(page.get_by_role("dialog")).to_have_accessible_description("Ihr Anliegen liegt bei unserem Team")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Frage stellen")).to_be_focused()
    assert [path for _, path, _ in api.calls].count("/api/chat") == 4
