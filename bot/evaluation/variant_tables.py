"""German tables of the report on phrasings and of the learning curve."""

from __future__ import annotations

from collections.abc import Sequence

from bot.evaluation.held_out_tables import percent, with_interval
from bot.evaluation.learning_curve import CurvePoint
from bot.evaluation.report import german
from bot.evaluation.variants import EntryCost, VariantReport

SHOWN = 15


def variant_table(report: VariantReport, shown: int = SHOWN) -> str:
    """Return the worst of everything; the rest is in the JSON file."""
    thin = sorted((e for e in report.entries if e.thin), key=lambda e: -e.thin / e.phrasings)
    parts = [
        (
            f"Gleicher Text unter mehreren Einträgen: {len(report.same_texts)}",
            [f"  „{text}“: {', '.join(labels)}" for text, labels in report.same_texts[:shown]],
        ),
        (
            f"Gleiche Inhaltswörter wie ein fremder Eintrag: {len(report.collisions)}",
            [f"  {german(c.cosine, 2)}  {c.label} „{c.text[:60]}“ = {c.other}" for c in report.collisions[:shown]],
        ),
        (
            f"Einträge mit Formulierungen von weniger als zwei Inhaltswörtern: {len(thin)}",
            [f"  {percent(e.thin / e.phrasings):>5} %  {e.label} ({e.thin} von {e.phrasings})" for e in thin[:shown]],
        ),
        (
            "Teuerste Einträge (weder genannt noch angeboten, von allen Formulierungen):",
            [_entry_line(entry) for entry in report.entries[:shown]],
        ),
        (
            "Teuerste Verwechslungen (gemeint -> genannt):",
            [f"  {count:>3}  {meant} -> {stated}" for meant, stated, count in report.confusions[:shown]],
        ),
    ]
    return "\n".join(line for title, lines in parts for line in (title, *lines))


def _entry_line(entry: EntryCost) -> str:
    taken = ", ".join(f"{label} ({count})" for label, count in list(entry.taken_for.items())[:3])
    return f"  {entry.lost:>3} von {entry.phrasings:<4} {entry.label}" + (f", statt dessen {taken}" if taken else "")


def curve_table(points: Sequence[CurvePoint]) -> str:
    """Return one line for each share of the phrasings."""
    lines = [f"{'Anteil':>8}{'gelernt':>9}{'gefragt':>9}{'richtig in %':>22}{'unter den ersten drei':>24}"]
    lines += [
        f"{percent(point.share):>8}{point.learnt:>9}{point.asked:>9}{with_interval(point.right, point.right_ci):>22}"
        f"{german(point.among_three):>24}"
        for point in points
    ]
    return "\n".join(lines)
