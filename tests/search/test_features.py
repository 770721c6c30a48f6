from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.search.features import Features, fit_features
from tests.words import compiled_words

TEXTS = ["Wie lange läuft das Projekt?", "Das Projekt läuft und läuft", "Weiterbildung im Projekt", "", "🙂"]


def test_one_text_is_weighed_like_many() -> None:
    features, matrix = fit_features(TEXTS, compiled_words())
    for text, row in zip(TEXTS, matrix.toarray(), strict=True):
        ids, values = features.weigh(text)
        alone = np.zeros(matrix.shape[1])
        alone[ids] = values
        assert alone == pytest.approx(row, abs=1e-6)


def test_each_block_of_a_text_has_unit_length() -> None:
    features, _ = fit_features(TEXTS, compiled_words())
    _, values = features.weigh(TEXTS[0])
    assert (values**2).sum() == pytest.approx(3.0)


def test_rare_grams_weigh_more_than_frequent_ones() -> None:
    features, _ = fit_features(["das kurs", "das kurs", "das haus", "das haus", "das amt"], compiled_words())
    ids, values = features.weigh("das kurs")
    everywhere = np.isin(ids, features.weigh("das amt")[0])
    assert values[everywhere].max() < values[~everywhere].max()


def test_what_one_text_alone_has_is_no_feature() -> None:
    features, matrix = fit_features(["das projekt", "das amt"], compiled_words())
    assert features.has_word("das")
    assert not features.has_word("amt")
    assert sorted(features.read_words()) == ["das"]
    assert matrix.shape[0] == 2


def test_texts_without_anything_in_common_have_no_features() -> None:
    for texts in (["🙂", "nein"], []):
        _, matrix = fit_features(texts, compiled_words())
        assert matrix.shape == (len(texts), 0)


def test_saved_features_weigh_the_same(tmp_path: Path) -> None:
    features, _ = fit_features(TEXTS, compiled_words())
    features.save(tmp_path)
    loaded = Features.load(tmp_path, compiled_words())
    for before, after in zip(features.weigh(TEXTS[0]), loaded.weigh(TEXTS[0]), strict=True):
        assert (before == after).all()
