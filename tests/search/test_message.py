from __future__ import annotations

import pytest

from bot.search.classifier import TextClassifier, train_classifier
from bot.search.message import is_command, is_gibberish, prepare
from tests.words import compiled_words

TEXTS = {
    "handoff": [
        "Verbinden Sie mich mit einem Menschen",
        "Ich will mit einem Menschen sprechen",
        "Einen Menschen bitte",
    ],
    "faq:uebergabe-mensch": ["Kann ich mit einem Menschen sprechen?", "Geht das auch mit einem Menschen?"],
    "faq:laufzeit": ["Wie lange läuft das Projekt?", "Wann endet das Projekt?"],
    "smalltalk_dank": ["Danke schön", "Vielen Dank"],
    "foerderung:distral": ["Was ist Distr@l?", "Distr@l Zuschuss"],
}


@pytest.fixture(scope="module")
def classifier() -> TextClassifier:
    pairs = [(text, label) for label, texts in TEXTS.items() for text in texts]
    return train_classifier([text for text, _ in pairs], [label for _, label in pairs], compiled_words())


def test_a_message_loses_its_opener_and_gets_posterior_and_intent(classifier: TextClassifier) -> None:
    prepared = prepare("Hallo! Wann endet \u200bdas Projekt?", classifier)
    message, guesses, intent = prepared.text, prepared.guesses, prepared.intent
    assert message == "Wann endet das Projekt?"
    assert guesses[0].label == "faq:laufzeit"
    assert intent == "faq"


@pytest.mark.parametrize(
    "text", ["/restart", "／handoff", "\\x", "<b>Projekt</b>", '{"projekt": 1}', "", "  ", "🙂🙂", "sdfkj weruio xcvnm"]
)
def test_commands_code_and_gibberish_are_never_guessed_at(classifier: TextClassifier, text: str) -> None:
    prepared = prepare(text, classifier)
    guesses, intent = prepared.guesses, prepared.intent
    assert (guesses, intent) == ([], "nlu_fallback")


@pytest.mark.parametrize("text", ["nummer 2", "das zweite bitte", "number two please"])
def test_a_bare_number_is_never_guessed_at_but_always_points_into_the_list(
    classifier: TextClassifier, text: str
) -> None:
    prepared = prepare(text, classifier)
    assert (prepared.guesses, prepared.intent) == ([], "dialog_details_zu_nummer")


@pytest.mark.parametrize("text", ["/ Kassel", "Preis/Leistung", "a<b"])
def test_a_sign_within_a_text_makes_no_command(text: str) -> None:
    assert not is_command(text)


@pytest.mark.parametrize("text", ["Distr@l?", "Wann endet das Porjekt", "GmbH", "82", "ok"])
def test_names_slips_and_numbers_are_no_gibberish(classifier: TextClassifier, text: str) -> None:
    assert not is_gibberish(text, classifier)


def test_a_message_with_two_questions_has_two_concerns(classifier: TextClassifier) -> None:
    prepared = prepare("Wann endet das Projekt und wer leitet es denn?", classifier)
    assert [concern.text for concern in prepared.concerns] == ["Wann endet das Projekt", "wer leitet es denn?"]
    assert all(concern.guesses for concern in prepared.concerns)
    assert prepare("Wann endet das Projekt?", classifier).concerns == []


@pytest.mark.parametrize(
    "text",
    [
        "ich will mit nem Menschen sprechen",
        "Verbinden Sie mich mit einem Menschen: Was ist Distr@l, und wann endet das Projekt?",
        "Wie lange läuft das Projekt? Ich will mit einem Menschen sprechen.",
    ],
)
def test_a_stated_wish_for_a_person_is_one_beside_a_concern_too(classifier: TextClassifier, text: str) -> None:
    assert prepare(text, classifier).intent == "handoff"


def test_who_asks_whether_there_is_a_person_is_told_how(classifier: TextClassifier) -> None:
    assert prepare("Kann ich auch mit einem Menschen sprechen?", classifier).intent == "faq"


@pytest.mark.parametrize(
    "text",
    [
        "Ich brauche keinen Menschen. Wie lange läuft das Projekt?",
        "Mein Mitarbeiter will mit mir sprechen. Wie lange läuft das Projekt?",
    ],
)
def test_others_and_nobody_are_no_wish_for_a_person(classifier: TextClassifier, text: str) -> None:
    assert prepare(text, classifier).intent == "faq"


def test_a_question_behind_small_talk_is_what_is_answered(classifier: TextClassifier) -> None:
    thanks = "Danke schön, danke schön, vielen Dank, vielen Dank, danke."
    assert prepare(thanks, classifier).intent == "smalltalk_dank"
    prepared = prepare(f"{thanks} Und wann endet das Projekt?", classifier)
    assert (prepared.text, prepared.guesses[0].label) == ("Und wann endet das Projekt?", "faq:laufzeit")
    assert prepare(f"{thanks} Danke schön für vielen Dank?", classifier).intent == "smalltalk_dank"
