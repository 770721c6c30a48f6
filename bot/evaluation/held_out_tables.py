"""German tables of what was measured on held-out phrasings."""

from __future__ import annotations

from collections.abc import Sequence

from bot.evaluation.calibration import Fit, Point
from bot.evaluation.report import german
from bot.evaluation.robustness import NoiseFigures
from bot.evaluation.verdicts import VERDICTS
from bot.search.gate import Gate

VERDICT_TITLES = ("richtig", "verwandt", "angeboten", "unsicher", "falsch")
GATE_WORDS = {
    "answer": "Antwort",
    "choices": "Rückfrage mit Auswahl",
    "out_of_scope": "nicht zuständig",
    "move": "Gesprächszug",
    "lexical": "Antwort ohne Klassifikator (nicht angepasst)",
}
CURVE_STEP = 5  # points of the curve from one line to the next


def calibration_table(fit: Fit, before: Gate) -> str:
    """Return the curve of thresholds for answers, and the fitted ones beside those before."""
    titles = "".join(f"{title:>11}" for title in VERDICT_TITLES)
    lines = [f"{'Antwort ab':12}{'Risiko':>8}{'ungewogen':>11}{titles}{'Fremdes beantw.':>17}   (Anteile in %)"]
    lines += [_curve_line(point) for point in _shown(fit)]
    lines.append(f"Erlaubtes Risiko {percent(fit.asked)} %, erreicht {percent(fit.reached.risk)} %.")
    lines.append(f"Abstand von Sicherheit und Trefferquote (ECE): {german(fit.calibration_error, 3)}")
    lines.append(f"{'Schwelle':46}{'bisher':>8}{'neu':>8}")
    lines += [
        f"{word:46}{german(getattr(before, name), 2):>8}{german(getattr(fit.gate, name), 2):>8}"
        for name, word in GATE_WORDS.items()
    ]
    return "\n".join(lines)


def _shown(fit: Fit) -> list[Point]:
    points = {point.answer: point for point in (*fit.curve[::CURVE_STEP], fit.reached)}
    return [points[answer] for answer in sorted(points)]


def _curve_line(point: Point) -> str:
    verdicts = "".join(f"{percent(point.verdicts[verdict]):>11}" for verdict in VERDICTS)
    foreign = f"{percent(point.foreign['wrong']):>17}"
    return f"{german(point.answer, 2):12}{percent(point.risk):>8}{percent(point.plain_risk):>11}{verdicts}{foreign}"


def robustness_table(figures: Sequence[NoiseFigures]) -> str:
    """Return one line for each kind of noise: shares in percent with their 95 % intervals."""
    lines = [f"{'Anteile in %':26}{'n':>6}{'richtig':>22}{'+angeboten':>22}{'falsch':>22}"]
    for row in figures:
        shares = (
            (row.right, row.right_ci),
            (row.right_or_offered, row.right_or_offered_ci),
            (row.wrong, row.wrong_ci),
        )
        lines.append(f"{row.noise:26}{row.n:>6}" + "".join(f"{with_interval(*share):>22}" for share in shares))
    return "\n".join(lines)


def with_interval(value: float, bounds: Sequence[float]) -> str:
    """Write a figure with its interval: ``54,3 (52,0–56,6)``."""
    low, high = bounds
    return f"{german(value)} ({german(low)}–{german(high)})"


def percent(share: float) -> str:
    """Write a share in percent with a decimal comma."""
    return german(100 * share)
