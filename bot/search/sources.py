"""What a turn is answered from: the content as it stands now, the database for searches, the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot.contacts.queries import ContactView
from bot.german.languages import ENGLISH, GERMAN
from bot.offers.availability import is_over
from bot.offers.filters import OfferFilters
from bot.offers.queries import FundingView, OfferView
from bot.offers.reading.sentence import read_filters
from bot.search import render
from bot.search.brain import Brain, Decision
from bot.search.knowledge import Knowledge
from bot.search.reply import Reference
from bot.search.snapshot import Snapshot
from bot.search.turn import Turn

CENTRAL_OFFICE = "wfg-zentrale"


@dataclass(frozen=True)
class Sources:
    """``lead`` is the slug of the contact named where nothing else helps, ``public_url`` begins addresses."""

    brain: Brain
    knowledge: Knowledge
    session: Session
    today: date
    show_samples: bool
    lead: str
    public_url: str = ""

    @property
    def snapshot(self) -> Snapshot:
        """All visible content."""
        return self.knowledge.snapshot

    def decide(self, turn: Turn) -> Decision:
        """Decide what a message is about, in the light of what was talked about before."""
        return self.brain.decide(turn.text, turn.guesses, self.knowledge, focus=turn.memory.focus)

    def read_filters(self, text: str) -> OfferFilters:
        """Return the conditions of a search that a text names."""
        return read_filters(text, self.knowledge.vocabulary, self.knowledge.places, self.today)

    def names(self, text: str, reference: Reference) -> bool:
        """Tell whether a text gives the name of a piece of content ("und go-digital?")."""
        return self.knowledge.numbers.get(reference) in self.knowledge.named_in(text)

    def find_offers(self, references: Sequence[Reference]) -> list[OfferView]:
        """Return the offers among some references, in their order."""
        return self.snapshot.find_offers(list(references))

    def is_expired(self, reference: Reference) -> bool:
        """Tell whether a reference is a programme that has ended."""
        offer = self.snapshot.offers.get(reference)
        return isinstance(offer, FundingView) and is_over(offer, self.today)

    def topics_of(self, references: Sequence[Reference]) -> tuple[str, ...]:
        """Return the main topic of the first offer among some references."""
        return next((offer.topics[:1] for offer in self.find_offers(references)), ())

    def titles_of(self, slugs: Sequence[str], language: str = GERMAN) -> list[tuple[str, Reference]]:
        """Return the questions of FAQ entries; what is not visible is left out, and what is not in the language."""
        entries = [self.snapshot.entries[slug] for slug in slugs if slug in self.snapshot.entries]
        titles = [(entry.question_en if language == ENGLISH else entry.question, entry.slug) for entry in entries]
        return [(title, Reference("faq", slug)) for title, slug in titles if title]

    @property
    def office(self) -> ContactView | None:
        """The central office."""
        return self.snapshot.contacts.get(CENTRAL_OFFICE)

    @property
    def office_line(self) -> str:
        """The central office in one line."""
        return render.contact_line(self.office) if self.office else ""

    @property
    def lead_line(self) -> str:
        """The project lead in one line, for sentences that name a way out."""
        lead = self.snapshot.contacts.get(self.lead) or self.office
        return render.contact_line(lead) if lead else ""
