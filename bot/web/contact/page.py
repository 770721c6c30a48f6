"""One visit of the page on which a concern is handed over without the chat."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy.orm import Session

from bot.contacts.queries import WAY_OUT
from bot.search.knowledge import Knowledge
from bot.web.limits import MailLimits
from bot.web.public.visit import HEADERS, PublicPages, PublicVisit

PATH = "/kontakt"
MOST_CONCERNS = 5  # of one address in a day


class ContactPages(PublicPages):
    """What the visits share; ``read_knowledge`` tells what a concern is about."""

    folder = Path(__file__).parent / "templates"
    failed = (
        "Ihr Anliegen konnte wegen einer Störung nicht gespeichert werden. Bitte versuchen Sie es gleich noch einmal. "
        f"Bleibt es dabei, erreichen Sie uns so: {WAY_OUT}."
    )
    headers: ClassVar[Mapping[str, str]] = {**HEADERS, "Cache-Control": "no-store"}  # there are personal data in it

    def __init__(self, *common: Any, read_knowledge: Callable[[Session], Knowledge], **options: Any) -> None:
        super().__init__(*common, **options)
        self.read_knowledge = read_knowledge
        self.limits = MailLimits(self.settings, most_to_one=MOST_CONCERNS)
        self.templates.globals["path"] = PATH


@dataclass
class Visit(PublicVisit):
    """A visit of the page."""

    pages: ContactPages

    def admit(self) -> None:
        """Refuse what comes too often. Raises Refused."""
        self.admit_by(self.pages.limits)
