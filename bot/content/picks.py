"""What needs care: conditions under which records are picked for a list, each for the kinds it can hold for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select

from bot.contacts.models import Contact
from bot.content.kinds import CONTACT, FAQ, FUNDING, TRAINING
from bot.faq.models import FaqEntry
from bot.offers.models import FundingProgramme, Offer, TrainingOffer

SOON = timedelta(days=30)
OVERDUE, EXPIRING, UNKNOWN, WITHOUT_SOURCE = "wiedervorlage", "laeuft-ab", "unbekannt", "ohne-quelle"


@dataclass(frozen=True)
class Pick:
    """``where`` gives the condition of each kind for a day."""

    title: str
    where: Mapping[str, Callable[[date], Any]]


# The own columns of an offer, without joining: the list reads the common table alone.
_funding, _training = FundingProgramme.__table__.c, TrainingOffer.__table__.c

PICKS = {
    OVERDUE: Pick(
        "Wiedervorlage überfällig",
        {
            FAQ.name: lambda today: FaqEntry.review_on < today,
            FUNDING.name: lambda today: Offer.review_on < today,
            TRAINING.name: lambda today: Offer.review_on < today,
            CONTACT.name: lambda today: Contact.review_on < today,
        },
    ),
    EXPIRING: Pick(
        "abgelaufen oder in 30 Tagen",
        {
            FAQ.name: lambda today: FaqEntry.valid_until < today + SOON,
            FUNDING.name: lambda today: _has_offer(_funding.id, _funding.valid_until < today + SOON),
            TRAINING.name: lambda today: _has_offer(_training.id, _training.ends_on < today + SOON),
        },
    ),
    UNKNOWN: Pick(
        "mit unbekannten Angaben",
        {
            FUNDING.name: lambda _today: _has_offer(_funding.id, _funding.apply_before_start == "unbekannt"),
            TRAINING.name: lambda _today: _has_offer(
                _training.id,
                or_(
                    _training.format == "",
                    _training.price_eur.is_(None),
                    _training.azav == "unbekannt",
                    _training.education_voucher == "unbekannt",
                ),
            ),
            CONTACT.name: lambda _today: (Contact.phone == "") & (Contact.email == ""),
        },
    ),
    WITHOUT_SOURCE: Pick(
        "ohne Adresse der Quelle",
        {
            FAQ.name: lambda _today: or_(FaqEntry.source_url.is_(None), FaqEntry.source_url == ""),
            FUNDING.name: lambda _today: Offer.source_url == "",
            TRAINING.name: lambda _today: Offer.source_url == "",
        },
    ),
}


def _has_offer(owner: Any, condition: Any) -> Any:
    return Offer.id.in_(select(owner).where(condition))
