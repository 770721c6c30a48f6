"""The conditions of a search one by one: each in German, and the search without it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.german.dates import MONTH_NAMES, german_date
from bot.german.distances import CENTRE
from bot.german.numbers import german_number
from bot.offers.filters import FUNDING, TRAINING, OfferFilters, is_set
from bot.offers.names import KIND_NAMES, LEVEL_NAMES

TOPIC = "topic:"  # before the slug of a topic, among the names of conditions
_TYPES = {FUNDING: "Förderung", TRAINING: "Weiterbildung"}
_FORMATS = {
    "online": "online",
    "praesenz": "vor Ort",
    "inhouse": "im Betrieb",
    "blended": "teils online",
    "beratung": "Beratung",
}
_SCHEDULES = {
    "vollzeit": "Vollzeit",
    "teilzeit": "Teilzeit",
    "berufsbegleitend": "berufsbegleitend",
    "abends": "abends",
    "wochenende": "am Wochenende",
}
_WITHOUT_KINDS = {**KIND_NAMES, "darlehen": "Kredit"}


@dataclass(frozen=True)
class Condition:
    """One thing a visitor asks for: the fields of the filters that hold it, the types it is for, and its German."""

    names: tuple[str, ...]
    types: tuple[str, ...]
    describe: Callable[[OfferFilters], str]

    @property
    def name(self) -> str:
        """The first field, which stands for the condition."""
        return self.names[0]

    def is_in(self, filters: OfferFilters) -> bool:
        """Tell whether a search of its type has the condition."""
        return filters.type in ("", *self.types) and any(is_set(getattr(filters, name)) for name in self.names)


def _either(names: Mapping[str, str], values: tuple[str, ...]) -> str:
    return " oder ".join(names[value] for value in values)


def _describe_place(filters: OfferFilters) -> str:
    if filters.radius_km is None:
        return filters.place
    return f"bis {filters.radius_km} km um {filters.place or CENTRE}"


def _describe_kinds(filters: OfferFilters) -> str:
    return _either(KIND_NAMES, filters.kinds) or f"ohne {_either(_WITHOUT_KINDS, filters.without_kinds)}"


def _describe_price(filters: OfferFilters) -> str:
    return f"höchstens {german_number(filters.max_price)} Euro" if filters.max_price else "kostenlos"


# The first ones are given up first where nothing meets them all.
CONDITIONS = (
    Condition(("max_price",), (TRAINING,), _describe_price),
    Condition(
        ("first_day", "last_day"), (TRAINING,), lambda filters: describe_period(filters.first_day, filters.last_day)
    ),
    Condition(("schedules",), (TRAINING,), lambda filters: _either(_SCHEDULES, filters.schedules)),
    Condition(("formats",), (TRAINING,), lambda filters: _either(_FORMATS, filters.formats)),
    Condition(("place", "radius_km"), (TRAINING,), _describe_place),
    Condition(("without_places",), (TRAINING,), lambda filters: f"nicht in {' oder '.join(filters.without_places)}"),
    Condition(("needs_voucher",), (TRAINING,), lambda _filters: "mit Bildungsgutschein"),
    Condition(("needs_azav",), (TRAINING,), lambda _filters: "AZAV-zugelassen"),
    Condition(("levels",), (FUNDING,), lambda filters: _either(LEVEL_NAMES, filters.levels)),
    Condition(("kinds", "without_kinds"), (FUNDING, TRAINING), _describe_kinds),
    Condition(("employees",), (FUNDING,), lambda filters: f"{filters.employees} Beschäftigte"),
)
_EMPTY = OfferFilters()


def conditions_in(filters: OfferFilters) -> list[Condition]:
    """Return the conditions of a search, topics left out, the least important first."""
    return [condition for condition in CONDITIONS if condition.is_in(filters)]


def keep_applicable(filters: OfferFilters) -> OfferFilters:
    """Return the filters without the conditions that offers of their type cannot have: a programme has no price."""
    foreign = [condition for condition in CONDITIONS if filters.type and filters.type not in condition.types]
    return replace(filters, **{name: getattr(_EMPTY, name) for one in foreign for name in one.names})


def without(filters: OfferFilters, name: str) -> OfferFilters:
    """Return the filters without a condition, by its name or ``topic:`` and a slug; unknown names change nothing."""
    if name.startswith(TOPIC):
        return replace(filters, topics=tuple(topic for topic in filters.topics if topic != name.removeprefix(TOPIC)))
    names = next((condition.names for condition in CONDITIONS if condition.name == name), ())
    return replace(filters, **{one: getattr(_EMPTY, one) for one in names})


def list_conditions(filters: OfferFilters, topic_names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return every condition of a search, topics first, as its name and its German."""
    topics = [(TOPIC + topic, topic_names.get(topic, topic)) for topic in filters.topics]
    return [*topics, *((condition.name, condition.describe(filters)) for condition in conditions_in(filters))]


def describe_conditions(filters: OfferFilters, topic_names: Mapping[str, str]) -> str:
    """Return everything that a search asked for in German: type, topics and conditions, the latter quoted."""
    topics = [topic_names.get(topic, topic) for topic in filters.topics]
    conditions = [f"„{condition.describe(filters)}“" for condition in conditions_in(filters)]
    return ", ".join([_TYPES.get(filters.type, ""), *topics, *conditions]).strip(", ")


def describe_period(first: date | None, last: date | None) -> str:
    """Return a span of days in German: by its month or year where it is one, else by its days."""
    if first and last and first.day == 1 and (last + timedelta(days=1)).day == 1:
        if (first.year, first.month) == (last.year, last.month):
            return f"{MONTH_NAMES[first.month - 1]} {first.year}"
        if (first.month, last.month, first.year) == (1, 12, last.year):
            return f"im Jahr {first.year}"
        return f"{MONTH_NAMES[first.month - 1]} {first.year} bis {MONTH_NAMES[last.month - 1]} {last.year}"
    if first and last:
        return f"{german_date(first.isoformat())} bis {german_date(last.isoformat())}"
    return _from_day(first) or _up_to_day(last)


def _from_day(day: date | None) -> str:
    if day is None:
        return ""
    return f"ab {MONTH_NAMES[day.month - 1]} {day.year}" if day.day == 1 else f"ab {german_date(day.isoformat())}"


def _up_to_day(day: date | None) -> str:
    if day is None:
        return ""
    is_end = (day + timedelta(days=1)).day == 1
    return f"bis {MONTH_NAMES[day.month - 1]} {day.year}" if is_end else f"bis {german_date(day.isoformat())}"
