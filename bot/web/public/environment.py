"""What all pages for visitors share: their layout and its files, and what their browser is told."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from jinja2 import Environment
from starlette.routing import BaseRoute, Mount

from bot.handoff.transcript import write_time
from bot.page_templates import make_environment
from bot.web.pages import FreshFiles

ROOM = Path(__file__).parent
FILES = "/dateien"  # where the look stands on the gateway
# No script at all: these pages have to work on any device, and nothing that is shown in them may run.
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def make_page_environment(folder: Path) -> Environment:
    """Return the environment of the templates in a folder, which extend ``layout.html``."""
    environment = make_environment(folder, ROOM / "templates")
    environment.globals["look"] = FILES
    environment.filters.update(moment=write_time, iso=datetime.isoformat)
    return environment


def make_look_route() -> BaseRoute:
    """Return the route of the style sheets."""
    return Mount(FILES, FreshFiles(directory=ROOM / "static"))
