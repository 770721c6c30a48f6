"""A linear text classifier over words, character n-grams and word forms: fast to train, faster to ask.

It gives the posterior over FAQ entries, offers and dialogue moves that the answering brain takes as a prior. Training
uses scikit-learn; asking needs only NumPy, so that gateway and action server stay small.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.german.normalize import tokenize
from bot.german.words import Words

LEMMA_WINDOW = 3  # words after a lemma that make a pair with it: "schalte das Licht aus"
BORDER = "^"  # stands before the first and behind the last word
CHARACTER_ORDERS = (2, 3, 4, 5)
MINIMUM_DOCUMENTS = 2  # an n-gram seen in one example only tells nothing about a new question
REGULARISATION = 0.3  # C of the support vector machine, by cross-validation
# Margins become probabilities by a softmax. The factor is fitted on the development questions (docs/measurements.md).
SHARPNESS = 8.0
BLOCKS = 3  # words, characters, forms: see make_blocks
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
    """Weights of all labels over the grams of a vocabulary; ``words`` must be those it was trained with."""

    def __init__(self, labels: list[str], vocabulary: Any, idf: Any, *, weights: Any, bias: Any, words: Words) -> None:
        self.labels = labels
        self.words = words
        self._vocabulary = vocabulary
        self._idf = idf
        self._weights = weights
        self._bias = bias
        self._word_list: list[str] | None = None

    def margins(self, text: str) -> Any:
        """Return the margin of every label, shape ``(len(labels),)``."""
        blocks = [_weigh(self._count(block), self._idf) for block in make_blocks(text, self.words)]
        ids = np.array([index for block in blocks for index in block], dtype=np.int64)
        if not len(ids):
            return np.array(self._bias)
        values = np.array([value for block in blocks for value in block.values()], dtype=np.float32)
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
        if "\x01" + token in self._vocabulary:
            return True
        if len(token) < MINIMUM_FUZZY:
            return False
        return (
            process.extractOne(token, self._words(), scorer=OSA.distance, score_cutoff=1 + (len(token) > 7)) is not None
        )

    def _words(self) -> list[str]:
        if self._word_list is None:
            self._word_list = [gram[1:] for gram in self._vocabulary.keys("\x01") if " " not in gram]
        return self._word_list

    def _count(self, grams: Iterable[str]) -> dict[int, int]:
        found = Counter(grams)
        ids = ((self._vocabulary.get(gram), count) for gram, count in found.items())
        return {index: count for index, count in ids if index is not None}

    def save(self, folder: Path) -> None:
        """Write the classifier into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        self._vocabulary.save(str(folder / "vocabulary.marisa"))
        np.save(folder / "weights.npy", self._weights)
        np.save(folder / "idf.npy", self._idf)
        np.save(folder / "bias.npy", self._bias)
        (folder / "labels.json").write_text(json.dumps(self.labels), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, words: Words, *, into_memory: bool = False) -> TextClassifier:
        """Read a classifier; its weights are mapped, so that all processes share one copy, unless told otherwise."""
        vocabulary = marisa_trie.Trie()
        vocabulary.load(str(folder / "vocabulary.marisa"))
        return cls(
            json.loads((folder / "labels.json").read_text(encoding="utf-8")),
            vocabulary,
            np.load(folder / "idf.npy"),
            weights=np.load(folder / "weights.npy", mmap_mode=None if into_memory else "r"),
            bias=np.load(folder / "bias.npy"),
            words=words,
        )


def train_classifier(texts: Sequence[str], labels: Sequence[str], words: Words) -> TextClassifier:
    """Fit one-against-rest support vector machines on labelled texts (docs/measurements.md says how long it takes).

    Raises NothingToLearn.
    """
    if len(set(labels)) < 2:
        raise NothingToLearn("Zum Lernen braucht es Texte mit mindestens zwei verschiedenen Labels.")
    bags = [tuple(Counter(block) for block in make_blocks(text, words)) for text in texts]
    seen = Counter(gram for bag in bags for block in bag for gram in block)
    vocabulary = marisa_trie.Trie(gram for gram, count in seen.items() if count >= MINIMUM_DOCUMENTS)
    if not len(vocabulary):
        raise NothingToLearn("Die Texte haben nichts miteinander gemeinsam, daraus lässt sich nichts lernen.")
    idf = np.zeros(len(vocabulary), dtype=np.float32)
    for gram, index in vocabulary.items():
        idf[index] = math.sqrt(math.log((1 + len(texts)) / (1 + seen[gram])) + 1)  # its root: see docs/measurements.md
    names, numbers = np.unique(list(labels), return_inverse=True)
    weights, bias = _fit_machines(_make_matrix(bags, vocabulary, idf), numbers)
    return TextClassifier(
        [str(name) for name in names],
        vocabulary,
        idf,
        weights=np.ascontiguousarray(weights.T),
        bias=bias,
        words=words,
    )


def _make_matrix(bags: Sequence[tuple[Counter[str], ...]], vocabulary: Any, idf: Any) -> Any:
    """Return the texts as rows of weighed n-grams, the same values as ``_weigh`` gives for one text."""
    from scipy.sparse import csr_matrix

    ids = dict(vocabulary.items())
    blocks = [[(ids[gram], count) for gram, count in block.items() if gram in ids] for bag in bags for block in bag]
    sizes = np.array([len(block) for block in blocks])
    pairs = np.array([pair for block in blocks for pair in block], dtype=np.int64).reshape(-1, 2)
    values = (1 + np.log(pairs[:, 1])) * idf[pairs[:, 0]].astype(np.float64)
    owners = np.repeat(np.arange(len(blocks)), sizes)
    lengths = np.sqrt(np.bincount(owners, values * values, minlength=len(blocks)))
    rows = owners // BLOCKS
    return csr_matrix((values / lengths[owners], (rows, pairs[:, 0])), shape=(len(bags), len(idf)))


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
    machine = LinearSVC(C=REGULARISATION, random_state=0).fit(matrix, targets)
    rows = slice(-len(share), None)
    return machine.coef_[rows].astype(np.float16), machine.intercept_[rows].astype(np.float32)


def make_blocks(text: str, words: Words) -> tuple[list[str], list[str], list[str]]:
    """Return the grams of a text in three blocks, each of which gets unit length: words, characters, word forms."""
    tokens = tokenize(text)
    return [*word_grams(tokens), *lemma_pairs(tokens, words)], character_grams(tokens), form_grams(tokens, words)


def word_grams(tokens: Sequence[str]) -> list[str]:
    """Return words and pairs of neighbours, the text's borders among them, marked apart from the other grams."""
    bordered = [BORDER, *tokens, BORDER] if tokens else []
    return [f"\x01{token}" for token in tokens] + [f"\x01{first} {second}" for first, second in pairwise(bordered)]


def lemma_pairs(tokens: Sequence[str], words: Words) -> list[str]:
    """Return pairs of lemmas that stand close together, in their order: German parts what belongs together."""
    lemmas = [words.lemma(token) for token in tokens]
    return [
        f"\x03{first} {second}"
        for number, first in enumerate(lemmas)
        for second in lemmas[number + 1 : number + 1 + LEMMA_WINDOW]
    ]


def character_grams(tokens: Sequence[str]) -> list[str]:
    """Return character n-grams within words, the word's borders as blanks."""
    grams = []
    for token in tokens:
        padded = f" {token} "
        for order in CHARACTER_ORDERS:
            if order >= len(padded):
                grams.append(padded)
                break
            grams += [padded[start : start + order] for start in range(len(padded) - order + 1)]
    return grams


def form_grams(tokens: Sequence[str], words: Words) -> list[str]:
    """Return lemma, stem and compound parts of every word, marked apart from the other grams."""
    return ["\x02" + form for token in tokens for form in words.forms(token)]


def _weigh(counts: dict[int, int], idf: Any) -> dict[int, float]:
    """Weigh counts by sublinear tf and the root of idf and give the block unit length."""
    weighed = {index: (1 + math.log(count)) * float(idf[index]) for index, count in counts.items()}
    length = math.sqrt(sum(value * value for value in weighed.values())) or 1.0
    return {index: value / length for index, value in weighed.items()}
