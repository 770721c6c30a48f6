"""The table of a comparison: the systems side by side, in German."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.evaluation.compare_figures import (
    DEVELOPMENT,
    LENIENT,
    STRICT,
    CompareReport,
    Lead,
    Share,
    Spread,
    SystemFigures,
)
from bot.evaluation.compare_ours import CLASSIFIER, RANKING
from bot.evaluation.report import german

MEASURE_TITLES = {
    STRICT: "genau das Label",
    LENIENT: "es oder ein verwandtes",
    DEVELOPMENT: "Entwicklungsfragen",
}
FIRST, WIDTH = 32, 22


def compare_table(report: CompareReport) -> str:
    """Return all figures of a comparison."""
    development = f", dazu {report.development_queries} Entwicklungsfragen" if report.development_queries else ""
    lines = [
        f"Gelernt: {report.train_texts} Texte mit {report.labels} Labels; gefragt: {report.queries} Texte{development}",
        *_system_lines(report.systems),
    ]
    if report.leads:
        lines += _lead_lines(report.leads)
    if report.spreads:
        lines += _spread_lines(report.spreads)
    return "\n".join([*lines, *_explanations(report)])


def _system_lines(systems: Sequence[SystemFigures]) -> Iterator[str]:
    yield _row("", [system.name for system in systems])
    yield "R@1 in % (95 %)"
    for measure in systems[0].r1:
        yield _row(f"  {MEASURE_TITLES[measure]}", [_share(system.r1[measure]) for system in systems])
    yield _row("Training", [f"{german(system.training_seconds)} s" for system in systems])
    yield _row("  Rechenzeit", [f"{german(system.training_cpu_seconds)} s" for system in systems])
    yield _row("Je Nachricht (Median)", [f"{german(system.message_ms, 2)} ms" for system in systems])


def _lead_lines(leads: Sequence[Lead]) -> Iterator[str]:
    yield "Vorsprung vor Rasa in Punkten (95 %, gepaart)"
    for measure in leads[0].points:
        yield _row(f"  {MEASURE_TITLES[measure]}", [_share(lead.points[measure], sign="+") for lead in leads])
    yield _row("Rasas Training dauert", [f"{german(lead.training_ratio)}-mal so lang" for lead in leads])
    yield _row("  Rechenzeit", [f"{german(lead.training_cpu_ratio)}-mal so lang" for lead in leads])


def _spread_lines(spreads: Sequence[Spread]) -> Iterator[str]:
    yield f"Mittel über {len(spreads[0].values[STRICT])} Aufteilungen (± Standardabweichung)"
    for measure in spreads[0].mean:
        cells = [f"{german(spread.mean[measure])} ± {german(spread.deviation[measure])}" for spread in spreads]
        yield _row(f"  {MEASURE_TITLES[measure]}", cells)


def _explanations(report: CompareReport) -> Iterator[str]:
    yield f"{CLASSIFIER}: lernt aus denselben Texten, aus sonst nichts."
    yield f"{RANKING}: dazu die Wörter der Einträge (Titel, Stichwörter, Antworten), soweit es sie gibt."
    if report.leads:
        stock = report.systems[-1]
        yield (
            f"{stock.name}: gezählt wird das beste Label, auch wenn es der FallbackClassifier als unsicher ablehnt "
            f"({german(stock.rejected)} % der Texte)."
        )


def _row(title: str, cells: list[str]) -> str:
    return f"{title:{FIRST}}" + "".join(f"{cell:>{WIDTH}}" for cell in cells)


def _share(share: Share, sign: str = "") -> str:
    low, high = (german(bound) for bound in share.interval)
    value = f"{share.value:{sign}.1f}".replace(".", ",")
    return f"{value} ({low} bis {high})"
