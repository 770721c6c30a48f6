"""No barrier that axe-core knows in any state of the widget, on large and small screens and in every contrast."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import replies
from tests.browser.axe import Axe
from tests.browser.stub_api import StubApi
from tests.browser.talking import ask, chat_log, choose, open_chat, open_second_tab

pytestmark = pytest.mark.slow

QUESTIONS = (*replies.REPLIES, "Was weiß ich?")
LOOKS: dict[str, dict[str, Any]] = {
    "desktop": {"size": (1280, 800)},
    "phone in the dark": {"size": (320, 640), "color_scheme": "dark"},
    "phone with few colours": {"size": (390, 800), "forced_colors": "active"},
}


def say(page: Page, text: str) -> None:
    """Say something and wait until it stands in the log."""
    ask(page, text)
    expect(chat_log(page).locator("[data-from=visitor]").last).to_contain_text(text)


def ask_for_every_kind(page: Page, _api: StubApi) -> None:
    """Get answers, lists, a table, cards of all types, choices, form steps, an excuse; and rate an answer."""
    count = 0
    for question in QUESTIONS:
        if question != replies.FERTIG:
            say(page, question)
            count += len(replies.REPLIES.get(question, replies.UNKNOWN))
            expect(chat_log(page).locator("[data-kind]")).to_have_count(count)
    page.get_by_role("button", name="Nein, nicht hilfreich").first.click()
    expect(page.get_by_label("Was hat gefehlt?")).to_be_visible()


def wait_for_an_answer(page: Page, api: StubApi) -> None:
    api.gate.clear()
    say(page, replies.LAUFZEIT)
    expect(page.get_by_role("status").filter(has_text="schreibt")).to_be_attached()


def lose_the_network(page: Page, api: StubApi) -> None:
    api.gate.set()
    page.context.set_offline(True)
    say(page, "Ohne Netz")
    expect(page.get_by_role("button", name="Zurückziehen")).to_be_visible()


def fail_and_write_too_much(page: Page, api: StubApi) -> None:
    """A message that the server refuses, and a text that is too long."""
    api.fail_next(400, {"error": {"code": "invalid", "message": "Das geht nicht."}})
    page.context.set_offline(False)
    expect(chat_log(page)).to_contain_text("Nicht gesendet")
    page.get_by_label("Ihre Nachricht").fill("x" * 1001)


def open_menu(page: Page, _api: StubApi) -> None:
    page.get_by_label("Ihre Nachricht").fill("")
    page.get_by_role("button", name="Menü").click()


def ask_to_delete(page: Page, _api: StubApi) -> None:
    page.get_by_role("button", name="Gespräch löschen").click()
    expect(page.get_by_role("alertdialog")).to_be_visible()


def hand_over(page: Page, _api: StubApi) -> None:
    page.get_by_role("alertdialog").get_by_role("button", name="Abbrechen").click()
    say(page, replies.FERTIG)
    expect(chat_log(page)).to_contain_text("K-2026-0042")


def hear_from_a_person(page: Page, api: StubApi) -> None:
    """A person joins and writes, and the visitor's next words are delivered."""
    api.conversations["c_1"]["state"] = "person"
    api.events.put({"event": "state", "state": "person"})
    api.events.put({"id": "m_900", "from": "person", "kind": "answer", "name": "Erika", "text": "Guten Tag."})
    expect(chat_log(page)).to_contain_text("Guten Tag.")
    say(page, "Schön, dass Sie da sind.")
    expect(chat_log(page)).to_contain_text("An unser Team übermittelt")


def lose_the_conversation(page: Page, api: StubApi) -> None:
    api.conversations.clear()
    page.reload()
    page.evaluate("document.querySelector('tregks-chat').show()")
    expect(chat_log(page)).to_contain_text("gelöscht oder ist abgelaufen")


def delete_elsewhere(page: Page, _api: StubApi) -> None:
    """Begin anew, go on in a second tab and delete the conversation there."""
    say(page, replies.LAUFZEIT)
    other = open_second_tab(page)
    expect(chat_log(other)).to_contain_text("2023 bis Mitte 2025")
    choose(other, "Gespräch löschen")
    other.get_by_role("alertdialog").get_by_role("button", name="Gespräch löschen").click()
    expect(chat_log(page)).to_contain_text("in einem anderen Fenster gelöscht")
    other.close()


def switch_to_english(page: Page, _api: StubApi) -> None:
    """Get a German answer, the only one that there is, within the English interface."""
    choose(page, "English")
    page.get_by_label("Your message").fill(replies.LAUFZEIT)
    page.get_by_label("Your message").press("Enter")
    expect(chat_log(page).locator("[data-kind=answer]")).to_have_count(1)
    page.get_by_role("button", name="Menu", exact=True).click()


STATES: dict[str, Callable[[Page, StubApi], None]] = {
    "closed": lambda _page, _api: None,
    "greeting": lambda page, _api: open_chat(page),
    "every kind of message": ask_for_every_kind,
    "waiting for an answer": wait_for_an_answer,
    "offline": lose_the_network,
    "unsent": fail_and_write_too_much,
    "menu": open_menu,
    "confirmation": ask_to_delete,
    "handed over": hand_over,
    "person": hear_from_a_person,
    "expired": lose_the_conversation,
    "deleted in another tab": delete_elsewhere,
    "English": switch_to_english,
}


@pytest.mark.parametrize("look", LOOKS)
def test_no_state_of_the_chat_has_a_barrier(page: Page, api: StubApi, axe: Axe, look: str) -> None:
    (width, height), media = LOOKS[look]["size"], {name: LOOKS[look][name] for name in LOOKS[look] if name != "size"}
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(reduced_motion="reduce", **media)
    found = []
    for name, enter in STATES.items():
        enter(page, api)
        found += axe.find_barriers(page, name)
    assert not found, "\n".join(found)
