"""The fitted gate as a file with its provenance, and whether it still belongs to the content and the classifier."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from random import Random
from typing import Any
from zlib import crc32

from bot.evaluation.calibration import Fit
from bot.evaluation.folds import ALWAYS_LEARNT, Fold, FoldSet, Phrasing
from bot.evaluation.held_out import look_out
from bot.evaluation.noise import add_slips, shorten
from bot.search.brain import Brain
from bot.search.classifier import TextClassifier

SKETCH_SIZE = 200
SAMPLE_SIZE = 120
MOST_CHANGED = 0.1  # share of phrasings that may be new or gone
MOST_SHIFTED = 0.08  # by which the share of answered sample texts may differ
ADVICE = "Bitte die Schwellen mit „lotse calibrate“ neu anpassen."


def make_sketch(phrasings: Sequence[Phrasing]) -> list[int]:
    """Return the smallest checksums of all phrasings: contents share as many as they have in common (Broder 1997)."""
    return sorted({crc32(f"{phrasing.label}\t{phrasing.text}".encode()) for phrasing in phrasings})[:SKETCH_SIZE]


def changed_share(before: Sequence[int], now: Sequence[int]) -> float:
    """Return the estimated share of phrasings that only one of two contents has, between 0 and 1."""
    smallest = set(sorted({*before, *now})[:SKETCH_SIZE])
    return 1 - len(smallest & set(before) & set(now)) / len(smallest) if smallest else 0.0


def draw_sample(phrasings: Sequence[Phrasing], brain: Brain) -> list[str]:
    """Return phrasings written as nobody has learnt them: in telegram style and with a slip."""
    content = [phrasing for phrasing in phrasings if phrasing.fold != ALWAYS_LEARNT and ":" in phrasing.label]
    drawn = sorted(content, key=lambda phrasing: crc32(phrasing.text.encode()))[:SAMPLE_SIZE]
    rng = Random(0)  # noqa: S311 - reproducible, not secret
    return [add_slips(shorten(phrasing.text, brain.words), rng) for phrasing in drawn]


def measure_sample(texts: Sequence[str], classifier: TextClassifier, brain: Brain) -> list[float]:
    """Return how sure the brain is of its best answer to each text."""
    fold = Fold(classifier, brain.knowledge())
    outlooks = look_out([Phrasing(text, "", ALWAYS_LEARNT) for text in texts], fold, brain)
    return [round(outlook.certainty, 3) for outlook in outlooks]


def write_gate(path: Path, fit: Fit, folds: FoldSet, day: date) -> None:
    """Write thresholds, provenance and what is needed to see when they no longer fit."""
    texts = draw_sample(folds.phrasings, folds.brain)
    certainties = measure_sample(texts, folds.open(folds.everything).classifier, folds.brain)
    stored = {
        "thresholds": asdict(fit.gate),
        "provenance": {
            "command": f"lotse calibrate --risk {fit.asked}",
            "date": day.isoformat(),
            "content": folds.fingerprint,
            "phrasings": sum(phrasing.fold != ALWAYS_LEARNT for phrasing in folds.phrasings),
            "risk_asked": fit.asked,
            "risk_reached": round(fit.reached.risk, 4),
            "wrong_among_answered": round(fit.reached.plain_risk, 4),
            "verdicts": {verdict: round(share, 4) for verdict, share in fit.reached.verdicts.items()},
            "calibration_error": round(fit.calibration_error, 4),
        },
        "sketch": make_sketch(folds.phrasings),
        "sample": list(zip(texts, certainties, strict=True)),
    }
    path.write_text(_dump(stored), encoding="utf-8")


def _dump(stored: dict[str, Any]) -> str:
    """Return JSON with a line for each sample text, so that a change can be read."""
    sample = ",\n  ".join(json.dumps(pair, ensure_ascii=False) for pair in stored.pop("sample"))
    head = json.dumps(stored | {"sketch": "#"}, ensure_ascii=False, indent=1).removesuffix("\n}")
    head = head.replace('"#"', json.dumps(stored["sketch"]))
    return f'{head},\n "sample": [\n  {sample}\n ]\n}}\n'


def find_doubts(
    path: Path, phrasings: Sequence[Phrasing], classifier: TextClassifier | None, brain: Brain
) -> list[str]:
    """Return German sentences on why the gate no longer fits content or classifier; none where it does."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    if "sketch" not in stored:
        return [f"Die Schwellen sind noch nie an die Inhalte angepasst worden. {ADVICE}"]
    doubts = []
    changed = changed_share(stored["sketch"], make_sketch(phrasings))
    if changed > MOST_CHANGED:
        doubts.append(f"Seit der letzten Anpassung sind rund {changed:.0%} der Formulierungen neu oder entfallen.")
    if classifier is not None and stored["sample"]:
        texts, before = zip(*stored["sample"], strict=True)
        now = measure_sample(texts, classifier, brain)
        first, second = (sum(value >= brain.gate.answer for value in values) / len(texts) for values in (before, now))
        if abs(first - second) > MOST_SHIFTED:
            doubts.append(f"Von {len(texts)} Probefragen würden jetzt {second:.0%} beantwortet statt {first:.0%}.")
    return [*doubts, ADVICE] if doubts else []
