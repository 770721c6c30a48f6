"""What stands in an answer of the widget, and what can be done with it."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from tests.browser import replies
from tests.browser.stub_api import StubApi
from tests.browser.talking import ask, chat_log, choose, open_chat

pytestmark = pytest.mark.slow

# counts what a screen reader is told: nodes that come into a live part, and texts that change in it
LISTEN = """() => {
  const log = document.querySelector("tregks-chat").shadowRoot.querySelector("[role=log]");
  window.heard = [];
  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      const region = (target.nodeType === 1 ? target : target.parentElement).closest("[aria-live]");
      if (region !== log) continue;
      for (const node of addedNodes) heard.push(node.textContent.slice(0, 40));
    }
  }).observe(log, { childList: true, subtree: true, characterData: true });
}"""


def test_a_comparison_is_a_table_that_scrolls_with_the_keyboard_on_a_small_screen(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    open_chat(page)
    ask(page, replies.VERGLEICH)
    table = chat_log(page).get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_count(3)
    expect(table.get_by_role("rowheader")).to_have_text(["Art", "Gebiet"])
    expect(table.get_by_role("cell").first).to_have_text("Zuschuss | Kredit")
    frame = chat_log(page).get_by_role("group", name=re.compile("^Tabelle: .1. Zentrales"))
    frame.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("(frame) => frame.scrollLeft > 0", arg=frame.element_handle())
    expect(chat_log(page)).to_contain_text("Bitte nachfragen.")


def test_an_answer_can_be_copied_and_mailed_with_source_and_date(page: Page, api: StubApi) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_chat(page)
    ask(page, replies.LAUFZEIT)
    page.get_by_role("button", name="Kopieren").click()
    expect(page.get_by_role("button", name="Kopiert")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "von 2023 bis Mitte 2025 mit" in copied
    assert "vom 12.04.2023 · Stand 12.04.2023 · https://wfg-kassel.de/presse" in copied
    assert copied.endswith(f"{api.url}/faq/laufzeit-tregks")
    address = page.get_by_role("link", name="Mail schicken").get_attribute("href") or ""
    assert address.startswith("mailto:?subject=Auskunft")
    assert unquote(address.split("&body=")[1]).replace("\r\n", "\n") == copied
    assert len(api.calls) == 1


def test_a_thumb_may_be_explained_and_a_failure_keeps_the_words(page: Page, api: StubApi) -> None:
    open_chat(page)
    ask(page, replies.LAUFZEIT)
    page.get_by_role("button", name="Nein, nicht hilfreich").dblclick()
    comment = page.get_by_label("Was hat gefehlt?")
    comment.fill("Das Ende fehlt.")
    api.fail_next(503)
    page.get_by_role("button", name="Kommentar senden").click()
    expect(chat_log(page)).to_contain_text("Bitte senden Sie ihn noch einmal.")
    expect(comment).to_have_value("Das Ende fehlt.")
    page.get_by_role("button", name="Kommentar senden").click()
    expect(chat_log(page)).to_contain_text("Ihr Kommentar ist gespeichert.")
    expect(page.get_by_role("button", name="Nein, nicht hilfreich")).to_be_focused()
    saved = [body for _, path, body in api.calls if path.endswith("/feedback")]
    assert saved == [
        {"message": "m_1", "rating": -1},
        *[{"message": "m_1", "rating": -1, "comment": "Das Ende fehlt."}] * 2,
    ]


def test_the_conversation_is_downloaded_as_a_page_that_everybody_can_read(page: Page) -> None:
    open_chat(page)
    for question in (replies.HOCHVOLT, replies.VERGLEICH, replies.LAUFZEIT, "<b>fett</b>"):
        ask(page, question)
    expect(chat_log(page)).to_contain_text("Das weiß ich leider nicht")
    with page.expect_download() as download:
        choose(page, "Gespräch herunterladen")
    html = Path(download.value.path()).read_text(encoding="utf-8")
    page.route("**/gespeichert", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(page.url + "gespeichert")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.get_by_role("main").get_by_role("article")).to_have_count(8)
    expect(page.get_by_role("heading", level=1)).to_have_text("TRegKS-Lotse: Gespräch")
    expect(page.get_by_role("heading", level=2).first).to_have_text(re.compile(r"^Sie .*\d\d:\d\d$"))
    expect(page.get_by_text("Fachkundige Person (Stufe 2S) (Beispieldaten)")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("· Stand 12.04.2023")
    expect(page.get_by_text("<b>fett</b>")).to_be_visible()
    assert page.locator("script, button, [onclick]").count() == 0


def test_a_pasted_text_of_ten_thousand_characters_is_counted_and_kept(page: Page, api: StubApi) -> None:
    open_chat(page)
    page.get_by_label("Ihre Nachricht").fill("ä" * 9_999 + "🚗")
    expect(page.get_by_role("alert")).to_have_text("9.000 Zeichen zu viel. Bitte kürzen Sie Ihre Nachricht.")
    page.get_by_label("Ihre Nachricht").press("Enter")
    expect(page.get_by_label("Ihre Nachricht")).to_have_value("ä" * 9_999 + "🚗")
    assert api.calls == []


def test_right_to_left_writing_stands_right_on_both_sides(page: Page) -> None:
    open_chat(page)
    page.get_by_label("Ihre Nachricht").fill(replies.ARABISCH)
    direction = "(node) => getComputedStyle(node).direction"
    assert page.get_by_label("Ihre Nachricht").evaluate(direction) == "rtl"
    ask(page, replies.ARABISCH)
    answer = chat_log(page).get_by_text("ينتهي المشروع في")
    expect(answer).to_be_visible()
    assert answer.evaluate(direction) == "rtl"
    assert chat_log(page).locator("[data-from=visitor] .bubble").evaluate(direction) == "rtl"


def test_a_form_says_what_is_wrong_and_helps_with_what_it_wants(page: Page) -> None:
    open_chat(page)
    ask(page, replies.FALSCH)
    expect(chat_log(page)).to_contain_text("Bitte prüfen: Das ist keine E-Mail-Adresse.")
    field = page.get_by_label("Ihre Nachricht")
    expect(field).to_have_attribute("inputmode", "email")
    expect(field).to_have_attribute("autocomplete", "email")
    expect(page.get_by_role("dialog").get_by_role("button", name="Mit einem Menschen sprechen")).to_be_hidden()
    ask(page, replies.FERTIG)
    expect(page.get_by_text("Ihr Anliegen K-2026-0042 liegt bei unserem Team.")).to_be_visible()
    expect(field).to_have_attribute("autocomplete", "off")


def test_the_way_to_a_person_ends_another_form_before(page: Page, api: StubApi) -> None:
    open_chat(page)
    ask(page, replies.CHECK)
    expect(chat_log(page)).to_contain_text("1 von 8")
    page.get_by_role("dialog").get_by_role("button", name="Mit einem Menschen sprechen").dblclick()
    expect(chat_log(page)).to_contain_text("Gern gebe ich Ihr Anliegen weiter.")
    sent = [body.get("payload") or body["message"] for _, _, body in api.calls]
    assert sent == [replies.CHECK, "/dialog_abbrechen", replies.MENSCH]


def test_each_message_is_announced_once_and_history_not_at_all(page: Page) -> None:
    open_chat(page)
    page.evaluate(LISTEN)
    for question, answer in ((replies.LAUFZEIT, "Lern- und Entwicklungsphase"), (replies.KONTAKT, "Michael Wieners")):
        ask(page, question)
        expect(chat_log(page)).to_contain_text(answer)
    assert [text.split(":")[0] for text in page.evaluate("heard")] == ["Sie", "Assistent"] * 2
    page.reload()
    page.evaluate(LISTEN)
    expect(chat_log(page)).to_contain_text("Michael Wieners")
    ask(page, replies.LISTE)
    expect(chat_log(page)).to_contain_text("klimafreundlicher")
    assert [text.split(":")[0] for text in page.evaluate("heard")] == ["Sie", "Assistent"]
