"""What all pages for visitors share: their layout and its files, and what their browser is told."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from jinja2 import Environment
from starlette.routing import BaseRoute, Mount

from bot.handoff.transcript import write_time
from bot.page_templates import LOOK, make_environment
from bot.web.pages import FreshFiles
from bot.web.public.marked_text import write_answer, write_linked, write_marked

ROOM = Path(__file__).parent
FILES = "/dateien"  # where the look stands on the gateway
# What leads from page to page; the chat is another page among them.
SECTIONS = {
    "/chat": "Chat",
    "/faq": "Häufige Fragen",
    "/angebote": "Angebote",
    "/foerdercheck": "Fördercheck",
    "/kontakt": "Kontakt",
}
# No script at all: these pages have to work on any device, and nothing that is shown in them may run.
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def make_page_environment(folder: Path) -> Environment:
    """Return the environment of the templates in a folder, which extend ``layout.html``."""
    environment = make_environment(folder, ROOM / "templates")
    environment.globals.update(look=FILES, sections=SECTIONS)
    environment.filters.update(moment=write_time, iso=datetime.isoformat)
    environment.filters.update(marked=write_marked, answer=write_answer, linked=write_linked)
    return environment


def make_look_route() -> BaseRoute:
    """Return the route of the style sheets."""
    return Mount(FILES, FreshFiles(directory=ROOM / "static", packages=[("bot", LOOK.name)]))
