"""A real browser: Debian's Chromium, steered by Playwright, talking to nothing but the stub."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import axe
from tests.browser.axe import Axe
from tests.browser.chromium import MISSING, find_chromium, note_violations, run_chromium
from tests.browser.stub_api import StubApi
from tests.require import require

expect.set_options(timeout=20_000)  # milliseconds; only a failure takes that long


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser per file: Playwright's loop must not stay around for the asynchronous tests of other folders."""
    with run_chromium(require(find_chromium(), MISSING)) as browser:
        yield browser


@pytest.fixture(name="axe", scope="session")
def axe_core() -> Axe:
    """What looks for barriers in a page."""
    return Axe(require(axe.find_axe(), axe.MISSING))


@pytest.fixture
def api() -> Iterator[StubApi]:
    stub = StubApi()
    yield stub
    stub.close()


@pytest.fixture
def page(browser: Browser, api: StubApi) -> Iterator[Page]:
    """A desktop page on the demo; scripts that fail or break the policy fail the test."""
    yield from open_demo(browser, api, width=1280, height=800)


@pytest.fixture
def phone(browser: Browser, api: StubApi) -> Iterator[Page]:
    """The same on a phone."""
    yield from open_demo(browser, api, width=390, height=800)


def open_demo(browser: Browser, api: StubApi, *, width: int, height: int) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": height}, locale="de-DE", accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(5000)
    problems: list[str] = []
    note_violations(page, problems)
    page.on("dialog", lambda dialog: (problems.append(dialog.message), dialog.dismiss()))
    page.goto(api.url)
    yield page
    context.close()
    assert problems == []
