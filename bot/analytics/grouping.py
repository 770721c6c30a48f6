"""Put questions that ask for the same together, one after the other: into the nearest group, or into one of its own.

A group is the sum of the vectors of its examples. The outcome depends on the order of the questions alone, not on how
many of them come at a time: within a batch all sums are kept exact by the products of the batch with itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_matrix, vstack

from bot.analytics.meaning import Meaning, widen

NEAR = 0.24  # cosine from which two ask for the same; set on part "a" of tests/analytics/missed_questions.csv
MOST_EXAMPLES = 12  # that a group is recognised by
BATCH = 200


@dataclass
class Cluster:
    """A group while questions are put into groups: its examples (content words), and the questions that joined it.

    ``key`` is that of a group from before, None for a new one; ``members`` are positions in what was grouped.
    """

    key: int | None = None
    examples: list[str] = field(default_factory=list)
    members: list[int] = field(default_factory=list)

    def takes(self, read: str) -> bool:
        """Tell whether a question becomes an example: a new one, and not too many of them."""
        return len(self.examples) < MOST_EXAMPLES and read not in self.examples


def group_questions(read: Sequence[str], known: Sequence[Cluster], meaning: Meaning) -> list[Cluster]:
    """Put questions, given by their content words, into the known groups or new ones; return all groups."""
    clusters = list(known)
    sums = _sum_examples(clusters, meaning)
    for start in range(0, len(read), BATCH):
        batch = read[start : start + BATCH]
        rows = meaning.vectors(batch)
        sums = widen(sums, rows.shape[1])
        owners = _group_batch(batch, start, clusters, _Products(rows, sums))
        joined = csr_matrix(
            (np.ones(len(owners)), (list(owners.values()), list(owners))), shape=(len(clusters), len(batch))
        )
        sums = vstack([sums, csr_matrix((len(clusters) - sums.shape[0], sums.shape[1]))]) + joined @ rows
    return clusters


def _group_batch(read: Sequence[str], start: int, clusters: list[Cluster], products: _Products) -> dict[int, int]:
    """Put one batch into groups; return which of its questions became an example of which group."""
    owners: dict[int, int] = {}
    for number, text in enumerate(read):
        nearest = products.find_nearest(number, len(clusters))
        if nearest is None:
            nearest = len(clusters)
            clusters.append(Cluster())
        cluster = clusters[nearest]
        cluster.members.append(start + number)
        if cluster.takes(text):
            cluster.examples.append(text)
            products.add(number, nearest)
            owners[number] = nearest
    return owners


class _Products:
    """Scalar products of the questions of a batch with the sums of all groups, kept right while sums grow."""

    def __init__(self, rows: csr_matrix, sums: csr_matrix) -> None:
        count, groups = rows.shape[0], sums.shape[0]
        self._among = (rows @ rows.T).toarray()
        self._with_sums = np.zeros((count, groups + count))  # room for as many new groups
        self._with_sums[:, :groups] = (rows @ sums.T).toarray()
        self._squares = np.zeros(groups + count)
        self._squares[:groups] = sums.multiply(sums).sum(axis=1).A.ravel()

    def find_nearest(self, question: int, groups: int) -> int | None:
        """Return the group that is near enough, None where none is."""
        if not groups:
            return None
        cosines = self._with_sums[question, :groups] / np.sqrt(np.maximum(self._squares[:groups], 1e-9))
        nearest = int(cosines.argmax())
        return nearest if cosines[nearest] >= NEAR else None

    def add(self, question: int, group: int) -> None:
        """Add a question to the sum of a group."""
        self._squares[group] += 2 * self._with_sums[question, group] + self._among[question, question]
        self._with_sums[:, group] += self._among[:, question]


def _sum_examples(clusters: Sequence[Cluster], meaning: Meaning) -> csr_matrix:
    """Return the sum of the examples of each group, one in a row."""
    examples = meaning.vectors([example for cluster in clusters for example in cluster.examples])
    ends = np.cumsum([0, *(len(cluster.examples) for cluster in clusters)])
    ones = np.ones(ends[-1])
    members = csr_matrix((ones, np.arange(ends[-1]), ends), shape=(len(clusters), int(ends[-1])))
    return csr_matrix(members @ examples)
