"""From the trained posterior and the words of the content to one order of the documents: a log-linear ranking.

The weights are fitted on held-out ways to ask (docs/measurements.md). All arrays have the shape ``(documents,)``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

POSTERIOR_WEIGHT = 0.62  # of the logarithm of the trained posterior
BM25_WEIGHT = 2.5  # of BM25 as a share of the best document's
NEAREST_WEIGHT = -1.9  # of the cosine with the nearest phrase: BM25 has the same words in it already
DENSE_WEIGHT = 1.5  # of the cosine in an encoder's space; a guess, for no site with an encoder has been measured
UNTRAINED = 1e-6  # posterior of what the classifier did not guess
UNTRAINED_PHRASE = 0.3  # the same of what it has not learnt, for each point of cosine above UNTRAINED_COSINE
UNTRAINED_COSINE = 0.6
LEXICAL_BM25_WEIGHT = 0.3  # of the same share beside the cosine, where nothing is trained


def start_posterior(nearest: Any, untrained: Any) -> Any:
    """Return what every document has before the classifier's guesses are added; ``untrained`` is 1 for new ones."""
    return UNTRAINED + UNTRAINED_PHRASE * untrained * np.maximum(nearest - UNTRAINED_COSINE, 0)


def join_views(posterior: Any, nearest: Any, bm25: Any, dense: Any = 0.0) -> Any:
    """Return the score of every document by all views together, not yet a distribution."""
    words = BM25_WEIGHT * _share(bm25) + NEAREST_WEIGHT * nearest
    return posterior**POSTERIOR_WEIGHT * np.exp(words + DENSE_WEIGHT * dense)


def join_words(nearest: Any, bm25: Any) -> Any:
    """Return the score of every document by its words alone."""
    return nearest + LEXICAL_BM25_WEIGHT * _share(bm25)


def _share(bm25: Any) -> Any:
    return bm25 / (bm25.max() or 1.0)
