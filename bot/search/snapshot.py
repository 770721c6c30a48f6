"""All visible content of one version, read at once: what is shown comes from here, not from a query per message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot.contacts.queries import ContactView, read_contacts
from bot.faq.queries import FaqView, read_valid_entries
from bot.offers.filters import FUNDING, TRAINING
from bot.offers.queries import OfferView, read_all_offers
from bot.search.reply import Reference


@dataclass(frozen=True)
class Snapshot:
    """Content by slug, in the order of the database; ``variants`` gives the further ways to ask for an offer."""

    entries: dict[str, FaqView]
    offers: dict[Reference, OfferView]
    variants: dict[Reference, tuple[str, ...]]
    contacts: dict[str, ContactView]

    def find_offers(self, references: list[Reference]) -> list[OfferView]:
        """Return the offers of these references in their order; unknown ones are left out."""
        return [self.offers[reference] for reference in references if reference in self.offers]


def read_snapshot(session: Session, today: date, *, show_samples: bool) -> Snapshot:
    """Read all published and valid entries, all offers and contacts that are not archived (eleven queries)."""
    offers: dict[Reference, OfferView] = {}
    variants: dict[Reference, tuple[str, ...]] = {}
    for type_ in (FUNDING, TRAINING):
        for offer, texts in read_all_offers(session, type_, show_samples=show_samples):
            offers[Reference(offer.type, offer.slug)] = offer
            variants[Reference(offer.type, offer.slug)] = texts
    return Snapshot(
        {entry.slug: entry for entry in read_valid_entries(session, today)},
        offers,
        variants,
        {contact.slug: contact for contact in read_contacts(session)},
    )
