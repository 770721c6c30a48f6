"""The loops over single grams in the training of the network, compiled to machine code by Numba.

In NumPy each would be several passes over copies of the vectors that a batch touches, some megabytes a time; here a
vector is fetched once and written once. Both let other threads run meanwhile. A batch is given as in a CSR matrix: row
i has the grams ``grams[starts[i]:starts[i + 1]]`` (int32) with ``values`` (float32).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit  # type: ignore[import-untyped]

NONE = -1


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a loop, once for all processes where there is a place to keep the result."""
    try:
        return njit(nogil=True, fastmath=True, cache=True)(function)
    except RuntimeError:  # neither the folder of the program nor that of the user can be written to
        return njit(nogil=True, fastmath=True)(function)


@compiled
def add_vectors(starts: Any, grams: Any, values: Any, vectors: Any, sums: Any) -> None:
    """Add to each row of ``sums`` (rows, units) the vectors (features, units) of its grams, times their values."""
    for row in range(len(sums)):
        total = sums[row]
        for place in range(starts[row], starts[row + 1]):
            value, vector = values[place], vectors[grams[place]]
            for unit in range(len(total)):
                total[unit] += value * vector[unit]


@compiled
def move_vectors(
    starts: Any, grams: Any, values: Any, errors: Any, rate: float, vectors: Any, squares: Any, last: Any
) -> None:
    """Move the vectors of a batch's grams a step of Adagrad against their gradient.

    ``errors`` (rows, units) is the gradient of the rows' sums, ``squares`` (features,) the sum of squared gradients of
    each vector up to now. ``last`` (features,) is int32 memory that holds NONE everywhere before and after.
    """
    before, owner = np.empty(len(grams), dtype=np.int32), np.empty(len(grams), dtype=np.int32)
    for row in range(len(errors)):
        for place in range(starts[row], starts[row + 1]):
            owner[place], before[place], last[grams[place]] = row, last[grams[place]], place
    gradient = np.empty(errors.shape[1], dtype=np.float32)
    for gram in grams:
        place = last[gram]
        if place == NONE:
            continue  # it has moved already
        last[gram] = NONE
        gradient[:] = 0
        while place != NONE:
            value, error = values[place], errors[owner[place]]
            for unit in range(len(gradient)):
                gradient[unit] += value * error[unit]
            place = before[place]
        square = np.float32(0)
        for unit in range(len(gradient)):
            square += gradient[unit] * gradient[unit]
        squares[gram] += square
        step = np.float32(rate / math.sqrt(squares[gram]))
        vector = vectors[gram]
        for unit in range(len(gradient)):
            vector[unit] -= step * gradient[unit]
