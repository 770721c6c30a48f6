"""What a visitor wants an offer to be like: the conditions of a search."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

FUNDING, TRAINING = "foerderung", "weiterbildung"


@dataclass(frozen=True)
class OfferFilters:
    """Conditions on offers; an empty field puts no condition. ``sort`` is "", "price" or "date".

    ``radius_km`` is counted from the place, from the centre of the region without one. Advice is the kind "beratung"
    of either type.
    """

    type: str = ""
    topics: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    place: str = ""
    first_day: date | None = None
    last_day: date | None = None
    max_price: float | None = None
    kinds: tuple[str, ...] = ()
    without_kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    employees: int | None = None
    needs_voucher: bool = False
    sort: str = ""
    radius_km: int | None = None
    without_places: tuple[str, ...] = ()
    without_topics: tuple[str, ...] = ()
    needs_azav: bool = False
    schedules: tuple[str, ...] = ()

    @property
    def has_conditions(self) -> bool:
        """Tell whether anything but the type is asked for."""
        return self != OfferFilters(type=self.type)

    @property
    def has_hard_conditions(self) -> bool:
        """Tell whether a condition is set that an offer either meets or not."""
        return replace(self, topics=(), employees=None, sort="") != OfferFilters(type=self.type)

    def merge(self, newer: OfferFilters) -> OfferFilters:
        """Return these filters with every condition that the newer ones set put in its place."""
        changes = {
            entry.name: getattr(newer, entry.name) for entry in fields(self) if is_set(getattr(newer, entry.name))
        }
        if "first_day" in changes or "last_day" in changes:
            changes |= {"first_day": newer.first_day, "last_day": newer.last_day}
        if "formats" in changes and "online" in newer.formats:
            changes |= {"place": newer.place, "radius_km": newer.radius_km}
        if newer.place:
            changes |= {"radius_km": newer.radius_km}
        if newer.place and "formats" not in changes:
            changes["formats"] = ()
        return replace(self, **changes)

    def to_slot(self) -> dict[str, Any]:
        """Return JSON-ready data for a slot."""
        return {
            name: value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
            if is_set(value)
        }

    @classmethod
    def from_slot(cls, data: dict[str, Any] | None) -> OfferFilters:
        """Read what ``to_slot`` gave; unknown keys are dropped."""
        known = {entry.name for entry in fields(cls)}
        values = {name: value for name, value in (data or {}).items() if name in known}
        for name, value in values.items():
            if isinstance(value, list):
                values[name] = tuple(value)
            elif name in ("first_day", "last_day"):
                values[name] = date.fromisoformat(value)
        return cls(**values)


def is_set(value: Any) -> bool:
    """Tell whether a field of the filters puts a condition: a highest price of 0 does, though 0 equals False."""
    return value is not None and value is not False and value not in ("", ())
