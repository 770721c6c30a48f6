from __future__ import annotations

from pathlib import Path

import pytest

from bot.nlu.classifier_archive import pack_classifier, read_archive, unpack_classifier
from bot.search.classifier import TextClassifier, train_classifier
from tests.words import compiled_words


@pytest.fixture
def classifier() -> TextClassifier:
    """A small trained classifier."""
    return train_classifier(
        ["ja bitte", "ja gern", "nein danke", "nein nie"], ["ja", "ja", "nein", "nein"], compiled_words()
    )


def test_a_packed_classifier_gives_the_same_guesses(classifier: TextClassifier, tmp_path: Path) -> None:
    pack_classifier(classifier, tmp_path / "classifier.zip")
    assert read_archive(tmp_path / "classifier.zip", compiled_words()).guess("ja, gern") == classifier.guess("ja, gern")


def test_an_unpacked_classifier_is_mapped_into_memory_by_other_processes(
    classifier: TextClassifier, tmp_path: Path
) -> None:
    pack_classifier(classifier, tmp_path / "classifier.zip")
    unpack_classifier(tmp_path / "classifier.zip", tmp_path / "files")
    assert TextClassifier.load(tmp_path / "files", compiled_words()).guess("nie") == classifier.guess("nie")
