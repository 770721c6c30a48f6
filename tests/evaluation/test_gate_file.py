from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.evaluation import gate_file
from bot.evaluation.calibration import Fit, Point
from bot.evaluation.folds import FoldSet, Phrasing, read_phrasings
from bot.evaluation.gate_file import changed_share, find_doubts, make_sketch, write_gate
from bot.search.brain import Brain
from bot.search.gate import GATE_FILE, Gate
from tests.conftest import TODAY
from tests.evaluation.held_out_samples import make_small_folds

GATE = Gate(answer=0.31, choices=0.1)
POINT = Point(0.31, 0.29, 0.2, {"right": 0.55}, {"right": 0.5})
FIT = Fit(GATE, 0.3, POINT, [POINT], 0.05)


@pytest.fixture(scope="module")
def phrasings(brain: Brain) -> list[Phrasing]:
    with brain.factory() as session:
        return read_phrasings(session, TODAY, brain.knowledge(session))


@pytest.fixture(scope="module")
def folds(brain: Brain, tmp_path_factory: pytest.TempPathFactory) -> FoldSet:
    return make_small_folds(brain, tmp_path_factory.mktemp("folds"))


@pytest.fixture(scope="module")
def written(folds: FoldSet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gate") / "gate.json"
    write_gate(path, FIT, folds, date(2026, 11, 22))
    return path


def test_the_committed_gate_belongs_to_the_seeded_content(phrasings: list[Phrasing]) -> None:
    stored = json.loads(GATE_FILE.read_text(encoding="utf-8"))
    changed = changed_share(stored["sketch"], make_sketch(phrasings))
    assert changed <= gate_file.MOST_CHANGED, f"{changed:.0%} of the phrasings have changed: run lotse calibrate"


def test_the_file_says_where_the_thresholds_come_from(written: Path, folds: FoldSet) -> None:
    stored = json.loads(written.read_text(encoding="utf-8"))
    assert stored["thresholds"]["answer"] == 0.31
    provenance = stored["provenance"]
    assert provenance["command"] == "lotse calibrate --risk 0.3"
    assert (provenance["date"], provenance["risk_reached"]) == ("2026-11-22", 0.29)
    assert provenance["content"] == folds.fingerprint
    assert len(written.read_text(encoding="utf-8").splitlines()) > len(stored["sample"])


def test_the_sample_is_of_texts_that_nobody_has_learnt(written: Path, folds: FoldSet) -> None:
    sample = json.loads(written.read_text(encoding="utf-8"))["sample"]
    learnt = {phrasing.text for phrasing in folds.phrasings}
    assert sample
    assert not learnt & {text for text, _ in sample}
    assert all(0 <= certainty <= 1 for _, certainty in sample)


def test_a_gate_that_fits_raises_no_doubts(written: Path, folds: FoldSet) -> None:
    assert find_doubts(written, folds.phrasings, folds.open(folds.everything).classifier, folds.brain) == []


def test_new_phrasings_raise_doubts(written: Path, folds: FoldSet) -> None:
    new = [
        replace(phrasing, text=f"{phrasing.text} heute") for phrasing in folds.phrasings[: len(folds.phrasings) // 2]
    ]
    first, *_, last = find_doubts(written, [*folds.phrasings, *new], None, folds.brain)
    assert "der Formulierungen neu oder entfallen" in first
    assert "lotse calibrate" in last


def test_a_classifier_that_is_less_sure_raises_doubts(
    written: Path, folds: FoldSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate_file, "measure_sample", lambda texts, *_: [0.0] * len(texts))
    first, _ = find_doubts(written, folds.phrasings, folds.open(folds.everything).classifier, folds.brain)
    assert "0% beantwortet statt" in first.replace(" %", "%")


def test_a_gate_that_was_never_fitted_says_so(tmp_path: Path, brain: Brain) -> None:
    path = tmp_path / "gate.json"
    path.write_text('{"thresholds": {"answer": 0.3, "choices": 0.1}}')
    assert "noch nie" in find_doubts(path, [], None, brain)[0]


def test_the_sketch_estimates_how_much_has_changed() -> None:
    texts = [Phrasing(f"Text {number}", "faq:a", 0) for number in range(2000)]
    half = [*texts[:1500], *(Phrasing(f"Neu {number}", "faq:a", 0) for number in range(500))]
    assert changed_share(make_sketch(texts), make_sketch(texts)) == 0.0
    assert changed_share(make_sketch(texts), make_sketch(half)) == pytest.approx(0.4, abs=0.1)
