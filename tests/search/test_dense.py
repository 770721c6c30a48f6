from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from bot.search.dense import DenseIndex
from bot.search.documents import Document
from bot.search.ranking import join_views
from bot.search.reply import Reference

THEMES = {"geld": 0, "kurs": 1}


class FakeEncoder:
    """Knows two themes; whatever names neither is nowhere."""

    def encode(self, texts: Sequence[str]) -> Any:
        return np.array([[float(theme in text) for theme in THEMES] for text in texts])


def make_document(slug: str, *phrases: str) -> Document:
    return Document(Reference("faq", slug), slug, (slug, *phrases))


DOCUMENTS = [make_document("a", "nichts", "geld her"), make_document("b", "der kurs"), make_document("c")]


def test_the_nearest_phrase_of_each_document_counts() -> None:
    index = DenseIndex(DOCUMENTS, FakeEncoder())
    assert index.score("geld").tolist() == [1, 0, 0]
    assert index.score("kurs").tolist() == [0, 1, 0]
    assert index.score("wetter").tolist() == [0, 0, 0]


def test_without_an_encoder_or_documents_nothing_is_near() -> None:
    assert DenseIndex(DOCUMENTS, None).score("geld").tolist() == [0, 0, 0]
    assert DenseIndex([], FakeEncoder()).score("geld").tolist() == []


def test_a_near_meaning_turns_the_ranking_and_no_meaning_leaves_it() -> None:
    posterior, nearest, bm25 = np.array([0.4, 0.5, 0.1]), np.zeros(3), np.zeros(3)
    dense = DenseIndex(DOCUMENTS, FakeEncoder())
    assert np.argmax(join_views(posterior, nearest, bm25, dense.score("geld"))) == 0
    assert np.argmax(join_views(posterior, nearest, bm25, dense.score("wetter"))) == 1
