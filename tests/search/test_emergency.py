from __future__ import annotations

from typing import Any

import pytest

from bot.search.emergency import is_emergency


@pytest.mark.parametrize(
    "text",
    [
        "Schnell, mein Kollege hat sich geschnitten und blutet wie verrückt!",
        "der azubi liegt bewusstlos neben der drehbank",
        "Einer ist unter dem Stapler eingeklemmt, was machen wir",
        "hier riecht es total nach gas",
        "die halle brennt!!!",
        "unser Meister hat nen Stromschlag gekriegt",
        "Ich will nicht mehr leben.",
        "Eine Kollegin hatn Herzinfarkt",
        "mein kollege bekommt keine luft mehr",
    ],
)
def test_danger_to_life_is_recognised(text: str) -> None:
    assert is_emergency(text)


@pytest.mark.parametrize(
    "text",
    [
        "Gibt es einen Kurs, in dem man lernt, was bei einem Herzinfarkt zu tun ist?",
        "Gestern hatte einer einen Stromschlag. Wem melden wir das?",
        "Bei einem Kunden ist die Nachfrage zusammengebrochen, wir sind eingeklemmt zwischen Bank und Lieferant.",
        "Der Betrieb blutet aus, alle Jungen gehen.",
        "Da blutet einem das Herz.",
        "Bei uns brennt die Hütte, drei Aufträge sind weg.",
        "Von dem Lohn kann keiner mehr leben.",
        "Förderung für eine Anlage gegen Gasgeruch?",
        "Ist Frau Kurylas heute im Haus?",
        "Ist ein Kollege von Ihnen auch abends ansprechbar?",
        "Unser Meister fällt nach einem Schlaganfall aus, wen können wir dafür umschulen?",
        "Das mit dem Antrag: uns brennt es auf den Nägeln.",
    ],
)
def test_what_only_sounds_like_it_is_none(text: str) -> None:
    assert not is_emergency(text)


def test_a_question_that_the_content_sends_to_the_emergency_number_is_one_too(conversation: Any) -> None:
    reply = conversation.take(conversation.dialogue.refer, "finger ab an der stanze, wo den finger hin, eis??")
    assert "sofort den **Notruf 112**" in reply.text


def test_in_an_emergency_only_the_number_is_said_whatever_was_talked_about(conversation: Any) -> None:
    conversation.ask("Welche Kurse gibt es zu Hochvolt?")
    reply = conversation.take(conversation.dialogue.refer, "Mein Kollege in Baunatal liegt bewusstlos da!")
    assert "112" in reply.text
    assert reply.kind == "fallback"
    assert not reply.cards
