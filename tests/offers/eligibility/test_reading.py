"""Answers in the words of visitors, and corrections of what they said before."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.offers.eligibility.reading import QUESTIONS, Reader
from bot.topics.queries import TopicView
from bot.topics.vocabulary import TopicVocabulary
from tests.words import compiled_words

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def reader() -> Reader:
    topics = [
        TopicView("digitalisierung", "Digitalisierung", ("Digitalisierung", "Software")),
        TopicView("investition", "Investition und Erweiterung", ("Investition", "neue Maschine")),
        TopicView("qualifizierung", "Qualifizierung", ("Weiterbildung", "Schulung")),
        TopicView("foerderung-antrag", "Förderung", ("Förderung", "Zuschuss")),
    ]
    return Reader(TopicVocabulary(topics, compiled_words()), TODAY, employees=40)


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        ("employees", "60", {"employees": 60}),
        ("employees", "etwa fünfzig", {"employees": 50}),
        ("employees", "so 50 bis 60 Leute", {"employees": 60}),
        ("employees", "seit 2004, inzwischen 35 Mitarbeiter", {"employees": 35}),
        ("employees", "Wir sind zu acht", {"employees": 8}),
        ("employees", "nur ich", {"employees": 1}),
        ("employees", "viele", {}),
        ("turnover", "rund 1,5 Mio", {"turnover_eur": 1_500_000}),
        ("turnover", "Bilanzsumme 3 Millionen", {"balance_eur": 3_000_000}),
        ("turnover", "8 Mio Umsatz, Bilanzsumme 4 Mio", {"turnover_eur": 8_000_000, "balance_eur": 4_000_000}),
        ("turnover", "Bilanz 4 Mio, Umsatz 8 Mio", {"turnover_eur": 8_000_000, "balance_eur": 4_000_000}),
        ("turnover", "ganz ordentlich", {}),
        ("group", "nein, wir sind ein Familienbetrieb", {"in_group": False}),
        ("group", "ja", {"in_group": True}),
        ("group", "Wir sind eine Tochter der Muster AG", {"in_group": True}),
        ("group", "ja, zusammen 300 Leute", {"in_group": True, "group_employees": 300}),
        ("group", "ja, 80 % gehören einer Holding mit 400 Leuten", {"in_group": True, "group_employees": 440}),
        ("group", "ein Konzern mit 400 Leuten hält 30 Prozent", {"in_group": True, "group_employees": 160}),
        ("group", "ein Konzern mit 400 Leuten hält 20 Prozent", {"in_group": True, "group_employees": 40}),
        ("group", "blau", {}),
        ("place", "in Baunatal", {"place": "Baunatal", "state": "Hessen"}),
        ("place", "Göttingen", {"place": "Göttingen", "state": "Niedersachsen"}),
        ("place", "NRW", {"place": "Nordrhein-Westfalen", "state": "Nordrhein-Westfalen"}),
        ("place", "Nordhessen", {"place": "Hessen", "state": "Hessen"}),
        ("place", "auf dem Mond", {}),
        ("plan", "Wir wollen eine neue Maschine und Software", {"topics": ["investition", "digitalisierung"]}),
        ("plan", "Schulung für das Team", {"topics": ["qualifizierung"]}),
        ("plan", "irgendeinen Zuschuss", {}),
        ("budget", "ungefähr 80.000 Euro", {"budget_eur": 80_000}),
        ("budget", "weiß nicht genau", {}),
        ("started", "nein, noch nichts bestellt", {"has_started": False}),
        ("started", "die Anlage ist schon bestellt", {"has_started": True}),
        ("started", "grün", {}),
        ("start", "im März", {"starts_on": "2027-03-01"}),
        ("start", "so bald wie möglich", {"starts_on": "2026-11-22"}),
        ("start", "irgendwann", {}),
    ],
)
def test_an_answer_is_read(reader: Reader, question: str, text: str, found: dict[str, Any]) -> None:
    assert reader.read(question, text) == found


@pytest.mark.parametrize(
    ("asked", "text", "understood"),
    [
        ("place", "nein, 60 Leute", {"employees": {"employees": 60}}),
        ("place", "Sorry, unser Umsatz ist 9 Mio", {"turnover": {"turnover_eur": 9_000_000}}),
        ("place", "60 Leute", {"employees": {"employees": 60}}),
        ("turnover", "nein, 60", {"employees": {"employees": 60}}),
        ("place", "halt, eigenständig", {"group": {"in_group": False}}),
        ("group", "nein", {"group": {"in_group": False}}),
        ("group", "nein, 60 Leute", {"employees": {"employees": 60}}),
        ("group", "nein, keine Gruppe, aber 60 Leute", {"employees": {"employees": 60}, "group": {"in_group": False}}),
        (None, "nein, 60 Leute", {"employees": {"employees": 60}}),
        (None, "wir sitzen in Baunatal", {"place": {"place": "Baunatal", "state": "Hessen"}}),
        (None, "das Budget ist 20.000 Euro", {"budget": {"budget_eur": 20_000}}),
        (None, "nein, im Mai", {"start": {"starts_on": "2027-05-01"}}),
        (None, "passt so", {}),
    ],
)
def test_a_correction_goes_to_the_question_that_it_is_about(
    reader: Reader, asked: str | None, text: str, understood: dict[str, Any]
) -> None:
    answered = QUESTIONS[: QUESTIONS.index(asked)] if asked else QUESTIONS
    assert reader.understand(asked, text, answered) == understood
