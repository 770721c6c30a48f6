"""A text classifier over words, character n-grams and word forms: a small neural network, fast to train and to ask.

It gives the posterior over FAQ entries, offers and dialogue moves that the answering brain takes as a prior. Training
uses SciPy and Numba too; asking needs only NumPy, so that gateway and action server stay small.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.german.near import NearWords
from bot.german.words import Words
from bot.search.features import Features, fit_features
from bot.search.network import Network, softmax

# Of the logits, before the softmax: fitted on held-out texts (docs/measurements.md).
SHARPNESS = 1.2
MINIMUM_FUZZY = 5


class NothingToLearn(ValueError):
    """The texts cannot be told apart: there is one label only, or no two texts have anything in common."""


@dataclass(frozen=True)
class Guess:
    """A label with its posterior probability."""

    label: str
    probability: float


class TextClassifier:
    """Features, a network over them, and the names of the labels that it tells apart."""

    def __init__(self, labels: list[str], features: Features, network: Network) -> None:
        self.labels = labels
        self.features = features
        self.version = ""  # its name in the store it was read from, if it was
        self._network = network
        self._near: NearWords | None = None

    @property
    def words(self) -> Words:
        """The word forms that the classifier was trained with."""
        return self.features.words

    def posterior(self, text: str) -> Any:
        """Return the probability of every label, shape ``(len(labels),)``."""
        return softmax(SHARPNESS * self.logits(text))

    def logits(self, text: str) -> Any:
        """Return the score of every label, shape ``(len(labels),)``."""
        return self._network.logits(*self.features.weigh(text))

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
        if self._near is None:
            self._near = NearWords(self.features.read_words())
        return bool(self._near.find(token, 1 + (len(token) > 7)))

    def save(self, folder: Path) -> None:
        """Write the classifier into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        self.features.save(folder)
        self._network.save(folder)
        (folder / "labels.json").write_text(json.dumps(self.labels), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, words: Words, *, into_memory: bool = False) -> TextClassifier:
        """Read a classifier; its weights are mapped, so that all processes share one copy, unless told otherwise."""
        return cls(
            json.loads((folder / "labels.json").read_text(encoding="utf-8")),
            Features.load(folder, words),
            Network.load(folder, into_memory=into_memory),
        )


def train_classifier(texts: Sequence[str], labels: Sequence[str], words: Words) -> TextClassifier:
    """Train a network on labelled texts (docs/measurements.md says how long it takes).

    Raises NothingToLearn.
    """
    from bot.search.network_draws import make_keys  # Numba and SciPy, which asking does without
    from bot.search.network_training import Keys, train_network

    names, numbers = np.unique(list(labels), return_inverse=True)
    if len(names) < 2:
        raise NothingToLearn("Zum Lernen braucht es Texte mit mindestens zwei verschiedenen Labels.")
    features, matrix = fit_features(texts, words)
    if not matrix.shape[1]:
        raise NothingToLearn("Die Texte haben nichts miteinander gemeinsam, daraus lässt sich nichts lernen.")
    keys = Keys(make_keys(texts), make_keys(features.read_grams()), make_keys(map(str, names)))
    return TextClassifier([str(name) for name in names], features, train_network(matrix, numbers, keys))
