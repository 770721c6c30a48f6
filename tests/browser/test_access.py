"""The widget for everybody: keyboard, screen readers, phones, zoom, contrast."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import replies
from tests.browser.access import CLIPPED, DANGLING, NAMELESS, PALE, SMALL, SPACE_TEXT, double_text

pytestmark = pytest.mark.slow

QUESTIONS = [replies.LAUFZEIT, replies.LISTE, replies.HOCHVOLT, replies.KONTAKT, replies.UNKLAR, replies.FERTIG]

WIDTHS = """() => {
  const root = document.querySelector("tregks-chat").shadowRoot;
  const inner = root.querySelectorAll(".panel, .scroller, .bubble, .card, .choices button");
  const boxes = [document.documentElement, ...inner];
  return boxes.filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.outerHTML.slice(0, 200));
}"""


def ask_everything(page: Page) -> None:
    page.get_by_role("button", name="Frage stellen").click()
    for count, question in enumerate(QUESTIONS, start=1):
        page.get_by_label("Ihre Nachricht").fill(question)
        page.get_by_label("Ihre Nachricht").press("Enter")
        expect(page.get_by_role("log").locator("[data-kind]")).to_have_count(count)


def test_every_control_has_a_name_and_every_reference_a_target(page: Page) -> None:
    ask_everything(page)
    assert page.evaluate(NAMELESS) == []
    assert page.evaluate(DANGLING) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_enough_contrast(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
    ask_everything(page)
    page.route("**/api/chat", lambda route: route.abort())
    page.get_by_label("Ihre Nachricht").fill("x" * 1001)
    assert page.evaluate(PALE) == []
    page.get_by_label("Ihre Nachricht").fill("y")
    page.get_by_label("Ihre Nachricht").press("Enter")
    expect(page.get_by_role("button", name="Erneut senden")).to_be_visible()
    page.get_by_role("button", name="Menü").click()
    assert page.evaluate(PALE) == []


def test_answers_are_announced_politely(page: Page) -> None:
    ask_everything(page)
    log = page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(page.get_by_role("dialog", name="TRegKS-Lotse")).to_be_visible()
    expect(log.locator("[data-from=bot]").last).to_contain_text("Assistent:")


def test_escape_closes_the_menu_then_the_chat_and_returns_the_focus(page: Page) -> None:
    launcher = page.get_by_role("button", name="Frage stellen")
    launcher.press("Enter")
    page.get_by_role("button", name="Menü").press("Enter")
    expect(page.locator("#menu").get_by_role("button", name="Mit einem Menschen sprechen")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Menü")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(launcher).to_be_focused()


def test_the_focus_returns_to_the_question_on_the_page(page: Page) -> None:
    question = page.get_by_role("button", name="Was ist TRegKS?")
    question.press("Enter")
    expect(page.get_by_label("Ihre Nachricht")).to_be_focused()
    page.keyboard.press("Escape")
    expect(question).to_be_focused()


def test_a_pressed_button_keeps_the_focus(page: Page) -> None:
    page.get_by_role("button", name="Frage stellen").click()
    page.get_by_label("Ihre Nachricht").fill(replies.MENSCH)
    page.get_by_label("Ihre Nachricht").press("Enter")
    yes = page.get_by_role("button", name="Ja", exact=True)
    yes.press("Enter")
    expect(page.get_by_role("log")).to_contain_text("K-2026-0042")
    expect(yes).to_be_focused()


def test_an_open_attribute_takes_no_focus_from_the_page(page: Page) -> None:
    page.evaluate("document.querySelector('tregks-chat').open = true")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.evaluate("document.activeElement === document.body")


def test_the_focus_stays_in_the_chat_on_a_phone(phone: Page) -> None:
    phone.get_by_role("button", name="Frage stellen").click()
    expect(phone.get_by_role("heading", name="TRegKS-Lotse", exact=True)).to_be_focused()
    reached = set()
    for _ in range(20):
        phone.keyboard.press("Tab")
        reached.add(phone.evaluate("document.activeElement.tagName"))
    assert reached <= {"TREGKS-CHAT", "BODY"}  # BODY stands for the browser's own controls


def test_an_open_attribute_covers_no_phone(phone: Page) -> None:
    phone.evaluate("document.querySelector('tregks-chat').setAttribute('open', '')")
    phone.evaluate("const chat = document.querySelector('tregks-chat'); chat.remove(); document.body.append(chat)")
    expect(phone.get_by_role("dialog")).to_be_hidden()


def test_turning_a_phone_keeps_the_chat_and_the_text(phone: Page) -> None:
    phone.get_by_role("button", name="Frage stellen").click()
    phone.get_by_label("Ihre Nachricht").fill("mitten im Satz")
    phone.set_viewport_size({"width": 1024, "height": 768})
    expect(phone.get_by_role("dialog")).to_be_visible()
    expect(phone.get_by_label("Ihre Nachricht")).to_have_value("mitten im Satz")
    phone.set_viewport_size({"width": 390, "height": 800})
    expect(phone.get_by_label("Ihre Nachricht")).to_be_focused()


# 640 x 400 and 320 x 200 are a 1280 x 800 window at 200 % and 400 %
@pytest.mark.parametrize(("width", "height"), [(390, 800), (320, 640), (640, 400), (320, 200), (1280, 800)])
def test_nothing_scrolls_sideways(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    assert page.evaluate(WIDTHS) == []
    ask_everything(page)
    page.get_by_label("Ihre Nachricht").fill("Donaudampfschifffahrtsgesellschaftskapitän" * 8)
    page.get_by_label("Ihre Nachricht").press("Enter")
    expect(page.get_by_role("log").locator("[data-kind]")).to_have_count(len(QUESTIONS) + 1)
    assert page.evaluate(WIDTHS) == []


def test_text_of_twice_the_size_and_with_wide_spacing_is_not_cut_off(page: Page) -> None:
    double_text(page)
    ask_everything(page)
    assert page.get_by_role("log").evaluate("(node) => getComputedStyle(node).fontSize") == "32px"
    page.evaluate(SPACE_TEXT)
    assert page.evaluate(CLIPPED) == []
    assert page.evaluate(WIDTHS) == []


def test_every_control_is_large_enough_for_a_finger(phone: Page) -> None:
    ask_everything(phone)
    phone.get_by_role("button", name="Ja, hilfreich").first.click()
    phone.get_by_role("button", name="Kommentar senden").wait_for()
    phone.get_by_role("button", name="Menü").click()
    assert phone.evaluate(SMALL) == []


def test_a_long_answer_is_shown_from_its_beginning(phone: Page) -> None:
    phone.get_by_role("button", name="Frage stellen").click()
    phone.get_by_label("Ihre Nachricht").fill(replies.HOCHVOLT)
    phone.get_by_label("Ihre Nachricht").press("Enter")
    expect(phone.get_by_text("zwei Schulungen")).to_be_in_viewport()
    expect(phone.get_by_role("log").locator("[data-from=visitor]")).to_be_in_viewport()


def test_a_failure_comes_into_view_at_high_zoom(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 256})
    page.route("**/api/chat", lambda route: route.abort())
    page.get_by_role("button", name="Frage stellen").click()
    page.get_by_label("Ihre Nachricht").fill("Eine Frage über mehrere Zeilen, wie sie im echten Leben vorkommt. " * 3)
    page.get_by_label("Ihre Nachricht").press("Enter")
    expect(page.get_by_text("Noch nicht gesendet.")).to_be_in_viewport()


def test_the_chat_stands_still_for_those_who_ask_for_it(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.get_by_role("button", name="Frage stellen").click()
    assert page.get_by_role("dialog").evaluate("(node) => node.getAnimations().length") == 0
