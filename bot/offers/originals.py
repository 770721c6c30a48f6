"""Read the texts of an offer that stay as their owner published them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.offers.importers.models import OfferOriginal
from bot.offers.models import Offer
from bot.offers.queries import OfferView


@dataclass(frozen=True)
class OriginalView:
    """Texts word for word, with the attribution that has to stand with them; ``sections`` are headings and texts."""

    short_text: str
    sections: tuple[tuple[str, str], ...]
    attribution: str


def read_original(session: Session, offer: OfferView) -> OriginalView | None:
    """Return the texts of an offer's owner, None where there are none."""
    named = (Offer.type == offer.type, Offer.slug == offer.slug)
    columns = (OfferOriginal.short_text, OfferOriginal.sections, OfferOriginal.attribution)
    row = session.execute(select(*columns).join(Offer, Offer.id == OfferOriginal.offer_id).where(*named)).first()
    if row is None:
        return None
    return OriginalView(row.short_text, tuple((heading, text) for heading, text in row.sections), row.attribution)
