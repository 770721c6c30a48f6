from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import sessionmaker

from bot.topics.models import Topic, TopicSynonym
from tests.nlu.bench import LOOKUPS, Bench, find_component, make_messages, process

pytestmark = pytest.mark.slow


@pytest.fixture
def extractor(bench: Bench) -> Any:
    """An extractor that has learnt the words of the bench."""
    return bench.train(find_component("bot.nlu.vocabulary_extractor.VocabularyExtractor"))


def find_entities(extractor: Any, text: str) -> list[tuple[str, str, str]]:
    """Return kind and value of each entity, and the part of the text where it stands."""
    [message] = process(extractor, make_messages(text))
    return [
        (entity["entity"], entity["value"], text[entity["start"] : entity["end"]]) for entity in message.get("entities")
    ]


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("Kurse zu KI", [("thema", "ki-daten", "KI"), ("angebotsart", "weiterbildung", "Kurse")]),
        (
            "Zuschuss für Wasserstoff",
            [("thema", "wasserstoff", "Wasserstoff"), ("angebotsart", "foerderung", "Zuschuss")],
        ),
        ("etwas in Baunatal?", [("ort", "Baunatal", "Baunatal")]),
        ("was gibt es online", [("format", "online", "online")]),
        ("Was ist mit Brennstofzelle?", [("thema", "wasserstoff", "Brennstofzelle")]),
        ("Wie spät ist es?", []),
    ],
)
def test_entities_stand_at_the_word_that_means_them(
    extractor: Any, text: str, entities: list[tuple[str, str, str]]
) -> None:
    assert find_entities(extractor, text) == entities


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("bitte nicht online", "format", "praesenz"),
        ("Wir sind 120 Leute", "betriebsgroesse", "120"),
        ("in Hann. Münden", "ort", "Hann. Münden"),
        ("mit maschinellem Lernen", "thema", "ki-daten"),
    ],
)
def test_what_only_several_words_mean_stands_at_the_whole_message(
    extractor: Any, text: str, name: str, value: str
) -> None:
    assert find_entities(extractor, text) == [(name, value, text)]


def test_entities_leave_with_the_message_after_those_it_had(extractor: Any) -> None:
    messages = make_messages("Kurse")
    messages[0].set("entities", [{"entity": "reference", "value": "faq:kmu"}])
    [message] = process(extractor, messages)
    found = message.as_dict(only_output_properties=True)["entities"]
    assert [entity["entity"] for entity in found] == ["reference", "angebotsart"]
    assert found[1]["extractor"] == "VocabularyExtractor"


def test_only_lookup_tables_of_topics_and_places_are_learnt(bench: Bench) -> None:
    from rasa.shared.nlu.training_data.training_data import TrainingData

    component = find_component("bot.nlu.vocabulary_extractor.VocabularyExtractor")
    tables = [{"name": name, "elements": words} for name, words in {**LOOKUPS, "farben": ["rot"]}.items()]
    bench.create(component).train(TrainingData(lookup_tables=tables))
    assert bench.load(component)._lookups == LOOKUPS


def test_a_word_that_staff_add_is_understood_at_once(
    bench: Bench, session_factory: sessionmaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.search.followed.INTERVAL", 0.0)
    monkeypatch.setattr("bot.search.followed.watch", lambda *_: None)  # it would be in the middle of a look
    monkeypatch.setenv("LOTSE_DATABASE_URL", str(session_factory.kw["bind"].url))
    component = find_component("bot.nlu.vocabulary_extractor.VocabularyExtractor")
    bench.train(component)
    loaded = bench.load(component)
    assert find_entities(loaded, "Knallgas") == []
    assert find_entities(loaded, "Wasserstoff") == [("thema", "wasserstoff", "Wasserstoff")]
    with session_factory.begin() as session:
        session.add(Topic(slug="h2", name="Wasserstoff", synonyms=[TopicSynonym(text="Knallgas")]))
    assert find_entities(loaded, "Knallgas") == [("thema", "h2", "Knallgas")]


def test_an_extractor_that_has_learnt_nothing_still_reads_formats_and_types(bench: Bench) -> None:
    component = find_component("bot.nlu.vocabulary_extractor.VocabularyExtractor")
    assert [name for name, *_ in find_entities(bench.create(component), "Online-Kurs zu KI in Kassel")] == [
        "format",
        "angebotsart",
    ]
