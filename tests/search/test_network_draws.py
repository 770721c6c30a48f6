from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.search.network_draws import draw, draw_for_pairs, make_keys

SIZE = 2000


def test_numbers_are_spread_evenly_and_hang_together_nowhere() -> None:
    numbers = draw(make_keys(map(str, range(SIZE))), 3, 1)
    assert numbers.dtype == np.float32
    assert ((numbers >= 0) & (numbers < 1)).all()
    assert np.histogram(numbers, bins=10, range=(0, 1))[0] == pytest.approx(0.3 * SIZE, rel=0.15)
    assert np.corrcoef(np.column_stack([numbers, draw(make_keys(map(str, range(SIZE))), 3, 2)]).T) == pytest.approx(
        np.eye(6), abs=0.1
    )


def test_a_number_hangs_on_nothing_but_its_own_key_and_salt() -> None:
    keys = make_keys(["eins", "zwei", "drei"])
    assert (draw(keys, 4, 1)[1:] == draw(keys[1:], 4, 1)).all()
    assert (draw(keys, 4, 1)[:, :2] == draw(keys, 2, 1)).all()
    assert (draw(keys, 4, 1) != draw(keys, 4, 2)).all()


def test_a_pair_has_its_number_wherever_it_stands() -> None:
    rows, columns = make_keys(map(str, range(SIZE))), make_keys(["a", "b", "c"])
    matrix = csr_matrix(np.ones((SIZE, 3)))
    whole = draw_for_pairs(matrix.indptr, matrix.indices, rows, columns, 1).reshape(SIZE, 3)
    assert np.histogram(whole, bins=10, range=(0, 1))[0] == pytest.approx(0.3 * SIZE, rel=0.15)
    assert np.corrcoef(whole.T) == pytest.approx(np.eye(3), abs=0.1)
    part = matrix[5:, 1:]
    assert (draw_for_pairs(part.indptr, part.indices, rows[5:], columns[1:], 1).reshape(-1, 2) == whole[5:, 1:]).all()


def test_keys_tell_texts_apart() -> None:
    assert len({*make_keys(["kurs", "Kurs", "kurse", ""])}) == 4
    assert make_keys(["kurs"]).dtype == np.uint64
