"""What the assistant remembers between two messages of a conversation; it lives in the tracker's slots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.offers.eligibility.answers import Answers
from bot.offers.filters import OfferFilters
from bot.search.reply import Reference


@dataclass(frozen=True)
class Memory:
    """``focus``: what was stated last, best first. ``results``: all hits of the last search, ``shown`` of them shown.
    ``misses``: messages in a row that were not settled. ``offered``: what a plain "ja" would accept now,
    ``handoff`` or ``second``: the second concern of the last message, ``second``. ``before``: the filters of the
    searches that led to the last one, the newest last. ``checked``: what was said in the funding check, for as long as
    the hits are its result. ``choices``: what was asked back with, as long as nothing else was stated."""

    focus: tuple[Reference, ...] = ()
    filters: OfferFilters = OfferFilters()
    results: tuple[Reference, ...] = ()
    shown: int = 0
    misses: int = 0
    offered: str = ""
    second: Reference | None = None
    before: tuple[OfferFilters, ...] = ()
    checked: Answers | None = None
    choices: tuple[Reference, ...] = ()

    def settled(self, focus: tuple[Reference, ...]) -> Memory:
        """Return the memory after content was stated."""
        return replace(self.replied(), focus=focus, second=None)

    def replied(self) -> Memory:
        """Return the memory after something was said that leaves the focus where it is."""
        return replace(self, misses=0, offered="", choices=())

    def to_slots(self) -> dict[str, Any]:
        """Return the slots of the domain with JSON-ready values."""
        return {
            "focus": [str(reference) for reference in self.focus],
            "search_filters": self.filters.to_slot(),
            "results": [str(reference) for reference in self.results],
            "shown": self.shown,
            "misses": self.misses,
            "offered": self.offered or None,
            "second_concern": str(self.second) if self.second else None,
            "searches_before": [filters.to_slot() for filters in self.before],
            "checked": None if self.checked is None else self.checked.to_slot(),
            "choices": [str(reference) for reference in self.choices],
        }

    @classmethod
    def from_slots(cls, slots: Mapping[str, Any]) -> Memory:
        """Read the memory from slots; missing ones are empty."""
        return cls(
            focus=tuple(Reference.parse(text) for text in slots.get("focus") or ()),
            filters=OfferFilters.from_slot(slots.get("search_filters")),
            results=tuple(Reference.parse(text) for text in slots.get("results") or ()),
            shown=int(slots.get("shown") or 0),
            misses=int(slots.get("misses") or 0),
            offered=slots.get("offered") or "",
            second=Reference.parse(slots["second_concern"]) if slots.get("second_concern") else None,
            before=tuple(OfferFilters.from_slot(data) for data in slots.get("searches_before") or ()),
            checked=Answers.from_slot(slots["checked"]) if slots.get("checked") is not None else None,
            choices=tuple(Reference.parse(text) for text in slots.get("choices") or ()),
        )


SLOT_NAMES = (
    "focus", "search_filters", "results", "shown", "misses", "offered", "second_concern", "searches_before", "checked",
    "choices",
)  # fmt: skip
