from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.search import network_training
from bot.search.network import Network, quantize, softmax
from bot.search.network_draws import make_keys
from bot.search.network_training import Keys, train_network

ROWS, FEATURES, LABELS = 90, 12, 3


@pytest.fixture(scope="module")
def examples() -> tuple[Any, Any, Keys]:
    """Rows that have one feature of their label, and two at random."""
    random = np.random.default_rng(0)
    targets = np.arange(ROWS) % LABELS
    noise = random.integers(LABELS, FEATURES, (ROWS, 2))
    indices = np.column_stack([targets, noise]).ravel()
    values = np.ones(len(indices), dtype=np.float32)
    rows = csr_matrix((values, (np.repeat(np.arange(ROWS), 3), indices)), shape=(ROWS, FEATURES))
    return rows, targets, Keys(*(make_keys(map(str, range(size))) for size in (ROWS, FEATURES, LABELS)))


def ask(network: Network, *features: int) -> Any:
    return network.logits(np.array(features, dtype=np.int64), np.ones(len(features), dtype=np.float32))


def test_the_feature_that_tells_a_label_is_found(examples: tuple[Any, Any, Keys]) -> None:
    network = train_network(*examples)
    for label in range(LABELS):
        assert softmax(ask(network, label, 7))[label] > 0.75


def test_the_same_examples_give_the_same_network(examples: tuple[Any, Any, Keys]) -> None:
    first, second = train_network(*examples), train_network(*examples)
    assert ask(first, 0, 5) == pytest.approx(ask(second, 0, 5))


def test_an_example_less_changes_next_to_nothing_for_others(examples: tuple[Any, Any, Keys]) -> None:
    rows, targets, keys = examples
    whole = ask(train_network(*examples), 0, 5)
    others = np.flatnonzero(np.arange(ROWS) != 7)
    fewer = ask(train_network(rows[others], targets[others], keys._replace(rows=keys.rows[others])), 0, 5)
    elsewhere = ask(train_network(rows, targets, keys._replace(rows=keys.rows + 1)), 0, 5)  # chance falls otherwise
    assert 0 < np.abs(fewer - whole).max() < 0.3 * np.abs(elsewhere - whole).max()


def test_a_network_that_leaves_nothing_of_the_budget_stays_alone(
    examples: tuple[Any, Any, Keys], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert train_network(*examples).vectors.shape == (FEATURES, 2 * network_training.UNITS)
    monkeypatch.setattr(network_training, "BUDGET", 1)
    assert train_network(*examples).vectors.shape == (FEATURES, network_training.UNITS)


def test_whole_numbers_stand_for_vectors_closely() -> None:
    vectors = np.random.default_rng(0).standard_normal((5, 100), dtype=np.float32)
    vectors[3] = 0
    numbers, scales = quantize([vectors[:, :40].copy(), vectors[:, 40:].copy()])
    assert numbers.dtype == np.int8
    assert numbers * scales[:, None] == pytest.approx(vectors, abs=np.abs(vectors).max() / 250)


def test_a_saved_network_gives_the_same_logits(examples: tuple[Any, Any, Keys], tmp_path: Path) -> None:
    network = train_network(*examples)
    network.save(tmp_path)
    for into_memory in (True, False):
        assert ask(Network.load(tmp_path, into_memory=into_memory), 3).tolist() == ask(network, 3).tolist()


def test_softmax_gives_probabilities_even_of_large_numbers() -> None:
    assert softmax(np.array([1000.0, 1000.0])).tolist() == [0.5, 0.5]
    assert softmax(np.zeros((2, 4))).sum(axis=1).tolist() == [1.0, 1.0]
