"""The process that fits early, with a real child and a small content."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.orm import sessionmaker

from bot.nlu import early_fit
from bot.nlu.early_fit import EarlyFit, _digest, fitting_early, train_or_take
from bot.search.classifier import TextClassifier, train_classifier
from tests.words import compiled_words

TEXTS = ["was kostet der kurs", "was kostet die schulung", "wo ist der kurs", "wo ist die schulung"]
LABELS = ["preis", "preis", "ort", "ort"]


def lay_down(folder: Path, labels: list[str] = LABELS, *, code: int = 0) -> EarlyFit:
    """Make a fit that has ended with a code and left its classifier."""
    train_classifier(TEXTS, labels, compiled_words()).save(folder / early_fit.CLASSIFIER)
    (folder / early_fit.EXAMPLES).write_text(_digest(zip(TEXTS, labels, strict=True)))
    process = subprocess.Popen([sys.executable, "-c", f"raise SystemExit({code})"])
    process.wait()
    return EarlyFit(process, folder)


def test_the_same_examples_in_another_order_take_the_fitted_classifier(tmp_path: Path) -> None:
    taken = lay_down(tmp_path).take(TEXTS[::-1], LABELS[::-1], compiled_words())
    assert taken is not None
    assert taken.guess("kostet")[0].label == "preis"


def test_a_fit_on_other_examples_and_one_that_failed_are_not_taken(tmp_path: Path) -> None:
    words = compiled_words()
    assert lay_down(tmp_path / "a", ["preis", "preis", "ort", "preis"]).take(TEXTS, LABELS, words) is None
    assert lay_down(tmp_path / "b", code=1).take(TEXTS, LABELS, words) is None


def test_without_an_early_fit_the_classifier_is_fitted_here() -> None:
    assert train_or_take(TEXTS, LABELS, compiled_words()).guess("wo")[0].label == "ort"


def test_what_was_fitted_early_is_taken_only_inside_the_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[Path] = []

    def take(fit: EarlyFit, *_examples: object) -> TextClassifier:
        taken.append(fit.folder)
        return train_classifier(TEXTS, LABELS, compiled_words())

    monkeypatch.setattr(EarlyFit, "take", take)
    monkeypatch.setattr(subprocess, "Popen", lambda *_arguments, **_options: FakeProcess())
    with fitting_early(tmp_path):
        train_or_take(TEXTS, LABELS, compiled_words())
    train_or_take(TEXTS, LABELS, compiled_words())
    assert taken == [tmp_path]


class FakeProcess:
    def kill(self) -> None:
        """Nothing runs."""

    def wait(self) -> int:
        return 0


@pytest.mark.slow
def test_the_process_learns_the_content_and_says_from_what(
    seeded: sessionmaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOTSE_DATABASE_URL", str(seeded.kw["bind"].url))
    monkeypatch.setenv("LOTSE_TODAY", "2026-11-22")
    monkeypatch.setattr(early_fit, "train_classifier", lambda _t, _l, words: train_classifier(TEXTS, LABELS, words))
    early_fit.main(tmp_path)
    assert TextClassifier.load(tmp_path / early_fit.CLASSIFIER, compiled_words()).labels == ["ort", "preis"]
    assert len((tmp_path / early_fit.EXAMPLES).read_text()) == 64
