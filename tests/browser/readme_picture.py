"""The picture of README: the demo page with the chat, on a desktop beside a phone."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Route

from bot.settings import ROOT

PICTURE = ROOT / "docs" / "images" / "assistant.jpg"
HEIGHT = 800
FIRST_ANSWER_MS = 300_000  # it waits for the index
VIEWS = ((1280, "Was ist TRegKS?"), (390, "Welche Hochvolt-Kurse gibt es in Baunatal?"))


def take_picture(browser: Browser, url: str, *, quality: int, path: Path = PICTURE) -> None:
    """Ask a gateway a question on each device and write both as one picture."""
    pictures = [_photograph(browser, url, width, question) for width, question in VIEWS]
    together = Image.new("RGB", (sum(picture.width for picture in pictures), HEIGHT))
    at = 0
    for picture in pictures:
        together.paste(picture, (at, 0))
        at += picture.width
    together.save(path, quality=quality)


def _photograph(browser: Browser, url: str, width: int, question: str) -> Image.Image:
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHT}, locale="de-DE", reduced_motion="reduce", color_scheme="light"
    )
    page = context.new_page()
    context.request.post(f"{url}/api/chat", data={"message": question}, timeout=FIRST_ANSWER_MS)
    page.route("**/api/chat", _leave_out_notices)
    page.goto(url)
    page.locator("tregks-chat").evaluate("(chat, question) => chat.ask(question)", question)
    page.get_by_role("log").locator("[data-kind]").first.wait_for()
    picture = page.screenshot(animations="disabled", caret="hide")
    context.close()
    return Image.open(io.BytesIO(picture)).convert("RGB")


def _leave_out_notices(route: Route) -> None:
    """The gateway of the pictures runs without Rasa and says so with each answer; that is not what visitors see."""
    response = route.fetch()
    answer = response.json()
    answer["messages"] = [message for message in answer["messages"] if message["kind"] != "notice"]
    route.fulfill(response=response, json=answer)
