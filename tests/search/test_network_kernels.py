from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.search.network_kernels import NONE, add_vectors, move_vectors

ROWS, FEATURES, UNITS = 5, 9, 20


class Batch(NamedTuple):
    rows: csr_matrix
    vectors: np.ndarray
    errors: np.ndarray


@pytest.fixture
def batch() -> Batch:
    """Rows that share grams; the third row is empty, and the last gram is in none."""
    random = np.random.default_rng(0)
    dense = random.random((ROWS, FEATURES), dtype=np.float32)
    dense[dense < 0.5] = 0
    dense[2] = dense[:, -1] = 0
    return Batch(
        csr_matrix(dense),
        random.standard_normal((FEATURES, UNITS), dtype=np.float32),
        random.standard_normal((ROWS, UNITS), dtype=np.float32),
    )


def test_the_vectors_of_a_row_are_added_to_it(batch: Batch) -> None:
    sums = np.ones((ROWS, UNITS), dtype=np.float32)
    add_vectors(batch.rows.indptr, batch.rows.indices, batch.rows.data, batch.vectors, sums)
    assert sums == pytest.approx(1 + batch.rows @ batch.vectors, abs=1e-5)


def test_each_vector_moves_once_by_the_gradient_of_all_its_rows(batch: Batch) -> None:
    vectors, squares = batch.vectors.copy(), np.full(FEATURES, 0.25, dtype=np.float32)
    last = np.full(FEATURES, NONE, dtype=np.int32)
    move_vectors(batch.rows.indptr, batch.rows.indices, batch.rows.data, batch.errors, 0.5, vectors, squares, last)
    gradient = batch.rows.T @ batch.errors
    expected = 0.25 + (gradient**2).sum(axis=1)
    assert squares == pytest.approx(expected, rel=1e-5)
    assert vectors == pytest.approx(batch.vectors - 0.5 * gradient / np.sqrt(expected)[:, None], abs=1e-5)
    assert (vectors[-1] == batch.vectors[-1]).all()
    assert (last == NONE).all()


def test_a_batch_without_a_gram_changes_nothing(batch: Batch) -> None:
    empty = csr_matrix((ROWS, FEATURES), dtype=np.float32)
    vectors, sums = batch.vectors.copy(), np.zeros((ROWS, UNITS), dtype=np.float32)
    squares, last = np.ones(FEATURES, dtype=np.float32), np.full(FEATURES, NONE, dtype=np.int32)
    add_vectors(empty.indptr, empty.indices, empty.data, vectors, sums)
    move_vectors(empty.indptr, empty.indices, empty.data, batch.errors, 0.5, vectors, squares, last)
    assert not sums.any()
    assert (vectors == batch.vectors).all()
