"""Search offers by conditions and by meaning; an empty result is explained and its conditions are loosened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from bot.german.dates import MONTH_NAMES
from bot.german.numbers import german_number
from bot.offers.filters import OfferFilters, is_set
from bot.offers.queries import OfferView, find_offers
from bot.search.reply import Reference

LIKELY = 0.12  # probability from which an offer belongs to the result whatever its topics
NEARLY_BEST = 0.8
TOPIC_WEIGHT = 0.35
OTHER_TOPIC_WEIGHT = 0.2


@dataclass(frozen=True)
class SearchResult:
    """Offers, best first; ``loosened`` names the conditions that had to be dropped, in German."""

    offers: tuple[OfferView, ...]
    loosened: tuple[str, ...] = ()


def search_offers(
    session: Session,
    filters: OfferFilters,
    probabilities: Mapping[Reference, float],
    *,
    today: date,
    show_samples: bool,
) -> SearchResult:
    """Return the offers that meet the filters, ranked by probability and topic. ``filters.type`` must be set.

    Where nothing meets all conditions, the least important one is dropped, then the next; topics stay to the end.
    """
    dropped: list[str] = []
    for attempt, name in _attempts(filters):
        if name:
            dropped.append(name)
        wants_all = not attempt.topics and attempt.has_hard_conditions
        likely = [] if wants_all else _likely_slugs(attempt, probabilities)
        found = find_offers(session, attempt, today=today, show_samples=show_samples, slugs=likely)
        if found:
            return SearchResult(tuple(_rank(found, attempt, probabilities)), tuple(dropped))
    return SearchResult((), ())


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


def _attempts(filters: OfferFilters) -> list[tuple[OfferFilters, str]]:
    """Return the filters as they are, then with one more condition dropped each time."""
    attempts = [(filters, "")]
    loosened = filters
    for names, emptied in (
        (("max_price",), {"max_price": None}),
        (("first_day", "last_day"), {"first_day": None, "last_day": None}),
        (("formats",), {"formats": ()}),
        (("place",), {"place": ""}),
        (("needs_voucher",), {"needs_voucher": False}),
        (("levels",), {"levels": ()}),
        (("kinds", "without_kinds"), {"kinds": (), "without_kinds": ()}),
    ):
        if any(is_set(getattr(loosened, name)) for name in names):
            text = describe_condition(loosened, names[0])
            loosened = replace(loosened, **emptied)
            attempts.append((loosened, text))
    return attempts


def describe_conditions(filters: OfferFilters, topic_names: Mapping[str, str]) -> str:
    """Return everything that a search asked for in German: type, topics and conditions."""
    topics = [topic_names.get(topic, topic) for topic in filters.topics]
    conditions = [name for _, name in _attempts(filters) if name]
    return ", ".join([_TYPES.get(filters.type, ""), *topics, *conditions]).strip(", ")


def describe_condition(filters: OfferFilters, name: str) -> str:
    """Return one condition in German, in quotation marks."""
    texts: dict[str, Callable[[], str]] = {
        "max_price": lambda: (
            "kostenlos" if not filters.max_price else f"höchstens {german_number(filters.max_price or 0)} Euro"
        ),
        "first_day": lambda: _describe_period(filters.first_day, filters.last_day),
        "formats": lambda: " oder ".join(_FORMATS[entry] for entry in filters.formats),
        "place": lambda: filters.place,
        "needs_voucher": lambda: "mit Bildungsgutschein",
        "levels": lambda: " oder ".join(_LEVELS[entry] for entry in filters.levels),
        "kinds": lambda: " oder ".join(_KINDS[entry] for entry in filters.kinds) or "ohne Kredit",
    }
    return f"„{texts[name]()}“"


_TYPES = {"foerderung": "Förderung", "weiterbildung": "Weiterbildung"}
_FORMATS = {
    "online": "online",
    "praesenz": "vor Ort",
    "inhouse": "im Betrieb",
    "blended": "teils online",
    "beratung": "Beratung",
}
_LEVELS = {"land": "Land Hessen", "bund": "Bund", "eu": "EU"}
_KINDS = {
    "zuschuss": "Zuschuss",
    "darlehen": "Darlehen",
    "buergschaft": "Bürgschaft",
    "beteiligung": "Beteiligung",
    "steuergutschrift": "Steuergutschrift",
    "beratung": "Beratung",
}


def _describe_period(first: date | None, last: date | None) -> str:
    if first and last and (first.year, first.month) == (last.year, last.month):
        return f"{MONTH_NAMES[first.month - 1]} {first.year}"
    parts = [f"ab {MONTH_NAMES[first.month - 1]} {first.year}" if first else ""]
    parts.append(f"bis {MONTH_NAMES[last.month - 1]} {last.year}" if last else "")
    return " ".join(part for part in parts if part)
