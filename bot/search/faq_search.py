"""Search FAQ entries by words, for a list of hits: compounds, umlauts and slips are read as everywhere."""

from __future__ import annotations

import numpy as np

from bot.faq.queries import FaqView
from bot.search.knowledge import Knowledge
from bot.search.ranking import join_words

LEAST_OF_BEST = 0.5  # of the best hit's score, which others need
# A guess, looked at on the seed: "Wetter" or "Pizza in Kassel" are nearer than a third to some phrase, what is ours is
# nearer than 0.44, with a slip of the keyboard too.
LEAST_NEAREST = 0.4
LEAST_KNOWN = 0.5  # share of the content words of a search that the content has to know


def search_entries(knowledge: Knowledge, text: str, *, limit: int) -> list[FaqView]:
    """Return the entries that are nearest to a text, the best first; none where none is near or most words are new."""
    index = knowledge.index
    numbers = np.array([number for number, one in enumerate(index.documents) if one.reference.type == "faq"], dtype=int)
    nearest, bm25 = (view[numbers] for view in index.score(text))
    if max(nearest, default=0.0) < LEAST_NEAREST or 1 - index.unknown_share(text) < LEAST_KNOWN:
        return []
    score = join_words(nearest, bm25)
    order = np.argsort(-score, kind="stable")[:limit]
    hits = (int(numbers[number]) for number in order if score[number] >= LEAST_OF_BEST * score.max())
    return [knowledge.snapshot.entries[index.documents[number].reference.slug] for number in hits]
