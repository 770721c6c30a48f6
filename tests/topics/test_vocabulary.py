from __future__ import annotations

import pytest

from bot.topics.queries import TopicView
from bot.topics.vocabulary import TopicVocabulary
from tests.words import compiled_words

TOPICS = (
    TopicView("foerderung-antrag", "Förderung allgemein", ("Förderung", "Zuschuss", "Antrag")),
    TopicView("qualifizierung", "Qualifizierung", ("Weiterbildung", "Kurs", "§ 82 SGB III")),
    TopicView("wasserstoff", "Wasserstoff", ("Brennstoffzelle", "H2")),
    TopicView("ki-daten", "Künstliche Intelligenz", ("KI", "künstliche Intelligenz", "Datenanalyse")),
    TopicView("betriebsrat", "Betriebsrat", ("BR", "Betriebsräte", "Mitbestimmung")),
    TopicView("digitalisierung", "Digitalisierung", ("Distr@l", "Maschine vernetzen")),
    TopicView("finanzierung", "Finanzierung", ("Kredit", "Darlehen", "Sicherheiten")),
    TopicView("it-sicherheit", "IT-Sicherheit", ("Cybersicherheit",)),
)


@pytest.fixture(scope="module")
def vocabulary() -> TopicVocabulary:
    return TopicVocabulary(TOPICS, compiled_words())


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Gibt es was zu Wasserstoff?", ["wasserstoff"]),
        ("h2 tankstelle", ["wasserstoff"]),
        ("Kurse zu künstlicher Intelligenz", ["ki-daten"]),
        ("Kurse zu KUENSTLICHE INTELLIGENZ", ["ki-daten"]),
        ("Was bringt die künstliche Intelligenz?", ["ki-daten"]),
        ("KI", ["ki-daten"]),
        ("distr@l", ["digitalisierung"]),
        ("Schulung für den Betriebsrat und KI", ["betriebsrat", "ki-daten"]),
        ("it sicherheit", ["it-sicherheit"]),
        ("IT-Sicherheit und Sicherheiten", ["it-sicherheit", "finanzierung"]),
        ("Was gibt es heute zu essen?", []),
        ("", []),
    ],
)
def test_words_and_phrases_name_their_topic(vocabulary: TopicVocabulary, text: str, topics: list[str]) -> None:
    assert sorted(vocabulary.find_topics(text)) == sorted(topics)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Brennstoffzellen", "wasserstoff"),
        ("mit Krediten", "finanzierung"),
        ("die Betriebsräten", "betriebsrat"),
        ("Wasserstoffkurs", "wasserstoff"),
        ("Digitalisierungszuschuss", "digitalisierung"),
        ("Innovationskredit", "finanzierung"),
    ],
)
def test_inflected_forms_and_compounds_are_recognised(vocabulary: TopicVocabulary, text: str, topic: str) -> None:
    assert vocabulary.find_topics(text) == [topic]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Wasserstof", "wasserstoff"),
        ("Digitalisirung", "digitalisierung"),
        ("Bertiebsrat", "betriebsrat"),
        ("it sichrheit", "it-sicherheit"),
    ],
)
def test_slips_of_the_keyboard_are_forgiven(vocabulary: TopicVocabulary, text: str, topic: str) -> None:
    assert vocabulary.find_topics(text) == [topic]


@pytest.mark.parametrize("text", ["Finanzamt", "Antragsteller aus Brasilien", "br0t", "Kino"])
def test_a_german_word_that_only_looks_alike_is_no_topic(vocabulary: TopicVocabulary, text: str) -> None:
    assert set(vocabulary.find_topics(text)) <= {"foerderung-antrag"}


def test_generic_topics_stand_back_behind_a_subject(vocabulary: TopicVocabulary) -> None:
    assert vocabulary.find_topics("Förderung für Wasserstoff") == ["wasserstoff"]
    assert vocabulary.find_topics("Welche Förderung gibt es?") == ["foerderung-antrag"]


def test_a_phrase_with_a_law_is_not_mistaken_for_its_neighbour(vocabulary: TopicVocabulary) -> None:
    assert vocabulary.find_topics("§ 82 SGB III") == ["qualifizierung"]
    assert vocabulary.find_topics("SGB II") == []


def test_each_topic_keeps_its_name(vocabulary: TopicVocabulary) -> None:
    assert vocabulary.names["ki-daten"] == "Künstliche Intelligenz"
