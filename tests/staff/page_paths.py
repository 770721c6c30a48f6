"""Plausible addresses for every page of the back office, so that tests can go through the table of pages."""

from __future__ import annotations

import re
from urllib.parse import quote

from bot.staff.app import PAGES
from bot.staff.pages import Page

PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")

# What stands in a path, by the name of the parameter. A page with a new one adds its line here.
VALUES = {
    "token": "A" * 43,
    "account": "1",
    "group": "1",
    "action": "1",
    "miss": "1",
    "mail": "1",
    "case": "TK-2026-BCDFGH",
    "kind": "faq",
    "concern": "wiedervorlage",
    "run": "1",
    "number": "1",
    "key": "tregks-laufzeit",
    "table": "fragen",
    "form": "csv",
    "contact": "michael-wieners",
    "absence": "1",
    "text": "1",
    "subscription": "1",
    "month": "2026-11",
}
ACTIONS = [page for page in PAGES if page.method == "POST"]
CLOSED = [page for page in PAGES if page.roles is not None]
CLOSED_ACTIONS = [page for page in ACTIONS if page.roles is not None]


def fill_path(page: Page, **others: str) -> str:
    """Return the address of a page with plausible parameters, or with others."""
    unknown = set(PARAMETER.findall(page.path)) - set(VALUES)
    assert not unknown, f"{page.path}: give {', '.join(sorted(unknown))} a value in VALUES of tests/staff/page_paths.py"
    return "/redaktion" + PARAMETER.sub(lambda found: quote((VALUES | others)[found[1]]), page.path)


def name_page(page: Page) -> str:
    """Return what a test about a page is called."""
    return f"{page.method} {page.path}"
