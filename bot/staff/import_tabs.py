"""The tabs of an import: rows by what they would do, and later by what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.revisions.imports.models import (
    CHANGED,
    CONFLICT,
    HANDED_IN,
    KEPT,
    NEW,
    PUBLISHED,
    REFUSED,
    REJECTED,
    TAKEN_BACK,
    UNCHANGED,
    ImportRow,
)
from bot.revisions.imports.storing import TAKEABLE

ABSENT, LEFT = "fehlt", "left"
BY_STATE = {
    CHANGED: "Geändert",
    NEW: "Neu",
    CONFLICT: "Zu entscheiden",
    REJECTED: "Abgelehnt",
    UNCHANGED: "Unverändert",
}
BY_OUTCOME = {
    KEPT: "Nicht zurückgenommen",
    TAKEN_BACK: "Zurückgenommen",
    PUBLISHED: "Veröffentlicht",
    HANDED_IN: "Wartet auf Freigabe",
    REFUSED: "Nicht übernommen",
}
AFTERWARDS = (REJECTED, UNCHANGED)


@dataclass(frozen=True)
class Tab:
    """One tab; ``conditions`` find its rows."""

    name: str
    title: str
    count: int
    conditions: tuple[Any, ...] = ()


def find_tabs(states: Mapping[str, int], outcomes: Mapping[str, int], *, is_open: bool) -> list[Tab]:
    """Return the tabs of an import by the counts of its rows; afterwards only those with any."""
    if is_open:
        return [_by_state(state, states.get(state, 0)) for state in BY_STATE]
    tabs = [
        Tab(outcome, title, outcomes[outcome], (ImportRow.outcome == outcome,))
        for outcome, title in BY_OUTCOME.items()
        if outcomes.get(outcome)
    ]
    left = sum(states.get(state, 0) for state in TAKEABLE) - sum(outcomes.values())
    if left:
        tabs.append(Tab(LEFT, "Nicht ausgewählt", left, (ImportRow.state.in_(TAKEABLE), ImportRow.outcome == "")))
    return tabs + [_by_state(state, states[state]) for state in AFTERWARDS if states.get(state)]


def _by_state(state: str, count: int) -> Tab:
    return Tab(state, BY_STATE[state], count, (ImportRow.state == state,))
