"""One visit of a public page of the FAQ: the day that decides, and the search behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from bot.contacts.queries import WAY_OUT
from bot.content.fields import GROUP
from bot.faq.addresses import LIST, page_of
from bot.search.knowledge import Knowledge
from bot.web.limits import PageLimits
from bot.web.public.visit import HEADERS, PublicPages, PublicVisit


class FaqPages(PublicPages):
    """What all these pages share; ``read_knowledge`` gives what is searched."""

    folder = Path(__file__).parent / "templates"
    failed = f"Die Seite lässt sich wegen einer Störung gerade nicht zeigen. Sie erreichen uns so: {WAY_OUT}."
    headers: ClassVar[Mapping[str, str]] = {**HEADERS, "Cache-Control": "no-cache"}  # what is published is seen at once

    def __init__(self, *common: Any, read_knowledge: Callable[[Session], Knowledge], **options: Any) -> None:
        super().__init__(*common, **options)
        self.read_knowledge = read_knowledge
        self.limits = PageLimits(self.settings)
        self.templates.globals.update(groups=GROUP, page_of=page_of, path=LIST)


@dataclass
class Visit(PublicVisit):
    """A visit of one of these pages; it only reads."""

    pages: FaqPages

    def admit(self) -> None:
        """Refuse what comes too often. Raises Refused."""
        self.admit_by(self.pages.limits)

    @property
    def today(self) -> date:
        """The day that decides what is shown."""
        return self.settings.current_day()

    def link(self, path: str, **query: str) -> str:
        """Return the address of a page of the gateway with a query, of which empty values are left out."""
        filled = {name: value for name, value in query.items() if value}
        return self.url(path) + (f"?{urlencode(filled)}" if filled else "")
