"""What has to be said with an offer in chat and page: that it has ended, is in doubt, ends soon, is invented."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.german.dates import german_date
from bot.offers.availability import days_left, is_over, last_day_of
from bot.offers.queries import FundingView, OfferView, TrainingView
from bot.search.sentences import sentence

_UNCERTAIN = {"teilweise": "angebote.teilweise_belegt", "allgemein": "angebote.nicht_belegt"}


def standing_notes(offer: OfferView, today: date) -> list[str]:
    """Return what keeps somebody from having an offer, or may do so; that it has ended comes first."""
    notes = [_ended(offer)] if is_over(offer, today) else []
    if isinstance(offer, FundingView) and offer.is_information_only:
        notes.append(sentence("angebote.nur_auskunft"))
    if isinstance(offer, FundingView) and offer.status == "unsicher":
        notes.append(sentence("angebote.status_unsicher"))
    return notes


def doubt_notes(offer: OfferView) -> list[str]:
    """Return how far the facts of an offer are vouched for, where they are not wholly."""
    if isinstance(offer, FundingView) and offer.certainty in _UNCERTAIN:
        return [sentence(_UNCERTAIN[offer.certainty])]
    return []


def ending_notes(offer: OfferView, today: date) -> list[str]:
    """Return that an offer ends soon, where it does."""
    days = days_left(offer, today)
    if days is None:
        return []
    if not days:
        return [sentence("angebote.laeuft_heute_ab", titel=offer.title)]
    day = german_date((today + timedelta(days=days)).isoformat())
    return [sentence("angebote.laeuft_ab", titel=offer.title, tage=days, tag=day)]


def common_notes(offers: Sequence[OfferView]) -> list[str]:
    """Return what holds for some of the offers and is said once for all of them."""
    notes = []
    if any(offer.is_sample for offer in offers):
        notes.append(sentence("angebote.hinweis_beispiel"))
    if any(isinstance(offer, FundingView) and offer.apply_before_start == "ja" for offer in offers):
        notes.append(sentence("angebote.hinweis_foerderung"))
    return notes


def _ended(offer: OfferView) -> str:
    last = last_day_of(offer)
    day = german_date(last.isoformat()) if last else ""
    if isinstance(offer, TrainingView) and day:
        return sentence("angebote.kurs_vorbei", tag=day)
    return sentence("angebote.ausgelaufen_seit", tag=day) if day else sentence("angebote.ausgelaufen")
