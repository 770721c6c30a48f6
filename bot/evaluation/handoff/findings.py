"""What a check of a simulation has found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

Item = TypeVar("Item")


@dataclass
class Finding:
    """One thing that must hold: how often it was looked at, and where it did not."""

    title: str  # German
    checked: int = 0
    broken: list[str] = field(default_factory=list)  # German

    def look(self, is_so: bool, otherwise: str) -> None:
        """Count one look."""
        self.checked += 1
        if not is_so:
            self.broken.append(otherwise)


def is_in_order(wanted: Sequence[Item], among: Sequence[Item]) -> bool:
    """Tell whether the wanted items come among others in their order, each once."""
    kept = set(wanted)
    return [item for item in among if item in kept] == list(wanted)
