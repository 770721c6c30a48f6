"""The widget where network or server fails: nothing is lost, nothing is said twice, and what is shown is true."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import replies
from tests.browser.stub_api import StubApi
from tests.browser.talking import ask, chat_log, open_chat

pytestmark = pytest.mark.slow

PHASE = "Lern- und Entwicklungsphase"
QUEUED = "() => JSON.parse(sessionStorage.getItem('tregks-chat-queue') ?? '[]').map(({ message }) => message)"


def turns(api: StubApi) -> list[dict[str, Any]]:
    """Return what was sent to the assistant, each try."""
    return [body for method, path, body in api.calls if (method, path) == ("POST", "/api/chat")]


def asked(api: StubApi) -> list[str]:
    """Return what the assistant was asked, each message once, in the order of arrival."""
    return list(dict.fromkeys(body["message"] for body in turns(api)))


def test_messages_written_offline_are_sent_once_in_order_when_the_connection_is_back(page: Page, api: StubApi) -> None:
    open_chat(page)
    page.context.set_offline(True)
    for question in (replies.LAUFZEIT, "zu viel", replies.KONTAKT):
        ask(page, question)
    expect(chat_log(page)).to_contain_text("Sie sind offline. Wird gesendet, sobald wieder Verbindung besteht.")
    assert page.evaluate(QUEUED) == [replies.LAUFZEIT, "zu viel", replies.KONTAKT]
    chat_log(page).get_by_role("button", name="Zurückziehen").nth(1).click()
    expect(page.get_by_label("Ihre Nachricht")).to_have_value("zu viel")
    assert turns(api) == []
    page.context.set_offline(False)
    expect(chat_log(page)).to_contain_text("Michael Wieners")
    assert asked(api) == [replies.LAUFZEIT, replies.KONTAKT]
    expect(chat_log(page).locator("[data-from=visitor] .bubble")).to_have_text([replies.LAUFZEIT, replies.KONTAKT])
    expect(chat_log(page).locator("[data-from=bot]")).to_have_count(3)  # the greeting is one
    assert page.evaluate(QUEUED) == []


def test_a_message_whose_answer_was_lost_is_sent_again_under_its_name(page: Page, api: StubApi) -> None:
    open_chat(page)
    api.lose_next_answer()
    ask(page, replies.LAUFZEIT)
    expect(chat_log(page)).to_contain_text(PHASE)
    first, again = turns(api)
    assert first == again
    assert first["opens"] is not None
    assert list(api.conversations) == ["c_1"]
    expect(chat_log(page).get_by_text(PHASE)).to_have_count(1)


def test_a_server_that_restarts_is_asked_again_and_a_pause_it_wants_is_kept(page: Page, api: StubApi) -> None:
    page.clock.install()
    open_chat(page)
    api.fail_next(503)
    ask(page, replies.LAUFZEIT)
    expect(chat_log(page)).to_contain_text("Ihre Nachricht wird von selbst noch einmal gesendet.")
    api.fail_next(429, {"error": {"code": "too_many", "message": "x"}}, Retry_After="20")
    page.clock.run_for(2_000)
    expect(chat_log(page)).to_contain_text("Ihre Nachricht wird in etwa 20 Sekunden von selbst gesendet.")
    page.clock.run_for(17_000)
    expect(page.get_by_role("button", name="Erneut senden")).to_have_count(0)
    assert len(turns(api)) == 2
    page.clock.run_for(4_000)
    expect(chat_log(page)).to_contain_text(PHASE)
    assert len({body["client_id"] for body in turns(api)}) == 1


def test_the_visitor_may_go_on_while_an_answer_is_awaited(page: Page, api: StubApi) -> None:
    open_chat(page)
    api.gate.clear()
    ask(page, replies.LAUFZEIT)
    ask(page, replies.KONTAKT)
    expect(chat_log(page)).to_contain_text("Wird nach der Antwort auf Ihre vorige Nachricht gesendet.")
    assert len(turns(api)) == 1
    api.gate.set()
    expect(chat_log(page)).to_contain_text("Michael Wieners")
    kinds = (
        chat_log(page)
        .locator("article")
        .evaluate_all("(all) => all.map((one) => one.dataset.kind ?? one.dataset.from)")
    )
    assert kinds == ["bot", "visitor", "answer", "visitor", "contact"]


def test_what_waits_survives_a_reload_and_is_there_once(page: Page, api: StubApi) -> None:
    open_chat(page)
    ask(page, replies.KONTAKT)
    expect(chat_log(page)).to_contain_text("Michael Wieners")
    api.lost_answers = 99
    ask(page, replies.LAUFZEIT)
    ask(page, "Noch eine Frage")
    expect(chat_log(page)).to_contain_text("Noch nicht gesendet.")
    api.lost_answers = 0
    page.reload()
    expect(chat_log(page)).to_contain_text("Das weiß ich leider nicht")
    said = [replies.KONTAKT, replies.LAUFZEIT, "Noch eine Frage"]
    expect(chat_log(page).locator("[data-from=visitor] .bubble")).to_have_text(said)
    expect(chat_log(page).get_by_text(PHASE)).to_have_count(1)


def test_a_question_in_a_conversation_that_is_gone_begins_a_new_one_on_a_click(page: Page, api: StubApi) -> None:
    open_chat(page)
    ask(page, replies.KONTAKT)
    expect(chat_log(page)).to_contain_text("Michael Wieners")
    api.conversations.clear()
    ask(page, replies.LAUFZEIT)
    expect(chat_log(page)).to_contain_text("Dieses Gespräch wurde gelöscht oder ist abgelaufen.")
    ask(page, "Noch eine Frage")
    assert page.evaluate(QUEUED) == [replies.LAUFZEIT, "Noch eine Frage"]
    chat_log(page).get_by_role("button", name="Zurückziehen").first.click()
    expect(chat_log(page)).to_contain_text("Dieses Gespräch wurde gelöscht oder ist abgelaufen.")
    page.get_by_role("button", name="In neuem Gespräch senden").click()
    expect(chat_log(page)).to_contain_text("Das weiß ich leider nicht")
    assert turns(api)[-1]["conversation"] is None
    assert turns(api)[-1]["message"] == "Noch eine Frage"
    expect(chat_log(page)).not_to_contain_text("Nicht gesendet")


def test_a_double_click_says_it_once(page: Page, api: StubApi) -> None:
    open_chat(page)
    page.get_by_role("button", name="Wer ist unser Ansprechpartner?").dblclick()
    expect(chat_log(page)).to_contain_text("Michael Wieners")
    ask(page, replies.MENSCH)
    page.get_by_role("button", name="Ja", exact=True).dblclick()
    expect(chat_log(page)).to_contain_text("K-2026-0042")
    assert [body.get("payload") for body in turns(api)] == [None, None, "/ja"]
