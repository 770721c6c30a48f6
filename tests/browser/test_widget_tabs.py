"""One conversation in two tabs, and a page that is left and comes back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import replies
from tests.browser.stub_api import StubApi
from tests.browser.talking import ask, chat_log, choose, open_chat, open_second_tab

pytestmark = pytest.mark.slow

LEAVE = "dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))"
COME_BACK = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"


def test_two_tabs_show_the_same_messages_without_doubles_and_notice_the_deletion(page: Page, api: StubApi) -> None:
    open_chat(page)
    ask(page, replies.LAUFZEIT)
    expect(chat_log(page)).to_contain_text("Lern- und Entwicklungsphase")
    other = open_second_tab(page)
    expect(chat_log(other)).to_contain_text("Lern- und Entwicklungsphase")
    ask(other, replies.KONTAKT)
    expect(chat_log(page)).to_contain_text("Michael Wieners")
    ask(page, replies.FERTIG)
    expect(chat_log(other)).to_contain_text("K-2026-0042")
    for tab in (page, other):
        said = chat_log(tab).locator("[data-from=visitor] .bubble")
        expect(said).to_have_text([replies.LAUFZEIT, replies.KONTAKT, replies.FERTIG])
        expect(chat_log(tab).locator("[data-kind]")).to_have_count(3)
        expect(tab.get_by_text("Ihr Anliegen K-2026-0042 liegt bei unserem Team.")).to_be_visible()
    choose(page, "Gespräch löschen")
    page.get_by_role("alertdialog").get_by_role("button", name="Gespräch löschen").click()
    expect(chat_log(other)).to_contain_text("in einem anderen Fenster gelöscht")
    expect(chat_log(other)).not_to_contain_text("Michael Wieners")
    assert [tab.evaluate("sessionStorage.length") for tab in (page, other)] == [0, 0]
    assert api.conversations == {}


def test_a_page_that_comes_back_listens_again_and_shows_nothing_twice(page: Page, api: StubApi) -> None:
    open_chat(page)
    ask(page, replies.FERTIG)
    expect(chat_log(page)).to_contain_text("K-2026-0042")
    page.evaluate(LEAVE)
    answer = {"id": "m_p", "from": "person", "name": "Frau Vogt", "kind": "answer", "text": "Guten Tag."}
    api.conversations["c_1"]["messages"].append(answer)
    api.conversations["c_1"]["state"] = "person"
    with page.expect_response("**/events"):
        page.evaluate(COME_BACK)
    expect(chat_log(page)).to_contain_text("Guten Tag.")
    expect(page.get_by_text("Sie schreiben mit Frau Vogt, einem Menschen.")).to_be_visible()
    api.events.put(dict(answer))
    api.events.put({**answer, "id": "m_q", "text": "Sind Sie noch da?"})
    expect(chat_log(page)).to_contain_text("Sind Sie noch da?")
    expect(chat_log(page).get_by_text("Guten Tag.")).to_have_count(1)


def test_a_conversation_that_could_not_be_deleted_is_said_to_be_there(page: Page, api: StubApi) -> None:
    open_chat(page)
    ask(page, replies.LAUFZEIT)
    expect(chat_log(page)).to_contain_text("Lern- und Entwicklungsphase")
    page.context.set_offline(True)
    choose(page, "Gespräch löschen")
    page.get_by_role("alertdialog").get_by_role("button", name="Gespräch löschen").click()
    expect(chat_log(page)).to_contain_text("Ihr Gespräch ist noch nicht gelöscht.")
    page.context.set_offline(False)
    page.get_by_role("button", name="Erneut löschen").click()
    expect(chat_log(page)).to_contain_text("Ihr Gespräch wurde gelöscht.")
    assert api.conversations == {}
