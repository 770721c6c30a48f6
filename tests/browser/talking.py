"""What tests of a conversation do in the widget, and where they look."""

from __future__ import annotations

from playwright.sync_api import Locator, Page


def open_chat(page: Page) -> None:
    """Open the chat with its launcher."""
    page.get_by_role("button", name="Frage stellen").click()


def ask(page: Page, text: str) -> None:
    """Write something and send it."""
    page.get_by_label("Ihre Nachricht").fill(text)
    page.get_by_label("Ihre Nachricht").press("Enter")


def open_second_tab(page: Page) -> Page:
    """Open the page by a link of the page: the browser copies what the tab remembers."""
    with page.expect_popup() as opened:
        page.evaluate("window.open(location.href)")
    return opened.value


def chat_log(page: Page) -> Locator:
    """Return the messages."""
    return page.get_by_role("log")


def choose(page: Page, entry: str) -> None:
    """Choose an entry of the menu."""
    page.get_by_role("button", name="Menü").click()
    page.get_by_role("list").get_by_role("button", name=entry).click()


def bubbles(page: Page) -> list[str]:
    """Return what was said on both sides, in the order shown; answers by their first words."""
    return [text.strip()[:18] for text in chat_log(page).locator(".bubble").all_inner_texts()]
