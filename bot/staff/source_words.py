"""What an import concerns, as its pages show it: the values of fields as people write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.content.kinds import KINDS
from bot.revisions.difference import FieldChange, compare_values


@dataclass(frozen=True)
class ShownChange:
    """One offer, with the fields that differ."""

    kind: str
    slug: str
    title: str
    changes: tuple[FieldChange, ...]


def show_changes(lists: Mapping[str, Any]) -> dict[str, Any]:
    """Return the lists of a report with words in place of values; imports of earlier versions have none."""
    offers = ("changed", "conflicts", "gone")
    return {
        "new": lists.get("new", []),
        "skipped": lists.get("skipped", []),
        **{name: [_show(one) for one in lists.get(name, [])] for name in offers},
    }


def _show(one: Mapping[str, Any]) -> ShownChange:
    kind = KINDS[one["type"]]
    fields = tuple(compare_values(kind.field(name), before, after) for name, before, after in one["fields"])
    return ShownChange(kind.name, one["slug"], one["title"], fields)
