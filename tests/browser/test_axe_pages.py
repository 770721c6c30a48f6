"""No barrier that axe-core knows on any page for visitors; nothing scrolls sideways at 400 % or is cut off."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bot.asgi import build
from tests.browser.access import CLIPPED, SPACE_TEXT, TOO_WIDE, double_text
from tests.browser.axe import Axe
from tests.browser.public_site import PAGES, REFUSED, Tokens, list_pages, open_public_site
from tests.staff.server import RunningGateway

pytestmark = pytest.mark.slow

ADDRESSES = [address for addresses in PAGES.values() for address in addresses]
Site = tuple[RunningGateway, Tokens]


@pytest.fixture(scope="module")
def site(migrated_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(migrated_template, folder / "lotse.db")
    with open_public_site(folder) as site:
        yield site


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A window of 1280 x 800 at 400 %."""
    context = browser.new_context(viewport={"width": 320, "height": 200}, locale="de-DE", reduced_motion="reduce")
    yield context.new_page()
    context.close()


def look_at(page: Page, axe: Axe, state: str) -> list[str]:
    """Return what is wrong with the page that is open."""
    found = axe.find_barriers(page, state)
    page.emulate_media(color_scheme="dark")
    found += axe.find_pale_text(page, f"{state}, dark")
    page.emulate_media(color_scheme="light")
    page.evaluate(SPACE_TEXT)
    found += [f"{state}: cuts off {box}" for box in page.evaluate(CLIPPED)]
    return found + ([f"{state}: scrolls sideways"] if page.evaluate(TOO_WIDE) else [])


def test_no_page_for_visitors_has_a_barrier(site: Site, phone: Page, axe: Axe) -> None:
    gateway, tokens = site
    found = []
    for address in ADDRESSES:
        phone.goto(gateway.url + address.format(**asdict(tokens)))
        found += look_at(phone, axe, address)
    for address, button in REFUSED.items():
        phone.goto(gateway.url + address)
        phone.get_by_role("button", name=button).click()
        phone.get_by_role("alert").wait_for()
        found += look_at(phone, axe, f"{address} with errors")
    assert not found, "\n".join(found)


def test_no_page_for_visitors_scrolls_sideways_on_a_phone_with_large_text(site: Site, phone: Page) -> None:
    gateway, tokens = site
    phone.set_viewport_size({"width": 390, "height": 800})
    phone.goto(gateway.url)
    double_text(phone)
    found = []
    for address in ADDRESSES:
        phone.goto(gateway.url + address.format(**asdict(tokens)))
        phone.wait_for_load_state("networkidle")  # its styles and its chat may be there a moment later
        found += [address] if phone.evaluate(TOO_WIDE) else []
    assert found == []


def test_no_page_for_visitors_is_left_out(site: Site) -> None:
    assert list_pages(build(site[0].settings).routes) == set(PAGES)
