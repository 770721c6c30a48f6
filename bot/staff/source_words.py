"""What an import concerns, as its pages show it: the values of fields as people write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.content.kinds import KINDS
from bot.content.records import from_json
from bot.content.texts import write_value
from bot.revisions.difference import FieldChange, compare_texts


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
    fields = tuple(_compare(one["type"], *values) for values in one["fields"])
    return ShownChange(one["type"], one["slug"], one["title"], fields)


def _compare(type_: str, name: str, before: Any, after: Any) -> FieldChange:
    kind = KINDS[type_]
    one = kind.field(name)
    old, new = (write_value(one, from_json(kind, {name: value})[name]) for value in (before, after))
    return FieldChange(name, one.label, old, new, tuple(compare_texts(old, new)))
