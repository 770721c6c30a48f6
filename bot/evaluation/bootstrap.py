"""95 % intervals by the bootstrap (Efron 1979): percentiles of 10,000 draws with a fixed seed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

BOOTSTRAP_SAMPLES = 10_000
SEED = 3
DRAWS_AT_ONCE = 2_000_000  # numbers in memory, 16 MB


def bootstrap_interval(hits: int, total: int) -> list[float]:
    """Return the 95 % interval of a share in percent.

    Drawing ``total`` answers with replacement and counting the hits is one binomial draw, so no list is resampled.
    """
    draws = np.random.default_rng(SEED).binomial(total, hits / total, BOOTSTRAP_SAMPLES) / total
    low, high = np.percentile(draws, (2.5, 97.5))
    return [round(float(100 * low), 1), round(float(100 * high), 1)]


def bootstrap_difference_interval(better: int, worse: int, total: int) -> list[float]:
    """Return the 95 % interval of the difference of two shares, in points, on the same ``total`` questions.

    ``better`` and ``worse`` count the questions that only the first or only the second has right. The pairs are drawn,
    which is one multinomial draw, so that questions that are easy for both do not widen the interval.
    """
    shares = [better / total, worse / total, (total - better - worse) / total]
    draws = np.random.default_rng(SEED).multinomial(total, shares, BOOTSTRAP_SAMPLES)
    low, high = np.percentile((draws[:, 0] - draws[:, 1]) / total, (2.5, 97.5))
    return [round(float(100 * low), 1), round(float(100 * high), 1)]


def bootstrap_mean_interval(values: Sequence[float]) -> list[float]:
    """Return the 95 % interval of a mean; the values are between 0 and 1, and so are the bounds."""
    rng, kept = np.random.default_rng(SEED), np.array(values)
    batch = max(1, DRAWS_AT_ONCE // len(kept))
    sizes = [min(batch, BOOTSTRAP_SAMPLES - start) for start in range(0, BOOTSTRAP_SAMPLES, batch)]
    means = [kept[rng.integers(len(kept), size=(size, len(kept)))].mean(axis=1) for size in sizes]
    low, high = np.percentile(np.concatenate(means), (2.5, 97.5))
    return [round(float(low), 3), round(float(high), 3)]
