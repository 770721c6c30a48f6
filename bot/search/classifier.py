"""A linear text classifier over words, character n-grams and word forms: fast to train, faster to ask.

It gives the posterior over FAQ entries, offers and dialogue moves that the answering brain takes as a prior. Training
uses scikit-learn; asking needs only NumPy, so that gateway and action server stay small.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.german.words import Words
from bot.search.features import Features, fit_features

REGULARISATION = 0.3  # C of the support vector machine, by cross-validation
TOLERANCE = 0.05  # of its solver; a finer one takes a sixth longer and guesses the same
# Margins become probabilities by a softmax. The factor is fitted on the development questions (docs/measurements.md).
SHARPNESS = 8.0
MINIMUM_FUZZY = 5
LABELS_PER_SHARE = 80  # fitted by one process in one go; a few labels are not worth a process


class NothingToLearn(ValueError):
    """The texts cannot be told apart: there is one label only, or no two texts have anything in common."""


@dataclass(frozen=True)
class Guess:
    """A label with its posterior probability."""

    label: str
    probability: float


class TextClassifier:
    """Weights of all labels over the grams of some features, shape ``(grams, labels)``."""

    def __init__(self, labels: list[str], features: Features, *, weights: Any, bias: Any) -> None:
        self.labels = labels
        self.features = features
        self._weights = weights
        self._bias = bias
        self._word_list: list[str] | None = None

    @property
    def words(self) -> Words:
        """The word forms that the classifier was trained with."""
        return self.features.words

    def margins(self, text: str) -> Any:
        """Return the margin of every label, shape ``(len(labels),)``."""
        ids, values = self.features.weigh(text)
        if not len(ids):
            return np.array(self._bias)
        return values @ self._weights[ids].astype(np.float32) + self._bias

    def posterior(self, text: str) -> Any:
        """Return the probability of every label, shape ``(len(labels),)``."""
        scaled = SHARPNESS * self.margins(text)
        exponents = np.exp(scaled - scaled.max())
        return exponents / exponents.sum()

    def guess(self, text: str, *, limit: int = 10) -> list[Guess]:
        """Return the most probable labels, best first."""
        probabilities = self.posterior(text)
        best = np.argsort(-probabilities)[:limit]
        return [Guess(self.labels[index], float(probabilities[index])) for index in best]

    def knows(self, token: str) -> bool:
        """Tell whether a folded word, or one a slip away from it, occurs in the examples."""
        if self.features.has_word(token):
            return True
        if len(token) < MINIMUM_FUZZY:
            return False
        if self._word_list is None:
            self._word_list = self.features.read_words()
        slips = 1 + (len(token) > 7)
        return process.extractOne(token, self._word_list, scorer=OSA.distance, score_cutoff=slips) is not None

    def save(self, folder: Path) -> None:
        """Write the classifier into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        self.features.save(folder)
        np.save(folder / "weights.npy", self._weights)
        np.save(folder / "bias.npy", self._bias)
        (folder / "labels.json").write_text(json.dumps(self.labels), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, words: Words, *, into_memory: bool = False) -> TextClassifier:
        """Read a classifier; its weights are mapped, so that all processes share one copy, unless told otherwise."""
        return cls(
            json.loads((folder / "labels.json").read_text(encoding="utf-8")),
            Features.load(folder, words),
            weights=np.load(folder / "weights.npy", mmap_mode=None if into_memory else "r"),
            bias=np.load(folder / "bias.npy"),
        )


def train_classifier(texts: Sequence[str], labels: Sequence[str], words: Words) -> TextClassifier:
    """Fit one-against-rest support vector machines on labelled texts (docs/measurements.md says how long it takes).

    Raises NothingToLearn.
    """
    names, numbers = np.unique(list(labels), return_inverse=True)
    if len(names) < 2:
        raise NothingToLearn("Zum Lernen braucht es Texte mit mindestens zwei verschiedenen Labels.")
    features, matrix = fit_features(texts, words)
    if not matrix.shape[1]:
        raise NothingToLearn("Die Texte haben nichts miteinander gemeinsam, daraus lässt sich nichts lernen.")
    weights, bias = _fit_machines(matrix.astype(np.float64), numbers)
    return TextClassifier([str(name) for name in names], features, weights=np.ascontiguousarray(weights.T), bias=bias)


def _fit_machines(matrix: Any, numbers: Any) -> tuple[Any, Any]:
    """Return weights, shape (labels, n-grams), and biases; many labels are shared out among processes.

    The shares do not depend on the machine, so that every machine learns the same weights.
    """
    from joblib import Parallel, delayed  # type: ignore[import-untyped]

    count = int(numbers.max()) + 1
    shares = np.array_split(np.arange(count), max(2, math.ceil(count / LABELS_PER_SHARE)))
    workers = Parallel(n_jobs=-1 if len(shares) > 2 else 1, backend="multiprocessing")
    fitted = workers(delayed(_fit_share)(matrix, numbers, share) for share in shares)
    return np.vstack([weights for weights, _ in fitted]), np.concatenate([bias for _, bias in fitted])


def _fit_share(matrix: Any, numbers: Any, share: Any) -> tuple[Any, Any]:
    from sklearn.svm import LinearSVC

    targets = np.where(np.isin(numbers, share), numbers, -1)  # the labels of the other shares are one label, the first
    machine = LinearSVC(C=REGULARISATION, tol=TOLERANCE, random_state=0).fit(matrix, targets)
    rows = slice(-len(share), None)
    return machine.coef_[rows].astype(np.float16), machine.intercept_[rows].astype(np.float32)
