from __future__ import annotations

from pathlib import Path

import pytest

from bot.search.classifier import NothingToLearn, TextClassifier, train_classifier
from tests.words import compiled_words

EXAMPLES = {
    "faq:laufzeit": ["Wie lange läuft das Projekt?", "Bis wann läuft das Projekt?", "Wann endet das Projekt?"],
    "foerderung:zim": ["Wie viel zahlt ZIM?", "Ist ZIM ein Zuschuss?", "Was fördert ZIM?"],
    "smalltalk_dank": ["Danke schön", "Vielen Dank", "Danke Ihnen"],
}


@pytest.fixture(scope="module")
def classifier() -> TextClassifier:
    pairs = [(text, label) for label, texts in EXAMPLES.items() for text in texts]
    return train_classifier([text for text, _ in pairs], [label for _, label in pairs], compiled_words())


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("wann ist das projekt zu ende", "faq:laufzeit"),
        ("Und was zahlt zim?", "foerderung:zim"),
        ("dankee", "smalltalk_dank"),
        ("PROJEKTLAUFZEIT", "faq:laufzeit"),
    ],
)
def test_new_wordings_get_the_label_of_similar_ones(classifier: TextClassifier, text: str, label: str) -> None:
    assert classifier.guess(text)[0].label == label


def test_the_posterior_is_a_distribution_and_guesses_are_sorted(classifier: TextClassifier) -> None:
    assert classifier.posterior("ZIM").sum() == pytest.approx(1.0)
    probabilities = [guess.probability for guess in classifier.guess("ZIM")]
    assert len(probabilities) == 3
    assert probabilities == sorted(probabilities, reverse=True)
    assert len(classifier.guess("ZIM", limit=2)) == 2


@pytest.mark.parametrize("text", ["", "🙂", "qqqq xxxx"])
def test_text_without_a_known_n_gram_is_guessed_without_confidence(classifier: TextClassifier, text: str) -> None:
    assert classifier.guess(text)[0].probability < 0.9


def test_a_saved_classifier_gives_the_same_guesses(classifier: TextClassifier, tmp_path: Path) -> None:
    classifier.save(tmp_path / "classifier")
    for into_memory in (True, False):
        loaded = TextClassifier.load(tmp_path / "classifier", compiled_words(), into_memory=into_memory)
        assert loaded.guess("Was zahlt ZIM?") == classifier.guess("Was zahlt ZIM?")


def test_two_labels_are_told_apart_too() -> None:
    classifier = train_classifier(
        ["ja bitte", "ja gern", "nein danke", "nein nie"], ["ja", "ja", "nein", "nein"], compiled_words()
    )
    assert classifier.guess("ja")[0].label == "ja"
    assert classifier.guess("nein")[0].label == "nein"


def test_words_of_the_examples_are_known_even_misspelt(classifier: TextClassifier) -> None:
    assert classifier.knows("projekt")
    assert classifier.knows("porjekt")
    assert not classifier.knows("zebrastreifen")


@pytest.mark.parametrize(
    ("texts", "labels", "reason"),
    [
        (["ja bitte", "ja gern"], ["ja", "ja"], "zwei verschiedenen Labels"),
        (["🙂", "nein"], ["ja", "nein"], "haben nichts miteinander gemeinsam"),
        ([], [], "zwei verschiedenen Labels"),
    ],
)
def test_texts_that_cannot_be_told_apart_are_refused(texts: list[str], labels: list[str], reason: str) -> None:
    with pytest.raises(NothingToLearn, match=reason):
        train_classifier(texts, labels, compiled_words())
