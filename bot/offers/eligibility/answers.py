"""What a company says of itself and of its plan in the funding check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from math import inf
from typing import Any

from bot.offers.eligibility.sme import Figures, find_sizes

Range = tuple[float, float]  # from, to
ANYTHING: Range = (0, inf)


@dataclass(frozen=True)
class Answers:
    """Each is None or empty where it is not known; money in euros, ``employees`` without the rest of a group.

    ``place`` is a town of the region or a Land, and lies in ``state``; ``topics`` are slugs.
    """

    employees: int | None = None
    turnover_eur: int | None = None
    balance_eur: int | None = None
    in_group: bool | None = None
    group_employees: int | None = None
    place: str = ""
    state: str = ""
    topics: tuple[str, ...] = ()
    budget_eur: int | None = None
    has_started: bool | None = None
    starts_on: date | None = None

    @property
    def sizes(self) -> tuple[str, ...]:
        """Return every size by the EU definition that the company may have, all of them where nothing is known."""
        ranges = (self.headcount, self.turnover, self._own(self.balance_eur))
        return find_sizes(Figures(*(low for low, _ in ranges)), Figures(*(high for _, high in ranges)))

    @property
    def headcount(self) -> Range:
        """Return between which numbers the employees lie, those of linked companies among them."""
        if self.group_employees is not None:
            return (self.group_employees, self.group_employees)
        return self._own(self.employees)

    @property
    def turnover(self) -> Range:
        """Return between which amounts the turnover lies, that of linked companies with it."""
        return self._own(self.turnover_eur)

    @property
    def budget(self) -> Range:
        """Return between which amounts the budget lies."""
        return ANYTHING if self.budget_eur is None else (self.budget_eur, self.budget_eur)

    def _own(self, value: int | None) -> Range:
        """Return what a figure of the company alone says: with a group behind it, or perhaps one, it may be more."""
        if value is None:
            return ANYTHING
        return (value, value if self.in_group is False else inf)

    def to_slot(self) -> dict[str, Any]:
        """Return JSON-ready data of what is known."""
        known = {name: value for name, value in asdict(self).items() if value is not None and value not in ("", ())}
        return {
            name: value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
            for name, value in known.items()
        }

    @classmethod
    def from_slot(cls, data: Mapping[str, Any]) -> Answers:
        """Read what ``to_slot`` gave; unknown keys are dropped."""
        known = {one.name for one in fields(cls)}
        values = {name: value for name, value in data.items() if name in known}
        if values.get("starts_on"):
            values["starts_on"] = date.fromisoformat(values["starts_on"])
        return cls(**{**values, "topics": tuple(values.get("topics", ()))})
