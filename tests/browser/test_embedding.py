"""The chat on other people's websites: one line, nothing before the first action, and no style in or out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, expect

from bot.web.embedding.recipe import write_host_policy
from tests.browser import replies
from tests.browser.chromium import note_violations
from tests.browser.stub_api import StubApi

pytestmark = pytest.mark.slow

HOSTILE = (Path(__file__).resolve().parents[2] / "bot/web/embedding/static/probe.css").read_text(encoding="utf-8")
# A website whose own parts would move, if the chat moved anything.
HOST = """<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Wirt</title>
<meta name="viewport" content="width=device-width">{style}<script type="module" {line}></script></head>
<body><h1>Wirt</h1><p>Absatz</p>{body}</body></html>"""
STORED = """async () => [sessionStorage.length, localStorage.length, document.cookie.length,
  (await indexedDB.databases()).length, (await caches.keys().catch(() => [])).length]"""
SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((one) => (sum += one.value)))
    .observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => setTimeout(() => done(sum), 300));
})"""
BUILT = "document.querySelector('tregks-chat').shadowRoot.querySelectorAll('*').length"
CONTRASTS = """async ([address, colours]) => {
  const { contrast, readColour, shade, THEMES } = await import(address);
  return colours.flatMap((text) => Object.values(THEMES).flatMap((theme) => {
    const made = shade(readColour(text), theme);
    const grounds = [...theme.grounds.map(readColour), made.visitor];
    return [contrast(made.fill, made["on-fill"]), contrast(made["fill-deep"], made["on-fill"]),
      ...grounds.flatMap((ground) => [contrast(made.accent, ground), contrast(made["accent-deep"], ground)])];
  }));
}"""


@pytest.fixture
def website() -> Iterator[StubApi]:
    """Another server with another origin, for pages that embed the chat."""
    stub = StubApi()
    yield stub
    stub.close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """An empty tab in which nothing may fail or break a policy."""
    context = browser.new_context(viewport={"width": 1100, "height": 800}, locale="de-DE", reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(20_000)
    problems: list[str] = []
    note_violations(page, problems)
    yield page
    context.close()
    assert problems == []


def show_website(website: StubApi, api: StubApi, *, options: str = "", style: str = "", body: str = "") -> str:
    """Serve a website that embeds the chat of ``api`` with one line; returns its address."""
    line = f'src="{api.url}/widget/lotse.js" {options}'
    policy = f"{write_host_policy(api.url)}; require-trusted-types-for 'script'; trusted-types 'none'"
    policy += "; style-src 'unsafe-inline'" if style else ""
    return website.show("/wirt", HOST.format(line=line, style=style and f"<style>{style}</style>", body=body), policy)


def open_chat(page: Page) -> None:
    page.get_by_role("button", name="Frage stellen").click()


def test_one_line_brings_the_chat_and_before_the_first_word_nothing_else(
    tab: Page, api: StubApi, website: StubApi
) -> None:
    addresses: list[str] = []
    tab.on("request", lambda request: addresses.append(request.url))
    options = f'integrity="{api.bundle.integrity}" crossorigin="anonymous"'
    tab.goto(address := show_website(website, api, options=options))
    expect(tab.get_by_role("button", name="Frage stellen")).to_be_visible()
    assert tab.evaluate(BUILT) < 10  # the button alone; the chat behind it can wait
    open_chat(tab)
    tab.get_by_label("Ihre Nachricht").fill("noch nicht gesendet")
    assert tab.evaluate(SHIFTS) == 0
    assert addresses == [address, f"{api.url}/widget/lotse.js"]
    assert tab.evaluate(STORED) == [0, 0, 0, 0, 0]
    tab.get_by_label("Ihre Nachricht").fill(replies.LAUFZEIT)
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("log")).to_contain_text("Lern- und Entwicklungsphase")
    assert [path for _, path, _ in api.calls] == ["/api/chat"]


def test_the_chat_takes_its_settings_from_the_line(tab: Page, api: StubApi, website: StubApi) -> None:
    options = (
        'data-titel="Unser Lotse" data-einstieg="Fragen?" data-begruessung="Willkommen auf **unserer** Seite." '
        'data-thema="hochvolt" data-position="links" data-farbe="#ffd500"'
    )
    tab.goto(show_website(website, api, options=options))
    launcher = tab.get_by_role("button", name="Fragen?")
    expect(launcher).to_have_css("background-color", "rgb(255, 213, 0)")
    expect(launcher).to_have_css("color", "rgb(0, 0, 0)")
    assert launcher.bounding_box()["x"] < 100
    launcher.click()
    dialog = tab.get_by_role("dialog", name="Unser Lotse")
    assert dialog.bounding_box()["x"] < 100
    expect(dialog).to_contain_text("Willkommen auf unserer Seite.")
    expect(dialog).to_contain_text("automatischer Assistent, kein Mensch")
    expect(dialog.get_by_role("button", name="zum Thema Hochvolt?")).to_have_count(3)


def test_settings_change_while_the_page_is_open(tab: Page, api: StubApi, website: StubApi) -> None:
    tab.goto(show_website(website, api, body='<tregks-chat titel="Eigener">Telefon</tregks-chat>'))
    open_chat(tab)
    chat = tab.locator("tregks-chat")
    expect(chat).to_have_count(1)
    expect(tab.get_by_role("dialog", name="Eigener")).to_be_visible()
    chat.evaluate("(node) => { node.setAttribute('thema', 'foerderung'); node.setAttribute('farbe', 'rot'); }")
    expect(tab.get_by_role("button", name="Wer hilft uns beim Antrag?")).to_be_visible()
    chat.evaluate("(node) => node.setAttribute('thema', ' Drohnen & Robotik ')")
    expect(tab.get_by_role("button", name="zum Thema Drohnen & Robotik?")).to_have_count(3)
    chat.evaluate("(node) => node.setAttribute('thema', 'gibt-es-nicht')")
    expect(tab.get_by_role("button", name="Was ist TRegKS und wer macht mit?")).to_be_visible()
    expect(tab.get_by_role("button", name="Senden")).to_have_css("background-color", "rgb(11, 85, 102)")


def test_any_accent_becomes_readable(tab: Page, api: StubApi) -> None:
    colours = ["#000", "#fff", "#ffd500", "#777777", "#e30613", "#0b5566", "#7cc7d6", "#00ff00", "#0000ff", "#808000"]
    tab.goto(api.url)
    contrasts = tab.evaluate(CONTRASTS, [f"{api.url}/widget/colours.js", colours])
    assert len(contrasts) == len(colours) * 2 * 8
    assert min(contrasts) >= 4.5


@pytest.mark.parametrize("width", [1100, 390])
def test_the_styles_of_a_website_do_not_reach_the_chat(tab: Page, api: StubApi, website: StubApi, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(show_website(website, api))
    calm = photograph(tab)
    tab.goto(show_website(website, api, style=HOSTILE))
    assert tab.locator("h1").evaluate("(node) => getComputedStyle(node).fontSize") == "40px"
    for one, other in zip(calm, photograph(tab), strict=True):
        assert share_of_difference(one, other) < 0.01


def photograph(page: Page) -> list[Image.Image]:
    """Return pictures of the launcher, of the open chat and of its open menu."""
    launcher = page.locator("tregks-chat .launcher")
    pictures = [launcher.screenshot()]
    launcher.click()
    panel = page.locator("tregks-chat .panel")
    pictures.append(panel.screenshot(caret="hide"))
    page.get_by_role("button", name="Menü").click()
    pictures.append(panel.screenshot(caret="hide"))
    return [Image.open(io.BytesIO(picture)).convert("RGB") for picture in pictures]


def share_of_difference(one: Image.Image, other: Image.Image) -> float:
    """Return the share of pixels that the eye could tell apart."""
    assert one.size == other.size
    grey = ImageChops.difference(one, other).convert("L").point(lambda value: 255 if value > 8 else 0)
    return float(grey.histogram()[255]) / (one.width * one.height)


def test_the_chat_leaves_the_website_as_it_is(tab: Page, api: StubApi, website: StubApi) -> None:
    before: Any = "() => [...document.querySelectorAll('h1, p')].map((one) => getComputedStyle(one).cssText)"
    tab.goto(website.show("/ohne", HOST.format(line="", style="", body=""), "default-src 'none'"))
    alone = tab.evaluate(before)
    tab.goto(show_website(website, api))
    open_chat(tab)
    assert tab.evaluate(before) == alone
    assert tab.evaluate("Object.keys(window).filter((name) => /tregks|lotse/i.test(name))") == []
