"""The report of an import in German, for the terminal and for pages."""

from __future__ import annotations

from collections.abc import Mapping

from bot.offers.importers.planning import Plan

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


def _first(lines: list[str], total: int) -> list[str]:
    shown = lines[:FIRST]
    return [*shown, f"… und {total - len(shown)} weitere."] if total > len(shown) else shown


def _show(value: object) -> str:
    if value in (None, "", []):
        return "nichts"
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"„{text if len(text) <= 80 else f'{text[:79]}…'}“"
