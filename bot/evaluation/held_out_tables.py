"""German tables of what was measured on held-out phrasings."""

from __future__ import annotations

from bot.evaluation.calibration import Fit, Point
from bot.evaluation.report import german
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


def percent(share: float) -> str:
    """Write a share in percent with a decimal comma."""
    return german(100 * share)
