"""Training of the network by mini-batches, with dropout on grams and units.

All chance in it hangs on the texts, grams and labels themselves (``network_draws``): an example more or less leaves
what has nothing to do with it nearly as it was. The vectors of the grams are most of all weights, and a batch touches a
tenth of them: only these are moved, by Adagrad with one sum of squared gradients for each vector. The few weights
behind them are moved by Adam.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from bot.search import network_kernels
from bot.search.network import Network, quantize, softmax
from bot.search.network_draws import draw, draw_for_pairs

# All by cross-validation (docs/measurements.md).
UNITS = 256
BATCH = 128  # texts on average
STEPS = 500  # gone through in whole epochs, of which there are
EPOCHS = (3, 60)  # so many at least, and at most: few texts are learnt sooner
BUDGET = 60_000_000  # values gone through in training: what one network leaves of them is for a second one
MOST_MEMBERS = 2
GRAM_DROPOUT = 0.5
UNIT_DROPOUT = 0.1
VECTOR_RATE = 0.6  # learning rates at the start; they fall in a straight line to 0
OUTPUT_RATE = 0.0075
START_LENGTH = 0.3  # of the random vectors that the grams have at first
FINENESS = 8  # steps in which the number of batches doubles: it rarely changes, for all batches would change with it
SALTS = 1000  # of one member; from the middle on for what drops units
OF_UNITS = SALTS // 2


class Keys(NamedTuple):
    """What chance hangs on: a uint64 for each row, feature and label, which stay the same from training to training."""

    rows: Any
    features: Any
    labels: Any


def train_network(matrix: Any, targets: Any, keys: Keys) -> Network:
    """Learn from sparse rows of features, float32, and the number of the right label of each row, from 0 on.

    The same rows, targets and keys always give the same network, but for the rounding of the machine.
    """
    epochs = int(np.clip(math.ceil(STEPS * BATCH / matrix.shape[0]), *EPOCHS))
    members = int(np.clip(round(BUDGET / (epochs * matrix.nnz)), 1, MOST_MEMBERS))

    def train(seed: int) -> Weights:
        return _train_member(matrix, targets, keys, epochs, salt=seed * SALTS)

    # For products as small as these, threads of their own cost more than they bring.
    with threadpool_limits(1), ThreadPoolExecutor(min(members, os.cpu_count() or 1)) as pool:
        return _join(list(pool.map(train, range(members))))


class Weights(NamedTuple):
    """What a member has learnt."""

    vectors: Any
    hidden_bias: Any
    output: Any
    output_bias: Any


def _train_member(matrix: Any, targets: Any, keys: Keys, epochs: int, *, salt: int) -> Weights:
    training = _Training(keys, salt)
    for epoch in range(epochs):
        for batch in _draw_batches(matrix, targets, keys, salt + epoch):
            training.learn(batch, pace=1 - epoch / epochs)
    return training.finish()


def _join(members: Sequence[Weights]) -> Network:
    """Return one network that gives the mean of the members' logits: their hidden layers side by side."""
    vectors, scales = quantize([member.vectors for member in members])
    return Network(
        vectors,
        scales,
        np.concatenate([member.hidden_bias for member in members]),
        np.vstack([member.output for member in members]) / len(members),
        np.mean([member.output_bias for member in members], axis=0),
    )


class _Batch(NamedTuple):
    """Rows as in a CSR matrix, where each starts and its grams with their values, and the number of its label.

    ``unit_factors`` of shape ``(rows, units)`` is 0 where a unit is dropped.
    """

    starts: Any
    grams: Any
    values: Any
    targets: Any
    unit_factors: Any


def _draw_batches(matrix: Any, targets: Any, keys: Keys, salt: int) -> Iterator[_Batch]:
    """Yield all rows in random order, some grams dropped."""
    places = draw(keys.rows, 1, salt)[:, 0]
    order = np.argsort(places, kind="stable")
    shuffled, row_keys = matrix[order], keys.rows[order]
    draws = draw_for_pairs(shuffled.indptr, shuffled.indices, row_keys, keys.features, salt)
    is_kept = draws >= GRAM_DROPOUT
    values = shuffled.data[is_kept] / np.float32(1 - GRAM_DROPOUT)
    grams = shuffled.indices[is_kept]
    ends = np.concatenate([[0], np.cumsum(is_kept, dtype=np.int32)])[shuffled.indptr]
    batches = _count_batches(len(order))
    for start, end in pairwise(np.searchsorted(places[order] * batches, np.arange(batches + 1))):
        if start == end:
            continue
        borders = ends[start : end + 1]
        part = slice(borders[0], borders[-1])
        is_active = draw(row_keys[start:end], UNITS, salt + OF_UNITS) >= UNIT_DROPOUT
        factors = is_active.astype(np.float32) / np.float32(1 - UNIT_DROPOUT)
        yield _Batch(borders - borders[0], grams[part], values[part], targets[order[start:end]], factors)


def _count_batches(rows: int) -> int:
    return round(2 ** (round(math.log2(max(1.0, rows / BATCH)) * FINENESS) / FINENESS))


class _Training:
    """A network in training."""

    def __init__(self, keys: Keys, salt: int) -> None:
        self.vectors = _Vectors(_draw_weights(keys.features, START_LENGTH, salt))
        self.hidden_bias = _Adam(np.zeros(UNITS, dtype=np.float32))
        self.output = _Adam(np.ascontiguousarray(_draw_weights(keys.labels, 1.0, salt).T))
        self.output_bias = _Adam(np.zeros(len(keys.labels), dtype=np.float32))

    def finish(self) -> Weights:
        """Return what was learnt."""
        return Weights(self.vectors.weights, self.hidden_bias.weights, self.output.weights, self.output_bias.weights)

    def learn(self, batch: _Batch, *, pace: float) -> None:
        """Move all weights a step against the gradient of the mean cross-entropy of a batch."""
        size = len(batch.targets)
        hidden = np.tile(self.hidden_bias.weights, (size, 1))
        self.vectors.add_to(hidden, batch)
        slope = (hidden > 0) * batch.unit_factors
        hidden *= slope
        errors = softmax(hidden @ self.output.weights + self.output_bias.weights)
        errors[np.arange(size), batch.targets] -= 1
        errors /= size
        backwards = (errors @ self.output.weights.T) * slope
        self.vectors.move(batch, backwards, pace)
        self.hidden_bias.move(backwards.sum(axis=0), pace)
        self.output.move(hidden.T @ errors, pace)
        self.output_bias.move(errors.sum(axis=0), pace)


def _draw_weights(keys: Any, length: float, salt: int) -> Any:
    """Return evenly distributed weights, a row for each key; the root mean square is the length by that of UNITS."""
    weights = draw(keys, UNITS, salt)
    weights -= np.float32(0.5)
    weights *= np.float32(length * math.sqrt(12 / UNITS))
    return weights


class _Vectors:
    """The vectors of all grams, moved by Adagrad (Duchi et al. 2011) with one sum of squares for each of them."""

    def __init__(self, weights: Any) -> None:
        self.weights = weights
        self._squares = np.full(len(weights), 1e-8, dtype=np.float32)
        self._last = np.full(len(weights), network_kernels.NONE, dtype=np.int32)

    def add_to(self, hidden: Any, batch: _Batch) -> None:
        """Add to each row the vectors of its grams."""
        network_kernels.add_vectors(batch.starts, batch.grams, batch.values, self.weights, hidden)

    def move(self, batch: _Batch, backwards: Any, pace: float) -> None:
        """Move the vectors of a batch a step against the gradient of its rows."""
        rate = pace * VECTOR_RATE
        network_kernels.move_vectors(
            batch.starts, batch.grams, batch.values, backwards, rate, self.weights, self._squares, self._last
        )


class _Adam:
    """Weights that Adam moves (Kingma and Ba 2015), with its usual rates of decay."""

    def __init__(self, weights: Any) -> None:
        self.weights = weights
        self._mean = np.zeros_like(weights)
        self._square = np.zeros_like(weights)
        self._steps = 0

    def move(self, gradient: Any, pace: float) -> None:
        """Move the weights a step against their gradient."""
        self._steps += 1
        self._mean += 0.1 * (gradient - self._mean)
        self._square += 0.001 * (gradient * gradient - self._square)
        mean = self._mean / (1 - 0.9**self._steps)
        square = self._square / (1 - 0.999**self._steps)
        self.weights -= pace * OUTPUT_RATE * mean / (np.sqrt(square) + 1e-8)
