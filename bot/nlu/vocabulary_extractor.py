"""Rasa entity extractor: topic, offer type, format, place and company size, by the vocabulary of the content."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.db import make_engine, make_session_factory
from bot.german.words import open_words
from bot.nlu.lookups import PLACE_LOOKUP, TOPIC_LOOKUP, Terms, follow_terms, make_terms
from bot.offers.filters import OfferFilters
from bot.offers.reading.sentence import read_filters
from bot.settings import read_settings

VOCABULARY_FILE = "vocabulary.json"
MAXIMUM_WORDS = 40  # of a message are asked one by one for what they mean
WORD_CACHE = 5_000  # words whose meaning is kept: each takes as long to read as a whole message
_WORD = re.compile(r"[\w-]+")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class VocabularyExtractor(GraphComponent, EntityExtractorMixin):
    """Adds the entities thema, angebotsart, format, ort and betriebsgroesse.

    The words come from the lookup tables that are made of the database: at first those of the training, and where the
    database can be read, those of now. An entity stands at the word that alone means it, else ("nicht online",
    "120 Leute") its place is the whole message.
    """

    def __init__(
        self, model_storage: ModelStorage, resource: Resource, lookups: dict[str, list[str]] | None = None
    ) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._lookups = lookups or {}
        self._current_day = read_settings().current_day
        self._get_terms: Callable[[], Terms] | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the defaults: there is nothing to set."""
        return {}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> VocabularyExtractor:
        """Create an extractor without words."""
        return cls(model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Take the lookup tables of the training data."""
        self._lookups = {
            table["name"]: list(table["elements"])
            for table in training_data.lookup_tables
            if table["name"].startswith(TOPIC_LOOKUP) or table["name"] == PLACE_LOOKUP
        }
        with self._model_storage.write_to(self._resource) as folder:
            (folder / VOCABULARY_FILE).write_text(json.dumps(self._lookups, ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the training data as they are."""
        return training_data

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> VocabularyExtractor:
        """Load the words of a trained model, and follow those of the content."""
        with model_storage.read_from(resource) as folder:
            lookups = json.loads((folder / VOCABULARY_FILE).read_text(encoding="utf-8"))
        extractor = cls(model_storage, resource, lookups)
        factory = make_session_factory(make_engine(read_settings().database_url))
        extractor._get_terms = follow_terms(factory, open_words(read_settings().german_dir), lookups).watch().get
        return extractor

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities of each message to those it has."""
        for message in messages:
            text = message.get(TEXT) or ""
            found = self.add_extractor_name(list(self._find_entities(text)))
            message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages

    def _find_entities(self, text: str) -> Iterator[dict[str, Any]]:
        if self._get_terms is None:
            terms = make_terms(self._lookups, open_words(read_settings().german_dir))
            self._get_terms = lambda: terms
        terms, today = self._get_terms(), self._current_day()
        values = _read_values(text, terms, today)
        spans = _find_spans(values, text, terms, today)
        for name, value in values:
            start, end = spans.get((name, value), (0, len(text)))
            yield {
                ENTITY_ATTRIBUTE_TYPE: name,
                ENTITY_ATTRIBUTE_VALUE: value,
                ENTITY_ATTRIBUTE_START: start,
                ENTITY_ATTRIBUTE_END: end,
            }


def _read_values(text: str, terms: Terms, today: date) -> list[tuple[str, str]]:
    return _values(read_filters(text, terms.topics, terms.places, today))


_read_word = lru_cache(maxsize=WORD_CACHE)(_read_values)


def _find_spans(values: list[tuple[str, str]], text: str, terms: Terms, today: date) -> dict[Any, tuple[int, int]]:
    """Return the place of the first word that says a value, for the values that one word says."""
    spans: dict[Any, tuple[int, int]] = {}
    for word in islice(_WORD.finditer(text), MAXIMUM_WORDS):
        if all(value in spans for value in values):
            break
        for value in _read_word(word[0], terms, today):
            spans.setdefault(value, word.span())
    return spans


def _values(filters: OfferFilters) -> list[tuple[str, str]]:
    values = [("thema", topic) for topic in filters.topics]
    values += [("format", name) for name in filters.formats]
    values += [("angebotsart", filters.type)] if filters.type else []
    values += [("ort", filters.place)] if filters.place else []
    values += [("betriebsgroesse", str(filters.employees))] if filters.employees is not None else []
    return values
