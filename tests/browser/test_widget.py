"""The chat widget in a real browser, against canned replies of the chat API."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import replies
from tests.browser.stub_api import StubApi
from tests.browser.talking import ask, chat_log, choose, open_chat

pytestmark = pytest.mark.slow

OFFER = {
    "id": "m_offer",
    "from": "bot",
    "kind": "notice",
    "text": "Schade, dass das nicht geholfen hat.",
    "references": [],
    "buttons": [{"title": "Mit einem Menschen sprechen", "payload": '/handoff{"reason": "low_rating"}'}],
}
STORED = "() => [sessionStorage.length, localStorage.length, document.cookie.length]"


def said(call: tuple[str, str, Any]) -> dict[str, Any]:
    """Return what a turn sends, without its name and the page it comes from, which each turn has."""
    body = dict(call[2])
    assert re.fullmatch("[0-9a-f]{32}", body.pop("client_id"))
    assert body["conversation"] or re.fullmatch("[0-9a-f]{32}", body.pop("opens"))
    assert body.pop("page").startswith("http://127.0.0.1:")
    return body


# --- before the first message


def test_nothing_is_requested_or_stored_before_the_first_message(page: Page, api: StubApi) -> None:
    open_chat(page)
    expect(page.get_by_role("dialog")).to_contain_text("automatischer Assistent, kein Mensch")
    expect(page.get_by_role("link", name="Datenschutzhinweise")).to_be_visible()
    page.get_by_label("Ihre Nachricht").fill("noch nicht gesendet")
    assert page.evaluate(STORED) == [0, 0, 0]
    page.get_by_role("button", name="Chat schließen").click()
    assert page.evaluate(STORED) == [0, 0, 0]
    assert api.calls == []


def test_every_request_stays_with_the_own_server(page: Page, api: StubApi) -> None:
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    page.reload()
    open_chat(page)
    ask(page, replies.HOCHVOLT)
    expect(chat_log(page)).to_contain_text("zwei Schulungen")
    assert [address for address in addresses if not address.startswith(api.url)] == []


def test_an_example_is_asked_only_when_pressed(page: Page, api: StubApi) -> None:
    open_chat(page)
    page.get_by_role("button", name="Wer ist unser Ansprechpartner?").click()
    expect(chat_log(page)).to_contain_text("Michael Wieners")
    assert [body["message"] for _, _, body in api.calls] == ["Wer ist unser Ansprechpartner?"]


def test_a_question_on_the_page_opens_the_chat_and_is_asked(page: Page, api: StubApi) -> None:
    page.get_by_role("button", name="Was ist das Qualifizierungsgeld?").click()
    expect(chat_log(page)).to_contain_text("Das weiß ich leider nicht")
    assert said(api.calls[0]) == {"conversation": None, "message": "Was ist das Qualifizierungsgeld?"}


# --- asking


def test_a_question_is_asked_by_keyboard_and_answered_with_its_source(page: Page) -> None:
    page.get_by_role("button", name="Frage stellen").press("Enter")
    expect(page.get_by_label("Ihre Nachricht")).to_be_focused()
    page.keyboard.type(replies.LAUFZEIT)
    page.keyboard.press("Enter")
    source = chat_log(page).get_by_text("Quelle:")
    expect(source).to_contain_text("Pressemitteilung der Wirtschaftsförderung Region Kassel GmbH vom 12.04.2023")
    expect(source).to_contain_text("· Stand 12.04.2023")
    expect(source.get_by_role("link")).to_have_attribute("href", "https://wfg-kassel.de/presse")
    expect(page.get_by_role("link", name="+49 561 70733-52")).to_have_attribute("href", "tel:+495617073352")


def test_shift_enter_begins_a_new_line(page: Page, api: StubApi) -> None:
    open_chat(page)
    page.keyboard.type("erste Zeile")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("zweite Zeile")
    page.keyboard.press("Enter")
    expect(chat_log(page)).to_contain_text("Das weiß ich leider nicht")
    assert api.calls[0][2]["message"] == "erste Zeile\nzweite Zeile"


def test_lists_and_a_bare_year_are_shown_as_such(page: Page) -> None:
    open_chat(page)
    ask(page, replies.LISTE)
    expect(chat_log(page).locator(".bubble li")).to_have_count(4)
    expect(chat_log(page).get_by_text("Quelle:")).to_have_text("Quelle: Redaktion TRegKS · Stand 2025")


def test_cards_show_facts_and_mark_sample_data(page: Page) -> None:
    open_chat(page)
    ask(page, replies.HOCHVOLT)
    cards = chat_log(page).locator(".card")
    expect(cards).to_have_count(2)
    sample, funding = cards.first, cards.last
    expect(sample.get_by_text("Beispieldaten", exact=True)).to_be_visible()
    expect(sample.locator("dt")).to_have_text(["Anbieter", "Termin", "Ort", "Format", "Kosten"])
    expect(sample.get_by_role("link")).to_have_count(1)
    page_link = sample.get_by_role("link", name="Hochvolt: Fachkundige Person (Stufe 2S): Alle Angaben")
    expect(page_link).to_have_attribute("href", re.compile(r"^https?://[^/]+/angebote/bsp-hochvolt-2s$"))
    expect(funding.get_by_text("Beispieldaten")).to_have_count(0)
    expect(funding.get_by_role("link", name="Mehr bei arbeitsagentur.de")).to_have_attribute("target", "_blank")


def test_a_contact_can_be_called_and_written_to(page: Page) -> None:
    open_chat(page)
    ask(page, replies.KONTAKT)
    expect(page.get_by_role("link", name="+49 561 70733-52")).to_have_attribute("href", "tel:+495617073352")
    mail = page.get_by_role("link", name="wieners@wfg-kassel.de")
    expect(mail).to_have_attribute("href", "mailto:wieners@wfg-kassel.de")


def test_a_button_sends_its_payload_and_shows_its_title_again_and_again(page: Page, api: StubApi) -> None:
    open_chat(page)
    ask(page, replies.UNKLAR)
    for count in (1, 2):
        page.get_by_role("button", name=replies.LAUFZEIT).click()
        expect(chat_log(page).get_by_text("Lern- und Entwicklungsphase")).to_have_count(count)
    expect(chat_log(page).locator("[data-from=visitor]").last).to_contain_text(replies.LAUFZEIT)
    assert said(api.calls[-1]) == {"conversation": "c_1", "payload": '/frage{"slug": "laufzeit-tregks"}'}


def test_buttons_of_a_finished_form_step_are_out_of_use(page: Page, api: StubApi) -> None:
    open_chat(page)
    ask(page, replies.MENSCH)
    page.get_by_role("button", name="Ja", exact=True).click()
    expect(chat_log(page)).to_contain_text("K-2026-0042")
    expect(page.get_by_role("button", name="Nein", exact=True)).to_be_disabled()
    page.get_by_role("button", name="Nein", exact=True).dispatch_event("click")
    assert [body.get("payload") for _, path, body in api.calls if path == "/api/chat"] == [None, "/ja"]


def test_after_a_reload_only_the_open_form_step_has_buttons_in_use(page: Page) -> None:
    open_chat(page)
    for count in (1, 2):
        ask(page, replies.MENSCH)
        expect(page.get_by_role("button", name="Nein", exact=True)).to_have_count(count)
    page.reload()
    no = page.get_by_role("button", name="Nein", exact=True)
    expect(no).to_have_count(2)
    expect(no.first).to_be_disabled()
    expect(no.last).to_be_enabled()


def test_an_answer_is_rated(page: Page, api: StubApi) -> None:
    open_chat(page)
    ask(page, replies.LAUFZEIT)
    page.get_by_role("button", name="Ja, hilfreich").click()
    expect(chat_log(page)).to_contain_text("Danke für Ihre Rückmeldung.")
    assert api.calls[-1] == ("POST", "/api/chat/c_1/feedback", {"message": "m_1", "rating": 1})


def test_small_talk_is_not_rated(page: Page) -> None:
    open_chat(page)
    ask(page, "Hallo")
    expect(chat_log(page)).to_contain_text("Das weiß ich leider nicht")
    expect(page.get_by_role("button", name="Ja, hilfreich")).to_have_count(0)


# --- hostile content


def test_markup_in_replies_is_shown_as_text(page: Page) -> None:
    open_chat(page)
    ask(page, replies.MARKUP)
    answer = chat_log(page).locator("[data-kind=answer]")
    expect(answer).to_contain_text("<img src=x onerror=alert(1)> <b>fett</b>")
    expect(answer).to_contain_text("&amp; Mitarbeiter*innen, Kolleg*innen")
    expect(answer.locator("strong")).to_have_text(["echt"])
    expect(answer.locator("img, b, i, script, a:not(.quiet), svg[onload]")).to_have_count(0)
    expect(answer.get_by_role("heading")).to_have_text("<script>alert(1)</script>")


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)>", "**fett** [x](https://x.example)", "/restart"])
def test_what_the_visitor_writes_stays_as_written(page: Page, text: str) -> None:
    open_chat(page)
    ask(page, text)
    expect(chat_log(page).locator("[data-from=visitor] .bubble")).to_have_text(text)
    expect(chat_log(page).locator("[data-from=visitor] .bubble *")).to_have_count(0)


# --- trouble


def test_a_message_the_server_finds_too_long_is_given_back(page: Page, api: StubApi) -> None:
    open_chat(page)
    api.fail_next(413, {"error": {"code": "too_long", "message": "Zu lang."}})
    ask(page, "viel Text")
    expect(chat_log(page)).to_contain_text("Bitte kürzen Sie sie")
    expect(page.get_by_label("Ihre Nachricht")).to_have_value("viel Text")


def test_a_message_over_the_limit_is_not_sent(page: Page, api: StubApi) -> None:
    open_chat(page)
    ask(page, "ä" * 1003)
    expect(page.get_by_role("dialog")).to_contain_text("3 Zeichen zu viel")
    expect(page.get_by_label("Ihre Nachricht")).to_have_value("ä" * 1003)
    assert api.calls == []


def test_a_button_of_a_lost_conversation_becomes_a_question(page: Page, api: StubApi) -> None:
    open_chat(page)
    ask(page, replies.UNKLAR)
    expect(page.get_by_role("button", name=replies.LAUFZEIT)).to_be_visible()
    api.conversations.clear()
    page.get_by_role("button", name=replies.LAUFZEIT).click()
    expect(chat_log(page)).to_contain_text("gelöscht oder ist abgelaufen")
    page.get_by_role("button", name="In neuem Gespräch senden").click()
    expect(chat_log(page)).to_contain_text("Lern- und Entwicklungsphase")
    assert said(api.calls[-1]) == {"conversation": None, "message": replies.LAUFZEIT}


def test_a_slow_answer_is_announced(page: Page, api: StubApi) -> None:
    page.clock.install()
    open_chat(page)
    api.gate.clear()
    ask(page, replies.LAUFZEIT)
    expect(page.get_by_role("status")).to_contain_text("Der Assistent schreibt …")
    page.clock.fast_forward(5000)
    expect(page.get_by_role("status")).to_contain_text("Das dauert gerade etwas länger …")
    api.gate.set()
    expect(chat_log(page)).to_contain_text("Lern- und Entwicklungsphase")
    expect(page.get_by_role("status")).to_have_text("")


# --- the conversation's life


def test_a_reload_keeps_the_conversation(page: Page) -> None:
    open_chat(page)
    ask(page, replies.LAUFZEIT)
    expect(chat_log(page)).to_contain_text("Lern- und Entwicklungsphase")
    page.reload()
    expect(chat_log(page).locator("[data-from=visitor]")).to_contain_text(replies.LAUFZEIT)
    expect(chat_log(page)).to_contain_text("· Stand 12.04.2023")
    ask(page, replies.KONTAKT)
    expect(chat_log(page)).to_contain_text("Michael Wieners")


def test_a_history_that_cannot_be_loaded_is_not_lost(page: Page, api: StubApi) -> None:
    open_chat(page)
    ask(page, replies.LAUFZEIT)
    expect(chat_log(page)).to_contain_text("Lern- und Entwicklungsphase")
    api.fail_next(503)
    page.reload()
    expect(chat_log(page)).to_contain_text("Es ist nicht verloren.")
    page.get_by_role("button", name="Erneut laden").click()
    expect(chat_log(page)).to_contain_text("Lern- und Entwicklungsphase")


def test_an_expired_conversation_gives_way_to_the_greeting(page: Page, api: StubApi) -> None:
    open_chat(page)
    ask(page, replies.LAUFZEIT)
    expect(chat_log(page)).to_contain_text("Lern- und Entwicklungsphase")
    api.conversations.clear()
    page.reload()
    expect(chat_log(page)).to_contain_text("Sie können einfach neu beginnen.")
    assert page.evaluate(STORED) == [0, 0, 0]


def test_a_conversation_is_deleted_after_a_question(page: Page, api: StubApi) -> None:
    open_chat(page)
    ask(page, replies.LAUFZEIT)
    expect(chat_log(page)).to_contain_text("Lern- und Entwicklungsphase")
    choose(page, "Gespräch löschen")
    page.get_by_role("button", name="Abbrechen").click()
    assert api.conversations
    choose(page, "Gespräch löschen")
    page.get_by_role("alertdialog").get_by_role("button", name="Gespräch löschen").click()
    expect(chat_log(page)).to_contain_text("Ihr Gespräch wurde gelöscht.")
    expect(chat_log(page)).not_to_contain_text("Lern- und Entwicklungsphase")
    assert api.calls[-1][:2] == ("DELETE", "/api/chat/c_1")
    assert page.evaluate(STORED) == [0, 0, 0]


def test_a_new_conversation_begins_without_the_old_id(page: Page, api: StubApi) -> None:
    open_chat(page)
    ask(page, replies.LAUFZEIT)
    expect(chat_log(page)).to_contain_text("Lern- und Entwicklungsphase")
    choose(page, "Neues Gespräch")
    ask(page, replies.KONTAKT)
    expect(chat_log(page)).to_contain_text("Michael Wieners")
    assert api.calls[-1][2]["conversation"] is None


def test_a_person_is_heard_while_the_chat_is_closed(page: Page, api: StubApi) -> None:
    open_chat(page)
    ask(page, replies.FERTIG)
    expect(page.get_by_role("dialog")).to_contain_text("Ihr Anliegen liegt bei unserem Team")
    page.get_by_role("button", name="Chat schließen").click()
    api.events.put({"id": "m_p", "from": "person", "kind": "answer", "text": "Guten Tag, hier Wieners."})
    launcher = page.get_by_role("button", name="1 neue Nachricht")
    launcher.click()
    expect(chat_log(page).locator("[data-from=person]")).to_contain_text("Team der WFG")
    expect(chat_log(page)).to_contain_text("Guten Tag, hier Wieners.")


def test_the_same_event_twice_is_one_message(page: Page, api: StubApi) -> None:
    open_chat(page)
    ask(page, replies.FERTIG)
    for text in ("Erste.", "Erste.", "Zweite."):
        api.events.put({"id": f"m_{text}", "from": "person", "kind": "answer", "text": text})
    expect(chat_log(page)).to_contain_text("Zweite.")
    expect(chat_log(page).get_by_text("Erste.")).to_have_count(1)


def test_a_stream_that_is_refused_is_asked_for_again(page: Page, api: StubApi) -> None:
    page.clock.install()
    page.route("**/events", lambda route: route.fulfill(status=503), times=1)
    open_chat(page)
    with page.expect_response("**/events") as refused:
        ask(page, replies.FERTIG)
    assert refused.value.status == 503
    api.events.put({"id": "m_p", "from": "person", "kind": "answer", "text": "Da bin ich."})
    with page.expect_response("**/events"):
        page.clock.run_for(20_000)
    expect(chat_log(page)).to_contain_text("Da bin ich.")
    assert [path for _method, path, _body in api.calls if path.endswith("/seen")] == ["/api/chat/c_1/seen"] * 2


def test_words_to_a_person_are_confirmed(page: Page, api: StubApi) -> None:
    open_chat(page)
    ask(page, replies.FERTIG)
    api.events.put({"event": "state", "state": "person"})
    expect(page.get_by_role("dialog")).to_contain_text("Sie schreiben mit unserem Team")
    api.conversations["c_1"]["state"] = "person"
    ask(page, "Danke, das hilft mir.")
    expect(chat_log(page)).to_contain_text("An unser Team übermittelt")


def test_events_tell_the_page_kinds_but_no_words(page: Page) -> None:
    page.evaluate(
        """() => { window.heard = [];
        for (const name of ["open", "message", "state", "error", "delete", "close"])
          document.addEventListener(`tregks-${name}`, ({ detail }) => heard.push([name, detail])); }"""
    )
    open_chat(page)
    ask(page, replies.FERTIG)
    expect(chat_log(page)).to_contain_text("K-2026-0042")
    page.keyboard.press("Escape")
    assert page.evaluate("heard") == [
        ["open", {}],
        ["message", {"id": "m_1", "kind": "handoff", "from": "bot"}],
        ["state", {"state": "waiting"}],
        ["close", {}],
    ]


def test_history_is_no_news(page: Page, api: StubApi) -> None:
    open_chat(page)
    ask(page, replies.FERTIG)
    expect(chat_log(page)).to_contain_text("K-2026-0042")
    api.conversations["c_1"]["messages"].append({"id": "m_p", "from": "person", "kind": "answer", "text": "Schon da."})
    page.get_by_role("button", name="Chat schließen").click()
    page.reload()
    page.get_by_role("button", name="Gespräch fortsetzen", exact=True).click()
    expect(chat_log(page)).to_contain_text("Schon da.")


def test_the_api_may_live_at_another_address(page: Page, api: StubApi) -> None:
    page.evaluate(
        """() => { const chat = document.createElement("tregks-chat"); chat.setAttribute("api", "/unter/pfad");
        document.querySelector("tregks-chat").replaceWith(chat); chat.setAttribute("titel", "Unser Lotse"); }"""
    )
    open_chat(page)
    expect(page.get_by_role("dialog", name="Unser Lotse")).to_be_visible()
    ask(page, replies.LAUFZEIT)
    expect(chat_log(page)).to_contain_text("Lern- und Entwicklungsphase")
    assert api.requests[-1][1] == "/unter/pfad/api/chat"


def test_a_failed_rating_is_said(page: Page) -> None:
    open_chat(page)
    ask(page, replies.LAUFZEIT)
    expect(page.get_by_role("button", name="Nein, nicht hilfreich")).to_be_visible()
    page.route("**/feedback", answer_with_error)
    page.get_by_role("button", name="Nein, nicht hilfreich").click()
    expect(chat_log(page)).to_contain_text("konnte gerade nicht gespeichert werden")


def test_a_bad_rating_may_bring_the_offer_of_a_person(page: Page, api: StubApi) -> None:
    open_chat(page)
    ask(page, replies.LAUFZEIT)
    page.route("**/feedback", lambda route: route.fulfill(json={"status": "ok", "offer": OFFER}))
    page.get_by_role("button", name="Nein, nicht hilfreich").click()
    expect(chat_log(page)).to_contain_text(OFFER["text"])
    with page.expect_request("**/api/chat") as sent:
        chat_log(page).get_by_role("button", name="Mit einem Menschen sprechen").click()
    assert sent.value.post_data_json["payload"] == OFFER["buttons"][0]["payload"]


def answer_with_error(route: Route) -> None:
    route.fulfill(status=503, json={"error": {"code": "down", "message": "x"}})
