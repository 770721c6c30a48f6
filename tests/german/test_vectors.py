"""Word vectors of a tiny spaCy model that the test makes: three themes, one axis each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.german.vectors import UnusableVectors, WordVectors, compile_vectors, open_vectors, vectors_are_current
from bot.german.words import Words

AXES = {"Zuschuss": 0, "Förderung": 0, "Kurs": 1, "Schulung": 1, "Hochvolt": 2}

pytestmark = pytest.mark.slow  # the import of spaCy takes longer than all of it


def make_model(folder: Path, axes: dict[str, int] = AXES) -> Path:
    """Write a spaCy model whose words lie on one of three axes."""
    import spacy

    nlp = spacy.blank("de")
    for word, axis in axes.items():
        nlp.vocab.set_vector(word, 3 * np.eye(3, dtype=np.float32)[axis])
    nlp.to_disk(folder)
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_model(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def folder(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("german")
    compile_vectors(model, folder)
    return folder


@pytest.fixture
def vectors(model: Path, folder: Path, words: Words) -> WordVectors:
    opened = open_vectors(model, folder, words)
    assert opened is not None
    return opened


def test_texts_on_one_theme_are_near_and_others_far(vectors: WordVectors) -> None:
    grant, funding, course = vectors.encode(["Gibt es Zuschüsse?", "foerderung", "die KURSE"])
    assert grant @ funding == pytest.approx(1, abs=1e-3)
    assert grant @ course == pytest.approx(0, abs=1e-3)


def test_a_rare_word_counts_more_than_a_common_one(vectors: WordVectors) -> None:
    _grant, common, rare = vectors.encode(["Hochvolt Kurs"])[0]
    assert rare > common > 0


def test_a_text_without_a_known_word_has_no_direction(vectors: WordVectors) -> None:
    assert not vectors.encode(["", "und wie", "Fahrrad"]).any()


def test_without_the_setting_there_are_no_vectors(tmp_path: Path, words: Words) -> None:
    assert open_vectors(None, tmp_path, words) is None


def test_vectors_of_another_model_are_not_used(model: Path, folder: Path, tmp_path: Path, words: Words) -> None:
    other = make_model(tmp_path / "other", {"Kurs": 0})
    assert vectors_are_current(model, folder)
    assert not vectors_are_current(other, folder)
    with pytest.raises(UnusableVectors, match="lotse setup"):
        open_vectors(other, folder, words)


def test_a_folder_without_a_model_and_a_model_without_vectors_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableVectors, match="kein spaCy-Modell"):
        compile_vectors(tmp_path / "nothing", tmp_path / "german")
    with pytest.raises(UnusableVectors, match="keine gewöhnlichen Wortvektoren"):
        compile_vectors(make_model(tmp_path / "blank", {}), tmp_path / "german")
