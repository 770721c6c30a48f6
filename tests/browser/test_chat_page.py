"""The chat as a page, and the page for developers, in a real browser without the rest of the gateway."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect
from starlette.applications import Starlette
from starlette.middleware import Middleware

from bot.db import make_engine, make_session_factory
from bot.settings import Settings
from bot.topics.models import Topic
from bot.web.embedding.page import EmbeddingPages
from bot.web.embedding.routes import make_embedding_routes
from bot.web.public.environment import make_look_route
from bot.web.security import SecurityHeaders
from bot.web.widget_files import make_widget_routes
from tests.browser.access import DANGLING, NAMELESS, PALE, TOO_WIDE
from tests.browser.chromium import note_violations

pytestmark = pytest.mark.slow

STORED = "() => [sessionStorage.length, localStorage.length, document.cookie.length]"
QUESTION = 'Gibt es "Geld" & <Rat>?'


@pytest.fixture(scope="module")
def url(migrated_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server with these pages alone."""
    path = tmp_path_factory.mktemp("pages") / "lotse.db"
    shutil.copy(migrated_template, path)
    factory = make_session_factory(make_engine(f"sqlite:///{path}"))
    with factory.begin() as session:
        session.add(Topic(slug="hochvolt", name="Hochvolt"))
    widget, files = make_widget_routes(None)
    settings = Settings(rate_limit=False, public_url="https://lotse.example")
    pages = make_embedding_routes(EmbeddingPages(settings, factory, bundle=widget.bundle))
    app = Starlette(routes=[*files, make_look_route(), *pages], middleware=[Middleware(SecurityHeaders)])
    with socket.create_server(("127.0.0.1", 0)) as door:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A small phone in the dark; nothing may fail or break the policy."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, locale="de-DE", color_scheme="dark")
    page, problems = context.new_page(), []
    page.set_default_timeout(20_000)
    note_violations(page, problems)
    yield page
    context.close()
    assert problems == []


def test_a_question_in_the_address_is_written_but_not_sent(phone: Page, url: str) -> None:
    addresses: list[str] = []
    phone.on("request", lambda request: addresses.append(request.url))
    phone.goto(f"{url}/chat?frage=Was+ist+TRegKS%3F")
    expect(phone.get_by_label("Ihre Nachricht")).to_have_value("Was ist TRegKS?")
    expect(phone.get_by_role("region", name="TRegKS-Lotse")).to_be_visible()
    expect(phone.get_by_role("button", name="Chat schließen")).to_have_count(0)
    phone.keyboard.press("Escape")
    expect(phone.get_by_label("Ihre Nachricht")).to_be_in_viewport()
    assert [address for address in addresses if "/api/" in address] == []
    assert phone.evaluate(STORED) == [0, 0, 0]
    assert not phone.evaluate(TOO_WIDE)
    assert phone.evaluate(NAMELESS) == phone.evaluate(DANGLING) == phone.evaluate(PALE) == []


@pytest.mark.parametrize("has_script", [True, False])
def test_other_ways_stand_where_the_chat_cannot_be(browser: Browser, url: str, has_script: bool) -> None:
    context = browser.new_context(java_script_enabled=has_script)
    page = context.new_page()
    page.route("**/lotse.js", lambda route: route.abort())
    page.goto(f"{url}/chat")
    instead = page.locator("tregks-chat")
    expect(instead).to_be_visible()
    for way in ("+49 561 70733-50", "info@wfg-kassel.de", "Anliegen schreiben", "Häufige Fragen"):
        expect(instead.get_by_role("link", name=way)).to_be_visible()
    context.close()


def test_the_line_and_the_preview_follow_the_form(phone: Page, url: str) -> None:
    phone.goto(f"{url}/einbinden")
    line = phone.locator("#zeile")
    phone.get_by_label("Knopf").fill(QUESTION)
    phone.get_by_label("Farbe").fill("#e30613")
    phone.get_by_label("Thema der Seite").select_option("Hochvolt")
    launcher = phone.locator("tregks-chat .launcher")
    expect(launcher).to_contain_text(QUESTION)
    expect(launcher).to_have_css("background-color", "rgb(227, 6, 19)")
    expect(line).to_have_text(
        '<script type="module" src="https://lotse.example/widget/lotse.js" '
        'data-einstieg="Gibt es &quot;Geld&quot; &amp; &lt;Rat>?" data-farbe="#e30613" data-thema="hochvolt"></script>'
    )
    phone.get_by_label("Genau diese Fassung").check()
    expect(line).to_contain_text('integrity="sha384-')
    phone.get_by_role("button", name="Zurücksetzen").click()
    expect(line).to_have_text('<script type="module" src="https://lotse.example/widget/lotse.js"></script>')
    expect(launcher).to_contain_text("Frage stellen")
    assert not phone.evaluate(TOO_WIDE)
    assert phone.evaluate(NAMELESS) == phone.evaluate(DANGLING) == phone.evaluate(PALE) == []
