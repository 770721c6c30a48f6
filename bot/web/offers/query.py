"""The query of the list of offers: the conditions of a search as they stand in an address, and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from bot.content.fields import DATE, MONEY, NUMBER, Field
from bot.content.texts import Unreadable, read_value
from bot.offers.addresses import LIST
from bot.offers.filters import FUNDING, TRAINING, OfferFilters, is_set
from bot.offers.models import FORMATS, FUNDING_KINDS, LEVELS, SCHEDULES, TYPES
from bot.search.named_conditions import keep_applicable

RADII = (10, 20, 40)  # km
SORTS = {"preis": "price", "termin": "date"}
LAST_PAGE = 50  # nobody reads on, and a database has to count its way there

# Conditions with several values, those with one that is typed, and those that are ticked: by their names in addresses.
SEVERAL = {"thema": "topics", "foerderart": "kinds", "ebene": "levels", "format": "formats", "zeiten": "schedules"}
TYPED = {
    "von": Field("first_day", "Ab", DATE),
    "bis": Field("last_day", "Bis", DATE),
    "preis": Field("max_price", "Preis", MONEY),
    "beschaeftigte": Field("employees", "Beschäftigte", NUMBER),
}
TICKED = {"azav": "needs_azav", "bildungsgutschein": "needs_voucher"}
CHOICES: dict[str, Collection[str]] = {
    "foerderart": FUNDING_KINDS,
    "ebene": LEVELS,
    "format": FORMATS,
    "zeiten": SCHEDULES,
}
UNKNOWN_PLACE = "Diesen Ort kenne ich nicht. Bitte wählen Sie einen aus der Liste."


@dataclass(frozen=True)
class Asked:
    """What an address asks for; ``problems`` are German sentences by parameter, and such conditions do not count."""

    filters: OfferFilters
    page: int = 1
    problems: Mapping[str, str] = field(default_factory=dict)


def read_query(query: QueryParams, *, topics: Collection[str], places: Collection[str]) -> Asked:
    """Read an address; what names something that there is not is left out, what is mistyped is a problem."""
    values: dict[str, Any] = {"type": query.get("art") if query.get("art") in TYPES else _guess_type(query)}
    problems: dict[str, str] = {}
    known = {**CHOICES, "thema": topics}
    for name, attribute in SEVERAL.items():
        values[attribute] = tuple(dict.fromkeys(one for one in query.getlist(name) if one in known[name]))
    for name, one in TYPED.items():
        try:
            values[one.name] = read_value(one, query.get(name, ""))
        except Unreadable as problem:
            problems[name] = str(problem)
    values |= {attribute: query.get(name) == "ja" for name, attribute in TICKED.items()}
    values["sort"] = SORTS.get(query.get("sortierung", ""), "")
    place, radius = query.get("ort", ""), query.get("umkreis", "")
    if place in places:
        values["place"] = place
        values["radius_km"] = int(radius) if radius in map(str, RADII) else None
    elif place:
        problems["ort"] = UNKNOWN_PLACE
    filters = OfferFilters(**values)
    if filters.first_day and filters.last_day and filters.first_day > filters.last_day:
        problems["bis"] = "Das Ende liegt vor dem Anfang."
        filters = replace(filters, last_day=None)
    return Asked(keep_applicable(filters), _read_page(query.get("seite", "")), problems)


def write_query(filters: OfferFilters, page: int = 1) -> str:
    """Return the address of the list with these conditions."""
    pairs: list[tuple[str, str]] = [("art", filters.type)]
    for name, attribute in SEVERAL.items():
        pairs += [(name, value) for value in getattr(filters, attribute)]
    if filters.place:
        pairs.append(("ort", filters.place))
        pairs += [("umkreis", str(filters.radius_km))] if filters.radius_km is not None else []
    for name, one in TYPED.items():
        value = getattr(filters, one.name)
        pairs += [(name, _write_typed(value))] if is_set(value) else []
    pairs += [(name, "ja") for name, attribute in TICKED.items() if getattr(filters, attribute)]
    pairs += [("sortierung", name) for name, sort in SORTS.items() if sort == filters.sort]
    pairs += [("seite", str(page))] if page > 1 else []
    return f"{LIST}?{urlencode(pairs)}"


def _guess_type(query: QueryParams) -> str:
    """Return the type that an address without one is for: training where it asks for what only training has."""
    only_training = {"format", "zeiten", "ort", "von", "bis", "preis", *TICKED}
    return TRAINING if only_training & set(query) else FUNDING


def _read_page(text: str) -> int:
    return min(max(int(text), 1), LAST_PAGE) if text.isdecimal() and len(text) < 5 else 1


def _write_typed(value: date | float) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:.2f}".replace(".", ",") if value % 1 else str(int(value))
