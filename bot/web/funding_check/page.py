"""One visit of the page of the funding check: its answers stand in its address."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.contacts.queries import WAY_OUT
from bot.german.dates import german_date
from bot.offers.addresses import page_of
from bot.offers.eligibility.address import PATH, page_of_check
from bot.search.offer_notes import doubt_notes, ending_notes
from bot.web.limits import MailLimits
from bot.web.public.visit import PublicPages, PublicVisit


class CheckPages(PublicPages):
    """What the visits share."""

    folder = Path(__file__).parent / "templates"
    failed = (
        "Das hat wegen einer Störung nicht geklappt. Gehen Sie zurück: Ihre Angaben stehen noch da. Bleibt es dabei, "
        f"erreichen Sie uns so: {WAY_OUT}."
    )

    def __init__(self, *common: Any, **options: Any) -> None:
        super().__init__(*common, **options)
        self.limits = MailLimits(self.settings)
        today = self.settings.current_day
        self.templates.globals.update(
            path=PATH,
            page_of=page_of,
            page_of_check=page_of_check,
            notes_of=lambda offer: [*doubt_notes(offer), *ending_notes(offer, today())],
            stand_of=lambda offer: german_date(offer.source_date),
        )


@dataclass
class Visit(PublicVisit):
    """A visit of the page."""

    pages: CheckPages

    def admit(self) -> None:
        """Refuse what comes too often. Raises Refused."""
        self.admit_by(self.pages.limits)

    @property
    def query(self) -> dict[str, str]:
        """What stands in the address; of ticks with one name all."""
        given = self.request.query_params
        return {name: ",".join(given.getlist(name)) for name in given}
