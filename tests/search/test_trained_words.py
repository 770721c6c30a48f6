from __future__ import annotations

import pytest

from bot.search.classifier import TextClassifier, train_classifier
from bot.search.trained_words import guess_corrected, make_reader
from tests.words import compiled_words

TEXTS = {
    "faq:hochvolt": ["Was kostet die Hochvoltschulung?", "Wann ist die Hochvoltschulung?", "Hochvolt lernen"],
    "faq:foerderung": ["Welche Förderung gibt es?", "Förderung für Maschinen", "Förderung beantragen"],
    "foerderung:wipano": ["Was ist WIPANO?", "WIPANO beantragen", "Gibt es WIPANO noch?"],
}


@pytest.fixture(scope="module")
def classifier() -> TextClassifier:
    pairs = [(text, label) for label, texts in TEXTS.items() for text in texts]
    return train_classifier([text for text, _ in pairs], [label for _, label in pairs], compiled_words())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Hochvolldschulung", "hochvoltschulung"),
        ("hochvolt schulung", "hochvoltschulung"),
        ("was ist wippano", "was ist wipano"),
        ("Forderung beantragen", "foerderung beantragen"),
        ("WIPANO oder Zebra", "wipano oder zebra"),
    ],
)
def test_a_text_is_read_with_what_was_learnt_in_mind(classifier: TextClassifier, written: str, read: str) -> None:
    assert make_reader(classifier).rewrite(written) == read


@pytest.mark.parametrize(("text", "label"), [("Hohcvoltschlung", "faq:hochvolt"), ("wippanno", "foerderung:wipano")])
def test_slips_do_not_change_the_guess(classifier: TextClassifier, text: str, label: str) -> None:
    assert guess_corrected(text, classifier, 1)[0].label == label


def test_a_frequent_slip_stays_a_slip() -> None:
    texts = ["Zuschuss bekommen"] * 60 + ["Zuschus bekommen"] * 5 + ["Kurs buchen"] * 5
    classifier = train_classifier(texts, ["a"] * 65 + ["b"] * 5, compiled_words())
    assert make_reader(classifier).rewrite("Zuschus") == "zuschuss"
