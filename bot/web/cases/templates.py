"""The templates of the pages about a case: everything is escaped, a missing name is an error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.web.look.environment import make_page_environment

FOLDER = Path(__file__).parent / "templates"


class Templates:
    """Renders the files of ``templates/``."""

    def __init__(self) -> None:
        self._environment = make_page_environment(FOLDER)

    def render(self, name: str, **context: Any) -> str:
        """Return a page."""
        return self._environment.get_template(name).render(**context)
