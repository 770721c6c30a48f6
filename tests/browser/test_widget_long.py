"""A conversation of a thousand messages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import replies
from tests.browser.stub_api import StubApi
from tests.browser.talking import ask, chat_log
from tests.browser.work import count_work, take_work

pytestmark = pytest.mark.slow

TOP = "(node) => node.getBoundingClientRect().top"
SCROLLER = "document.querySelector('tregks-chat').shadowRoot.querySelector('.scroller')"
SCROLL_UP = f"""async () => {{
  for (const box = {SCROLLER}; box.scrollTop > 0; box.scrollTop -= 2000) await new Promise(requestAnimationFrame);
}}"""
LEFT_OUT = f"""() => [...{SCROLLER}.querySelectorAll(".message")].filter(
  (node) => !node.checkVisibility({{ contentVisibilityAuto: true }})).length"""


def recall(page: Page, key: str) -> None:
    """Load the page again with an earlier conversation."""
    page.evaluate("(key) => { sessionStorage['tregks-chat'] = key; sessionStorage['tregks-chat-open'] = '1'; }", key)
    page.reload()


@pytest.fixture
def long_page(page: Page, api: StubApi) -> Page:
    """The chat with a thousand earlier messages."""
    recall(page, api.add_history(1000))
    expect(chat_log(page)).to_contain_text("Antwort 1000")
    expect(chat_log(page).locator("article")).to_have_count(100)
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


def test_earlier_messages_come_in_small_portions(long_page: Page) -> None:
    count_work(long_page)
    long_page.get_by_role("button", name="Frühere Nachrichten anzeigen").click()
    expect(chat_log(long_page).locator("article")).to_have_count(200)
    work = take_work(long_page)
    assert work.nodes > 1000
    assert max(work.portions) < 300
    assert work.reads < 50


def test_a_new_message_costs_no_more_after_a_thousand_others(long_page: Page, api: StubApi) -> None:
    count_work(long_page)
    ask(long_page, replies.LAUFZEIT)
    expect(chat_log(long_page).get_by_text(replies.LAUFZEIT, exact=True)).to_have_count(1)
    expect(chat_log(long_page).locator("article")).to_have_count(102)
    work = take_work(long_page)
    assert 10 < work.nodes < 120
    assert work.reads < 40


def test_scrolling_through_a_thousand_messages_asks_nothing_of_the_script(long_page: Page) -> None:
    for _ in range(9):
        long_page.evaluate(f"{SCROLLER}.querySelector('.earlier').click()")
    expect(chat_log(long_page).locator("article")).to_have_count(1000)
    expect(long_page.locator("tregks-chat .part:not(.settled)")).to_have_count(0)
    long_page.evaluate(f"() => {{ {SCROLLER}.scrollTop = 1e6; }}")
    height = long_page.evaluate(f"{SCROLLER}.scrollHeight")
    count_work(long_page)
    assert long_page.evaluate(LEFT_OUT) > 900
    take_work(long_page)
    long_page.evaluate(SCROLL_UP)
    assert take_work(long_page).nodes == 0
    assert abs(long_page.evaluate(f"{SCROLLER}.scrollHeight") - height) < 2
    assert long_page.evaluate(LEFT_OUT) > 900


def test_a_chat_that_is_opened_later_shows_the_end_of_its_conversation(phone: Page, api: StubApi) -> None:
    recall(phone, api.add_history(40))
    expect(phone.locator("tregks-chat article")).to_have_count(40)
    phone.get_by_role("button", name="Gespräch fortsetzen").click()
    expect(chat_log(phone).get_by_text("Antwort 40")).to_be_in_viewport()
