"""A neural network with one hidden layer over sparse features; asking it needs only NumPy.

A text is the weighted sum of the vectors of its grams (as in fastText, Joulin et al. 2017), then come rectified linear
units and a softmax over the labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

LARGEST = 127  # of the whole numbers that a byte holds, with either sign
BLOCK = 4096  # vectors that are made whole numbers at a time


@dataclass(frozen=True)
class Network:
    """The weights of a network: those of the hidden layer as whole numbers, for they are most of all.

    ``vectors`` (features, units) times ``scales`` (features,) are the vectors of the features; ``output`` has the shape
    (units, labels).
    """

    vectors: Any
    scales: Any
    hidden_bias: Any
    output: Any
    output_bias: Any

    def logits(self, ids: Any, values: Any) -> Any:
        """Return a score for every label, shape ``(labels,)``, for features given by their numbers and values."""
        hidden = (values * self.scales[ids]) @ self.vectors[ids].astype(np.float32) + self.hidden_bias
        return np.maximum(hidden, 0) @ self.output + self.output_bias

    def save(self, folder: Path) -> None:
        """Write the weights into a folder, one file each."""
        for field in fields(self):
            np.save(folder / f"{field.name}.npy", getattr(self, field.name))

    @classmethod
    def load(cls, folder: Path, *, into_memory: bool = False) -> Network:
        """Read the weights; they are mapped, so that all processes share one copy, unless told otherwise."""
        files = [folder / f"{field.name}.npy" for field in fields(cls)]
        return cls(*(np.load(file, mmap_mode=None if into_memory else "r") for file in files))


def quantize(parts: Sequence[Any]) -> tuple[Any, Any]:
    """Return vectors as whole numbers from -127 to 127, and the scale of each; they come in parts, side by side.

    Some vectors at a time: there is no memory for copies of all.
    """
    size = len(parts[0])
    numbers = np.empty((size, sum(part.shape[1] for part in parts)), dtype=np.int8)
    scales = np.empty(size, dtype=np.float32)
    for start in range(0, size, BLOCK):
        block = slice(start, start + BLOCK)
        vectors = np.hstack([part[block] for part in parts]).astype(np.float32)
        largest = np.maximum(vectors.max(axis=1), -vectors.min(axis=1)) / np.float32(LARGEST)
        scales[block] = np.where(largest == 0, 1, largest)
        numbers[block] = np.rint(vectors / scales[block, None])
    return numbers, scales


def softmax(logits: Any) -> Any:
    """Return probabilities along the last axis."""
    exponents = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return exponents / exponents.sum(axis=-1, keepdims=True)
