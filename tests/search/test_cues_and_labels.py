from __future__ import annotations

import pytest

from bot.search.classifier import Guess
from bot.search.cues import asks_for_contact, asks_for_replacement, asks_to_compare, is_anaphoric, is_vague
from bot.search.labels import intent_of, rank_intents


@pytest.mark.parametrize(
    ("text", "is_asking"),
    [
        ("An wen wende ich mich?", True),
        ("Haben Sie eine Durchwahl?", True),
        ("Wie erreiche ich die IHK?", True),
        ("Was kostet das?", False),
    ],
)
def test_questions_for_a_person_are_recognised(text: str, is_asking: bool) -> None:
    assert asks_for_contact(text) is is_asking


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        ("und wer bezahlt das alles?", True),
        ("Gilt das auch für uns?", True),
        ("und online?", True),
        ("hat die eine Telefonnummer?", True),
        ("was kostet der?", True),
        ("Wo findet der eigentlich statt?", True),
        ("Ist die kostenlos?", True),
        ("ist die IHK auch Partner?", False),
        ("ist da jemand da?", False),
        ("Wer bezahlt Kurzarbeit?", False),
        ("Ich wüsste gern, ob das auch für einen Betrieb mit zwölf Leuten in Kassel gilt", False),
    ],
)
def test_a_short_question_with_a_pointer_leans_on_what_was_said(text: str, leans: bool) -> None:
    assert is_anaphoric(text) is leans


@pytest.mark.parametrize(
    ("text", "vague"),
    [
        ("Ich habe eine Frage zur Universität", True),
        ("Es geht um Kurzarbeit", True),
        ("Ich habe eine Frage: Was kostet das?", False),
        ("Was ist Kurzarbeit", False),
    ],
)
def test_a_message_that_only_names_a_subject_is_vague(text: str, vague: bool) -> None:
    assert is_vague(text) is vague


def test_wishes_for_a_replacement_or_a_comparison_are_recognised() -> None:
    assert asks_for_replacement("Was gibt es stattdessen?")
    assert not asks_for_replacement("Was gibt es sonst?")
    assert asks_to_compare("Was ist der Unterschied zwischen 1 und 2?")
    assert asks_to_compare("Worin unterscheiden sich die beiden?")
    assert not asks_to_compare("Zeigen Sie mir 1 und 2")


@pytest.mark.parametrize(
    ("label", "intent"),
    [("foerderung:zim", "foerderung_suchen"), ("faq:laufzeit", "faq"), ("smalltalk_dank", "smalltalk_dank")],
)
def test_a_label_belongs_to_an_intent(label: str, intent: str) -> None:
    assert intent_of(label) == intent


def test_content_stands_together_against_the_moves() -> None:
    guesses = [Guess("smalltalk_dank", 0.3), Guess("faq:a", 0.27), Guess("faq:b", 0.18), Guess("foerderung:c", 0.25)]
    ranked = rank_intents(guesses)
    assert ranked[0] == ("faq", pytest.approx(0.7))
    assert [name for name, _ in ranked[1:]] == ["smalltalk_dank", "foerderung_suchen"]


def test_a_move_that_outweighs_all_content_goes_first() -> None:
    assert rank_intents([Guess("smalltalk_dank", 0.7), Guess("faq:a", 0.3)])[0] == ("smalltalk_dank", 0.7)
    assert rank_intents([Guess("handoff", 0.2)]) == [("handoff", 0.2)]
