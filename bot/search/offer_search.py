"""Search offers by conditions and by meaning; an empty result is explained and its conditions are loosened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot.offers.filters import OfferFilters
from bot.offers.finding import find_offers
from bot.offers.queries import OfferView
from bot.search.named_conditions import conditions_in, keep_applicable, without
from bot.search.reply import Reference

LIKELY = 0.12  # probability from which an offer belongs to the result whatever its topics
NEARLY_BEST = 0.8
TOPIC_WEIGHT = 0.35
OTHER_TOPIC_WEIGHT = 0.2
MAXIMUM_HITS = 50  # offers that are read and remembered; there may be more


@dataclass(frozen=True)
class SearchResult:
    """Offers, best first, and how many there are in all; ``loosened`` are the conditions that had to be dropped.

    The conditions are in German, each in quotation marks; ``filters`` are those without them, None without offers.
    """

    offers: tuple[OfferView, ...]
    loosened: tuple[str, ...] = ()
    total: int = 0
    filters: OfferFilters | None = None


def search_offers(
    session: Session,
    filters: OfferFilters,
    probabilities: Mapping[Reference, float],
    *,
    today: date,
    show_samples: bool,
) -> SearchResult:
    """Return the offers that meet the filters, ranked by probability and topic. ``filters.type`` must be set.

    Where nothing meets all conditions, the least important one is dropped whose absence is enough; where no single one
    is, one after the other. Topics stay to the end.
    """
    wanted = keep_applicable(filters)
    for attempt, dropped in _attempts(wanted):
        wants_all = not attempt.topics and attempt.has_hard_conditions
        likely = [] if wants_all else _likely_slugs(attempt, probabilities)
        page = find_offers(session, attempt, today=today, show_samples=show_samples, slugs=likely, limit=MAXIMUM_HITS)
        if page.total:
            return SearchResult(tuple(_rank(page.offers, attempt, probabilities)), dropped, page.total, attempt)
    return SearchResult(())


def _likely_slugs(filters: OfferFilters, probabilities: Mapping[Reference, float]) -> list[str]:
    """Return the offers that belong to the result whatever their topics.

    Beside a topic only what is nearly as likely as the best: the name of a town alone makes some courses likely.
    """
    ranked = {ref.slug: value for ref, value in probabilities.items() if ref.type == filters.type}
    needed = max(LIKELY, NEARLY_BEST * max(ranked.values(), default=0.0)) if filters.topics else LIKELY
    return [slug for slug, value in ranked.items() if value >= needed]


def _rank(found: list[OfferView], filters: OfferFilters, probabilities: Mapping[Reference, float]) -> list[OfferView]:
    if filters.sort:
        return found

    def score(offer: OfferView) -> float:
        value = probabilities.get(Reference(offer.type, offer.slug), 0.0)
        for position, topic in enumerate(offer.topics):
            if topic in filters.topics:
                value += OTHER_TOPIC_WEIGHT if position else TOPIC_WEIGHT
        return value

    return sorted(found, key=score, reverse=True)


def _attempts(filters: OfferFilters) -> list[tuple[OfferFilters, tuple[str, ...]]]:
    """Return the filters as they are, then without each single condition, then without more and more of them."""
    names = [(condition.name, f"„{condition.describe(filters)}“") for condition in conditions_in(filters)]
    attempts = [(filters, ()), *((without(filters, name), (text,)) for name, text in names)]
    for count in range(2, len(names) + 1):
        loosened = filters
        for name, _ in names[:count]:
            loosened = without(loosened, name)
        attempts.append((loosened, tuple(text for _, text in names[:count])))
    return attempts
