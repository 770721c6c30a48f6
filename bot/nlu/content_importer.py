"""Rasa importer: the ways to ask for FAQ entries and offers, read from the database at training time."""

from __future__ import annotations

from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sqlalchemy.orm import Session

from bot.db import make_engine, make_session_factory
from bot.nlu.examples import Example
from bot.nlu.lookups import read_lookups
from bot.search.examples import read_examples
from bot.search.labels import intent_of
from bot.settings import read_settings

REFERENCE = "reference"  # message key: the content that a training example asks for


class ContentImporter(TrainingDataImporter):
    """Gives NLU examples and lookup tables from the database; domain, stories and rules come from the files."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
        **kwargs: Any,
    ) -> None:
        """Take what Rasa passes to every importer; the database is known from the settings."""
        self._nlu_data: TrainingData | None = None

    def get_nlu_data(self, language: str | None = "de") -> TrainingData:
        """Read all examples of published content, the lookup tables of topics and places, the first time Rasa asks."""
        if self._nlu_data is None:
            self._nlu_data = _read_nlu_data()
        return self._nlu_data

    def get_domain(self) -> Domain:
        """Return an empty domain."""
        return Domain.empty()

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """Return no stories."""
        return StoryGraph([])

    def get_conversation_tests(self) -> StoryGraph:
        """Return no tests."""
        return StoryGraph([])

    def get_config(self) -> dict[str, Any]:
        """Return no configuration."""
        return {}

    def get_config_file_for_auto_config(self) -> str | None:
        """Return no file: nothing is configured automatically."""
        return None


def _read_nlu_data() -> TrainingData:
    engine = make_engine(read_settings().database_url)
    try:
        with make_session_factory(engine)() as session:
            lookups = [{"name": name, "elements": words} for name, words in read_lookups(session).items()]
            return TrainingData(_read_messages(session), lookup_tables=lookups)
    finally:
        engine.dispose()


def _read_messages(session: Session) -> list[Message]:
    today = read_settings().current_day()
    return [
        Example({TEXT: example.text, INTENT: intent_of(example.label), REFERENCE: example.label})
        if ":" in example.label
        else Example({TEXT: example.text, INTENT: example.label})
        for example in read_examples(session, today)
    ]
