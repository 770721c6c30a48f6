from __future__ import annotations

import pytest

from bot.german.dialects import WORDS, find_standard, standardise
from bot.german.normalize import fold, tokenize
from bot.german.reading import Reader
from bot.german.words import Words


@pytest.mark.parametrize(
    ("written", "standard"),
    [
        ("Mia san a kloana Betrieb", "wir sind a kleiner betrieb"),
        ("Wemmer net umschule, gibbet dann nix?", "wenn man nicht umschule gibt es dann nichts"),
        ("wat brauchan mia uff die Schnelle", "was brauchen wir auf die schnelle"),
        ("jibts Jeld für unsre Maschin", "gibt es geld fuer unsere maschine"),
        ("Ick hob gfragt, ob dat gfördert wead", "ich habe gefragt ob das gefoerdert wird"),
        ("Hammer jetz Leut gnug?", "hammer jetzt leute genug"),
    ],
)
def test_dialect_is_read_as_the_standard_language(words: Words, written: str, standard: str) -> None:
    assert " ".join(standardise(tokenize(written), words.is_listed)) == standard


@pytest.mark.parametrize(
    "text",
    [
        "Was kostet der Kurs für Hochvolttechnik in Baunatal?",
        "Die Kammer hat einen Hammer, Watt und Leid stehen im Lexikon.",
        "Wie beantrage ich Kurzarbeitergeld und wer hilft dabei?",
    ],
)
def test_the_standard_language_stays_as_it_is(words: Words, text: str) -> None:
    assert list(standardise(tokenize(text), words.is_listed)) == tokenize(text)


@pytest.mark.parametrize("token", ["xqzkb", "tregks", "rkw", "zim"])
def test_what_becomes_no_word_stays_as_it_is(words: Words, token: str) -> None:
    assert find_standard(token, words.is_listed) is None


def test_every_form_is_folded_and_stands_for_one_word_only() -> None:
    assert all(form == fold(form) for form in WORDS)
    assert not {standard for standard in WORDS.values() if " " not in standard} & {*WORDS}


def test_a_question_in_dialect_is_read_in_standard_words(reader: Reader) -> None:
    assert "zuschuss" in reader.rewrite("wo kriegt mer denn an Zuschuss her").split()
    assert reader.rewrite("unsre Leut").split() == ["unsere", "leute"]
