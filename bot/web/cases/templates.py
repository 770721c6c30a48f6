"""The templates of the pages about a case: everything is escaped, a missing name is an error."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from bot.handoff.transcript import write_time
from bot.page_templates import make_environment

FOLDER = Path(__file__).parent / "templates"


class Templates:
    """Renders the files of ``templates/``."""

    def __init__(self) -> None:
        self._environment = make_environment(FOLDER)
        self._environment.filters.update(moment=write_time, iso=datetime.isoformat)

    def render(self, name: str, **context: Any) -> str:
        """Return a page."""
        return self._environment.get_template(name).render(**context)
