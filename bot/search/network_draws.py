"""Random numbers drawn by keys: a key and a salt always give the same ones, whatever else is drawn.

A network learns with much chance: weights at the start, the order of the texts, what drops out. Drawn one number after
the other, all of it would change with a single text more, and with it answers that have nothing to do with that text
(docs/measurements.md says how many). The mixing is the finaliser of MurmurHash3 (Appleby 2011).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from zlib import crc32

import numpy as np

from bot.search.network_kernels import compiled

_FIRST, _SECOND, _STEP = (np.uint64(n) for n in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53, 0x9E3779B97F4A7C15))
_HALF, _REST = np.uint64(33), np.uint64(40)  # bits that are shifted: 24 remain, as many as a float32 holds
_UNIT = np.float32(2.0**-24)


def make_keys(texts: Iterable[str]) -> Any:
    """Return a number for each text, uint64: the same for the same text."""
    return np.fromiter((crc32(text.encode()) for text in texts), dtype=np.uint64)


def draw(keys: Any, columns: int, salt: int) -> Any:
    """Return evenly distributed numbers from 0 to 1, float32 of shape ``(len(keys), columns)``."""
    numbers = np.empty((len(keys), columns), dtype=np.float32)
    _draw(keys, np.uint64(salt), numbers)
    return numbers


def draw_for_pairs(starts: Any, columns: Any, row_keys: Any, column_keys: Any, salt: int) -> Any:
    """Return such a number for each stored value of a CSR matrix, by the keys of its row and of its column."""
    numbers = np.empty(len(columns), dtype=np.float32)
    _draw_for_pairs(starts, columns, row_keys, column_keys, np.uint64(salt), numbers)
    return numbers


@compiled
def _mix(number: Any) -> Any:
    number ^= number >> _HALF
    number *= _FIRST
    number ^= number >> _HALF
    number *= _SECOND
    return number ^ (number >> _HALF)


@compiled
def _draw(keys: Any, salt: Any, numbers: Any) -> None:
    for row in range(len(keys)):
        start = _mix(keys[row] + salt * _STEP)
        for column in range(numbers.shape[1]):
            numbers[row, column] = np.float32(_mix(start + np.uint64(column) * _STEP) >> _REST) * _UNIT


@compiled
def _draw_for_pairs(starts: Any, columns: Any, row_keys: Any, column_keys: Any, salt: Any, numbers: Any) -> None:
    for row in range(len(starts) - 1):
        start = _mix(row_keys[row] + salt * _STEP)
        for place in range(starts[row], starts[row + 1]):
            numbers[place] = np.float32(_mix(start ^ column_keys[columns[place]]) >> _REST) * _UNIT
