"""The report of an import in German for the terminal, and as data for pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.offers.importers.offer_values import to_json
from bot.offers.importers.planning import Change, Plan

WORDS = {
    "new": "neu",
    "changed": "geändert",
    "unchanged": "unverändert",
    "gone": "entfallen",
    "conflicts": "zu entscheiden",
    "rejected": "abgelehnt",
    "skipped": "übergangen",
}
FIRST = 20  # of each list
MOST_LISTED = 200  # offers of each list that are kept


def sum_up(counts: Mapping[str, int]) -> str:
    """Return the numbers of an import in one sentence."""
    return ", ".join(f"{counts.get(name, 0)} {word}" for name, word in WORDS.items()) + "."


def describe_plan(plan: Plan, labels: Mapping[str, str]) -> list[str]:
    """Return the lines of a report: numbers, reasons, and the first ones of each kind; ``labels`` name the fields."""
    reading = plan.reading
    skipped = (f"Übergangen, {reason}: {count}." for reason, count in reading.skipped.most_common())
    gone = [f"Entfallen: „{change.title}“ ({change.known.slug})." for change in plan.gone]
    conflicts = [
        f"Zu entscheiden: „{change.title}“, {labels.get(one.name, one.name)}: "
        f"hier {_show(one.live)}, in der Quelle {_show(one.incoming)}."
        for change in plan.conflicts
        for one in change.conflicts
    ]
    problems = [f"Abgelehnt: {problem}" for problem in reading.problems]
    lists = (_first(conflicts, len(conflicts)), _first(gone, len(gone)), _first(problems, reading.rejected))
    return [sum_up(plan.counts), *reading.notes, *skipped, *(line for lines in lists for line in lines)]


def list_changes(plan: Plan) -> dict[str, list[Any]]:
    """Return which offers a plan concerns, the first ones of each list, as JSON holds them.

    New ones by their titles; those changed, gone or to be decided with short name, title, type and changed fields
    (name, value here, value in the source).
    """
    changed = [change for change in plan.changed if change.changes]
    return {
        "new": [record.values["title"] for record in plan.new[:MOST_LISTED]],
        "changed": [_list_change(change, change.changes) for change in changed[:MOST_LISTED]],
        "conflicts": [_list_change(change, change.conflicts) for change in plan.conflicts[:MOST_LISTED]],
        "gone": [_list_change(change, ()) for change in plan.gone[:MOST_LISTED]],
        "skipped": [list(pair) for pair in plan.reading.skipped.most_common()],
    }


def describe_preview(plan: Plan) -> dict[str, Any]:
    """Return what a file would change as JSON holds it: numbers, sentences and lists."""
    reading = plan.reading
    return {
        "counts": plan.counts,
        "notes": reading.notes,
        "problems": reading.problems,
        "doubts": plan.doubts,
        "lists": list_changes(plan),
    }


def _list_change(change: Change, fields: Any) -> dict[str, Any]:
    known = change.known
    return {
        "type": known.type,
        "slug": known.slug,
        "title": change.title,
        "fields": [[one.name, to_json(one.live), to_json(one.incoming)] for one in fields],
    }


def _first(lines: list[str], total: int) -> list[str]:
    shown = lines[:FIRST]
    return [*shown, f"… und {total - len(shown)} weitere."] if total > len(shown) else shown


def _show(value: object) -> str:
    if value in (None, "", []):
        return "nichts"
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"„{text if len(text) <= 80 else f'{text[:79]}…'}“"
