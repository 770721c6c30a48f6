"""Buttons that change a search: take one condition away, undo, or take what comes nearest to it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from bot.german.dates import MONTH_NAMES
from bot.german.distances import CENTRE, towns_around
from bot.german.period import whole_months
from bot.offers.filters import TRAINING, OfferFilters
from bot.offers.finding import MAXIMUM_COUNT, count_by_place, count_offers, find_first_day
from bot.search.named_conditions import conditions_in, keep_applicable, list_conditions, without
from bot.search.reply import Button
from bot.search.sentences import sentence

CHANGE = "/dialog_verfeinern"
UNDO = "/dialog_zurueck"
DROP, PLACE, MONTH, FORMAT = "ohne", "ort", "monat", "format"
MAXIMUM_CHIPS = 6
MAXIMUM_RELAXED = 3
NEXT_TOWN_KM = 40  # what is farther away is no alternative


@dataclass(frozen=True)
class Scope:
    """Where and when is searched."""

    session: Session
    today: date
    show_samples: bool

    def count(self, filters: OfferFilters) -> int:
        """Return how many offers meet the filters."""
        return count_offers(self.session, filters, today=self.today, show_samples=self.show_samples)


def apply_change(filters: OfferFilters, change: str) -> OfferFilters:
    """Return the filters as a pressed button wants them; an unknown change leaves them as they are."""
    kind, _, value = change.partition(":")
    if kind == DROP:
        return without(filters, value)
    if kind == PLACE:
        return replace(filters, place=value, radius_km=None)
    if kind == FORMAT:
        return replace(filters, formats=(value,), place="", radius_km=None)
    if kind == MONTH:
        year, _, month = value.partition("-")
        span = whole_months(int(year), int(month), int(month))
        return replace(filters, first_day=span.first, last_day=span.last)
    return filters


def chips(filters: OfferFilters, topic_names: Mapping[str, str]) -> tuple[Button, ...]:
    """Return the conditions in force, each as a button that takes it away; none where there is but one."""
    conditions = list_conditions(keep_applicable(filters), topic_names)
    if len(conditions) < 2:
        return ()
    return tuple(
        _button("angebote.filter_knopf", f"{DROP}:{name}", bedingung=text) for name, text in conditions[:MAXIMUM_CHIPS]
    )


def read_change(button: Button) -> str:
    """Return the change that a button of this module makes, for ``apply_change``; empty for undoing."""
    return str(json.loads(button.payload.removeprefix(CHANGE))["filter"]) if button.payload != UNDO else ""


def undo_button() -> Button:
    """Return the button that takes the last change back."""
    return Button(sentence("angebote.rueckgaengig_knopf"), UNDO)


def relaxing(scope: Scope, filters: OfferFilters, topic_names: Mapping[str, str]) -> tuple[Button, ...]:
    """Return for each condition whose absence gives more a button that drops exactly it, with the exact count."""
    wanted = keep_applicable(filters)
    before = scope.count(wanted)
    found = []
    for name, text in list_conditions(wanted, topic_names):
        relaxed = without(wanted, name)
        count = scope.count(relaxed) if relaxed.has_conditions else 0
        if count > before:
            found.append(_button("angebote.ohne_knopf", f"{DROP}:{name}", bedingung=f"„{text}“", anzahl=count))
        if len(found) == MAXIMUM_RELAXED:  # each count is a query
            break
    return tuple(found)


def nearest(scope: Scope, filters: OfferFilters) -> tuple[Button, ...]:
    """Return the nearest that there is instead: the next town, the next month, online."""
    wanted = keep_applicable(filters)
    if wanted.type != TRAINING:
        return ()
    return (*_next_town(scope, wanted), *_next_month(scope, wanted), *_online(scope, wanted))


def _next_town(scope: Scope, filters: OfferFilters) -> Iterator[Button]:
    if not filters.place and filters.radius_km is None:
        return
    counts = count_by_place(
        scope.session, without(filters, "place"), today=scope.today, show_samples=scope.show_samples
    )
    for town, kilometres in towns_around(filters.place or CENTRE, NEXT_TOWN_KM):
        if counts.get(town) and town != filters.place:
            values = {"ort": town, "kilometer": round(kilometres)}
            yield _button("angebote.statt_ort", f"{PLACE}:{town}", anzahl=counts[town], **values)
            return


def _next_month(scope: Scope, filters: OfferFilters) -> Iterator[Button]:
    if filters.last_day is None:
        return
    later = replace(filters, first_day=filters.last_day, last_day=None)
    day = find_first_day(scope.session, later, today=scope.today, show_samples=scope.show_samples)
    if day:
        change = f"{MONTH}:{day.year}-{day.month}"
        count = scope.count(apply_change(filters, change))
        yield _button("angebote.statt_monat", change, monat=f"{MONTH_NAMES[day.month - 1]} {day.year}", anzahl=count)


def _online(scope: Scope, filters: OfferFilters) -> Iterator[Button]:
    change = f"{FORMAT}:online"
    count = 0 if "online" in filters.formats or not filters.place else scope.count(apply_change(filters, change))
    if count:
        yield _button("angebote.statt_online", change, anzahl=count)


def _button(key: str, change: str, *, anzahl: int = 0, **values: object) -> Button:
    values["anzahl"] = anzahl if anzahl <= MAXIMUM_COUNT else f"{MAXIMUM_COUNT}+"
    return Button(sentence(key, **values), CHANGE + json.dumps({"filter": change}, ensure_ascii=False))


def has_several(filters: OfferFilters) -> bool:
    """Tell whether a search has so many conditions that leaving one out may help."""
    return len(conditions_in(keep_applicable(filters))) + len(filters.topics) > 1
