"""Skipping, cancelling and asking in between."""

from __future__ import annotations

import pytest

from bot.handoff.form_moves import is_cancel, is_question, is_skip

SKIPS = [
    *("weiter", "Weiter!", "bitte weiter", "ok, weiter", "einfach weiter", "überspringen", "bitte überspringen"),
    *("das überspringe ich", "keine Firma", "ich habe keine Firma", "keine", "ohne", "privat", "ich bin privat da"),
    *("als Privatperson", "-", "--", "–", ".", "nö", "nein", "nee danke", "egal"),
    *("k. A.", "keine Angabe", "möchte ich nicht sagen", "nicht nötig", "nächste Frage", "spielt keine Rolle"),
]
NO_SKIPS = [
    *("Weiter GmbH", "Weitermann AG", "Nord Privatbank", "Lohse", "abbrechen", "ja", "?", "", "Nein GmbH", "1&1"),
    *("Wer liest das?", "Keiner & Söhne", "Egalité SARL", "😀"),
]


@pytest.mark.parametrize("text", SKIPS)
def test_an_optional_field_can_be_skipped_in_many_words(text: str) -> None:
    assert is_skip(text)
    assert not is_cancel(text)


@pytest.mark.parametrize("text", NO_SKIPS)
def test_an_answer_is_not_taken_for_a_skip(text: str) -> None:
    assert not is_skip(text)


@pytest.mark.parametrize(
    "text",
    [
        *("abbrechen", "Abbrechen!", "bitte abbrechen", "abbruch", "Stopp", "STOP!", "stop bitte", "halt", "cancel"),
        *(
            "ach nee, doch nicht, bitte abbrechen",
            "ach nein, abbrechen",
            "ich will doch nicht",
            "doch nicht",
            "Schluss",
        ),
        *(
            "vergiss es",
            "Vergessen Sie es",
            "vergiss das wieder",
            "Lassen wir das",
            "lass es gut sein",
            "Lass gut sein",
        ),
        *(
            "Ich möchte das doch nicht mehr",
            "hat sich erledigt",
            "Das hat sich schon erledigt",
            "aufhören",
            "genug jetzt",
        ),
        *(
            "Ich möchte das Formular abbrechen",
            "können wir das abbrechen?",
            "Brechen Sie das bitte ab",
            "ich breche hier ab",
        ),
        *(
            "brich ab",
            "Vorgang beenden",
            "Anfrage verwerfen",
            "will nicht mehr weitermachen",
            "hör auf",
            "nicht weiter",
        ),
        *(
            "Abbrechen, das dauert mir zu lange",
            "Das wird mir zu viel, bitte abbrechen",
            "Schluss damit",
            "ich will nicht mehr",
        ),
        *("Das Formular will ich nicht ausfüllen, bitte abbrechen", "Ach, schon gut, brauchen wir nicht mehr."),
        *("Ich habe es mir anders überlegt", "nee lieber doch nicht", "ich will nicht mehr und breche ab"),
    ],
)
def test_a_visitor_gets_out_of_the_form_in_many_words(text: str) -> None:
    assert is_cancel(text)


@pytest.mark.parametrize(
    "text",
    [
        "Wir mussten das Projekt abbrechen und suchen Rat",
        "Unser Lieferant will den Vertrag nicht weiter erfüllen",
        "Stopp der Förderung in Hessen, was heißt das für uns?",
        "Zwei Azubis wollen die Ausbildung abbrechen",
        "Wir wollen Schluss machen mit Papier",
        "Wie kann man einen laufenden Antrag zurückziehen?",
        "Halt, meine Nummer war falsch",
        "Moment, was kostet das eigentlich?",
        "Ich möchte die Produktion nicht mehr weiterführen",
        "Die Beratung soll beenden, was seit Jahren nicht läuft",
        "Haltmann",
        "Ende & Söhne GmbH",
        "Vergiss Metallbau GmbH",
        "nein",
        "weiter",
        "überspringen",
        "gut",
        "ja, alles gut",
        "Petra Vogt",
        "kim@firma.de",
        "Kosten wir nicht mehr tragen können, weil der Kunde abgesprungen ist",
        "Abbruch der alten Halle und Neubau",
        "",
        "...",
    ],
)
def test_a_concern_about_breaking_off_is_no_cancel(text: str) -> None:
    assert not is_cancel(text)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Was kostet die Beratung", True),
        ("kostet das was?", True),
        ("Moment, wer liest das?", True),
        ("Wozu brauchen Sie das", True),
        ("(Kostet es was?)", True),
        ("Petra Vogt", False),
        ("Wie Dal", False),
        ("Es geht um Kurzarbeit.", False),
        ("", False),
    ],
)
def test_a_question_in_between_is_recognised(text: str, asks: bool) -> None:
    assert is_question(text) is asks
