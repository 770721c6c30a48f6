"""Debian's Chromium, steered by Playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

MISSING = "Chromium fehlt: „apt-get install chromium“ installiert den Browser für diese Tests."
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-quic", "--no-first-run", "--lang=de-DE"]


def find_chromium() -> str | None:
    """Return where the browser is installed, None where it is not."""
    return shutil.which("chromium")


@contextmanager
def run_chromium(executable: str) -> Iterator[Browser]:
    """Run the browser until the block ends."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


def note_violations(page: Page, problems: list[str]) -> None:
    """Collect scripts that fail and breaches of the policy in a list, as long as the page is open."""
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: _note_violation(message, problems))


def _note_violation(message: ConsoleMessage, problems: list[str]) -> None:
    if "Content Security Policy" in message.text:
        problems.append(message.text)
