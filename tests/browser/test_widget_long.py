"""A conversation of a thousand messages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import replies
from tests.browser.stub_api import StubApi
from tests.browser.talking import ask, chat_log

pytestmark = pytest.mark.slow

TOP = "(node) => node.getBoundingClientRect().top"


@pytest.fixture
def long_page(page: Page, api: StubApi) -> Page:
    """The chat with a thousand earlier messages."""
    key = api.add_history(1000)
    page.evaluate("(key) => { sessionStorage['tregks-chat'] = key; sessionStorage['tregks-chat-open'] = '1'; }", key)
    page.reload()
    expect(chat_log(page)).to_contain_text("Antwort 1000")
    return page


def test_only_the_latest_messages_are_in_the_page_and_earlier_ones_come_on_demand(long_page: Page) -> None:
    messages = chat_log(long_page).locator("article")
    expect(messages).to_have_count(100)
    oldest = chat_log(long_page).get_by_text("Frage 901", exact=True)
    earlier = long_page.get_by_role("button", name="Frühere Nachrichten anzeigen")
    earlier.focus()
    before = oldest.evaluate(TOP)
    long_page.keyboard.press("Enter")
    expect(messages).to_have_count(200)
    expect(messages.first).to_contain_text("Frage 801")
    expect(earlier).to_be_focused()
    for _ in range(8):
        earlier.dispatch_event("click")
    expect(messages).to_have_count(1000)
    expect(earlier).to_be_hidden()
    assert long_page.evaluate("document.activeElement.tagName") == "TREGKS-CHAT"
    assert abs(oldest.evaluate(TOP) - before) < 2


def test_the_page_does_not_grow_with_the_conversation(long_page: Page, api: StubApi) -> None:
    ask(long_page, replies.FERTIG)
    expect(chat_log(long_page)).to_contain_text("K-2026-0042")
    for number in range(60):
        api.events.put({"id": f"p_{number}", "from": "person", "kind": "answer", "text": f"Satz {number}."})
    expect(chat_log(long_page)).to_contain_text("Satz 59.")
    expect(chat_log(long_page).get_by_text("Frage 901", exact=True)).to_have_count(0)
    assert 100 <= chat_log(long_page).locator("article").count() <= 150
    long_page.get_by_role("button", name="Frühere Nachrichten anzeigen").click()
    expect(chat_log(long_page).get_by_text("Frage 901", exact=True)).to_have_count(1)
