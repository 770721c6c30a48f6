"""The size of an enterprise by the EU definition (Recommendation 2003/361/EC, annex, articles 2 to 6).

Headcount is in annual work units, money in euros. Turnover *or* balance sheet total has to stay within its ceiling.
Figures of linked enterprises (more than 50 %) count in full, those of partner enterprises (25 to 50 %) by their
share. Not modelled: that a class changes only after two years in a row, and holdings of public bodies.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

LINKED_ABOVE, PARTNER_FROM = 0.5, 0.25
MICRO, SMALL, MEDIUM, LARGE = "kleinst", "klein", "mittel", "gross"
SIZES = (MICRO, SMALL, MEDIUM, LARGE)


@dataclass(frozen=True)
class Ceiling:
    """What an enterprise of a size stays within: fewer employees than ``below``, money up to one of two amounts."""

    below: int
    turnover_eur: int
    balance_eur: int


CEILINGS = {
    MICRO: Ceiling(10, 2_000_000, 2_000_000),
    SMALL: Ceiling(50, 10_000_000, 10_000_000),
    MEDIUM: Ceiling(250, 50_000_000, 43_000_000),
}


@dataclass(frozen=True)
class Figures:
    """The figures of an enterprise; None where one is not known."""

    employees: float | None = None
    turnover_eur: float | None = None
    balance_eur: float | None = None


@dataclass(frozen=True)
class Holding:
    """Another enterprise and the larger share that one of the two holds in the other, from 0 to 1."""

    figures: Figures
    share: float


def sum_up(own: Figures, holdings: Iterable[Holding]) -> Figures:
    """Return the figures that count: a sum with something unknown in it is unknown, shares under 25 % do not count."""
    parts = [(own, 1.0), *((one.figures, _weight(one.share)) for one in holdings if one.share >= PARTNER_FROM)]
    return Figures(
        _add((figures.employees, weight) for figures, weight in parts),
        _add((figures.turnover_eur, weight) for figures, weight in parts),
        _add((figures.balance_eur, weight) for figures, weight in parts),
    )


def find_sizes(lowest: Figures, highest: Figures) -> tuple[str, ...]:
    """Return every size that an enterprise may have, the smallest first; one only where it is certain.

    Its figures lie between the two; an unknown one is at least 0, and without an upper limit.
    """
    found = []
    for size, ceiling in CEILINGS.items():
        if _is_within(lowest, ceiling, unknown=0):
            found.append(size)
        if _is_within(highest, ceiling, unknown=inf):
            return tuple(found)
    return (*found, LARGE)


def _weight(share: float) -> float:
    return 1.0 if share > LINKED_ABOVE else share


def _add(parts: Iterable[tuple[float | None, float]]) -> float | None:
    total = 0.0
    for value, weight in parts:
        if value is None:
            return None
        total += value * weight
    return total


def _is_within(figures: Figures, ceiling: Ceiling, *, unknown: float) -> bool:
    known = (figures.employees, figures.turnover_eur, figures.balance_eur)
    employees, turnover, balance = (unknown if value is None else value for value in known)
    return employees < ceiling.below and (turnover <= ceiling.turnover_eur or balance <= ceiling.balance_eur)
