"""How hard a text is to read."""

from __future__ import annotations

import pytest

from bot.german.readability import count_syllables, measure_readability

EASY = "Wir helfen Ihnen. Sie rufen uns an. Wir hören zu. Dann suchen wir das Geld. Das kostet Sie nichts. Bis bald."
HARD = (
    "Die Zuwendungsgewährung erfolgt vorbehaltlich der Verfügbarkeit entsprechender Haushaltsmittel sowie unter "
    "Berücksichtigung der beihilferechtlichen Rahmenbedingungen im Wege der Anteilsfinanzierung als nicht "
    "rückzahlbarer Zuschuss."
)


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("Haus", 1), ("neue", 2), ("Linie", 2), ("Energie", 3), ("Theater", 3), ("Förderung", 3), ("Weiterbildung", 4)],
)
def test_syllables_are_counted(word: str, syllables: int) -> None:
    assert count_syllables(word) == syllables


def test_plain_sentences_are_easier_than_administrative_ones() -> None:
    easy, hard = measure_readability(EASY).grade, measure_readability(HARD).grade
    assert easy is not None
    assert hard is not None
    assert easy < 5
    assert hard > 14


def test_a_text_of_a_few_words_gets_no_grade() -> None:
    assert measure_readability("Ja, das geht.").grade is None


def test_addresses_of_links_do_not_count() -> None:
    linked = EASY + " [Mehr dazu](https://www.beispiel.example/sehr/lange/Adresse-mit-Woertern)"
    assert measure_readability(linked).grade == measure_readability(EASY + " Mehr dazu").grade


def test_an_abbreviation_ends_no_sentence() -> None:
    assert measure_readability("Das sind z. B. ca. 30 Euro im Monat.").longest_sentence == 7
