"""One visit of a public page about offers: the day that decides, and what is known to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from bot.contacts.queries import WAY_OUT
from bot.offers.addresses import page_of
from bot.offers.eligibility.address import PATH as CHECK
from bot.offers.filters import FUNDING, TRAINING
from bot.web.limits import PageLimits
from bot.web.offers.choices import KnownChoices
from bot.web.offers.gaps import FROM_FORM, NotedGaps
from bot.web.public.visit import HEADERS, PublicPages, PublicVisit

TYPE_TITLES = {FUNDING: "Förderung", TRAINING: "Weiterbildung"}


class OfferPages(PublicPages):
    """What all these pages share."""

    folder = Path(__file__).parent / "templates"
    failed = f"Die Seite lässt sich wegen einer Störung gerade nicht zeigen. Sie erreichen uns so: {WAY_OUT}."
    headers: ClassVar[Mapping[str, str]] = {**HEADERS, "Cache-Control": "no-cache"}  # what is published is seen at once

    def __init__(self, *common: Any, **options: Any) -> None:
        super().__init__(*common, **options)
        self.limits = PageLimits(self.settings)
        self.choices = KnownChoices()
        self.gaps = NotedGaps()
        self.templates.globals.update(type_titles=TYPE_TITLES, page_of=page_of, check=CHECK, from_form=FROM_FORM)


@dataclass
class Visit(PublicVisit):
    """A visit of one of these pages; all it may write is that a search found nothing."""

    pages: OfferPages

    def admit(self) -> None:
        """Refuse what comes too often. Raises Refused."""
        self.admit_by(self.pages.limits)

    @property
    def today(self) -> date:
        """The day that decides what can be had."""
        return self.settings.current_day()

    @property
    def scope(self) -> dict[str, Any]:
        """When is searched, and whether among invented offers too: what every query of offers asks."""
        return {"today": self.today, "show_samples": self.settings.show_samples}
