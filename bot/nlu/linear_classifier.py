"""Rasa intent classifier: the project's text classifier over FAQ variants, offers and dialogue moves."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    METADATA,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.german.languages import GERMAN
from bot.german.pipeline import installed_pipeline
from bot.german.words import open_words
from bot.nlu.classifier_archive import CLASSIFIER_ARCHIVE, pack_classifier, read_archive
from bot.nlu.content_importer import REFERENCE
from bot.nlu.early_fit import train_or_take
from bot.nlu.fingerprints import fingerprint_files
from bot.search.classifier import Guess, TextClassifier
from bot.search.classifier_store import ClassifierStore, follow_classifier
from bot.search.labels import FALLBACK, rank_intents
from bot.search.message import prepare
from bot.search.preferences import Preferences
from bot.settings import read_settings

POSTERIOR = "posterior"  # message key: [[label, probability], …], read by the actions
CONCERNS = "concerns"  # message key: [[text, posterior], …] of a message with two concerns, else []
LANGUAGE = "language"  # message key: the language of its text
CLASSIFIER = "classifier"  # message key: the version that the posterior is from, "" for the one within the model
PIPELINE_FILE = "pipeline.json"
FINGERPRINT_FILE = "fingerprint.txt"


class WrongPipeline(RuntimeError):
    """The model was trained with another German pipeline than the one that is installed."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(GraphComponent, IntentClassifier):
    """Sets ``intent`` and ``intent_ranking``, and adds ``posterior``: the most probable entries, offers and moves."""

    @staticmethod
    def required_packages() -> list[str]:
        """Return the packages needed for training."""
        return ["scipy"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the defaults: there is nothing to set."""
        return {}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        get_classifier: Callable[[], TextClassifier | None] = lambda: None,
    ) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._get_classifier = get_classifier

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the classifier on all examples with an intent; a ``reference`` is a finer label than the intent."""
        examples = [message for message in training_data.intent_examples if message.get(TEXT)]
        texts = [message.get(TEXT) for message in examples]
        labels = [message.get(REFERENCE) or message.get(INTENT) for message in examples]
        classifier = train_or_take(texts, labels, open_words(read_settings().german_dir))
        self._get_classifier = lambda: classifier
        self.persist()
        return self._resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LinearIntentClassifier:
        """Create an untrained classifier."""
        return cls(config, model_storage, resource)

    def process(self, messages: list[Message]) -> list[Message]:
        """Add intent, ranking and posterior to each message."""
        for message in messages:
            self._process_one(message)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the training data as they are: no other component learns from predicted intents."""
        return training_data

    def _process_one(self, message: Message) -> None:
        classifier = self._get_classifier()
        if classifier is None:
            _set_intents(message, [(FALLBACK, 1.0)])
            return
        wanted = Preferences.from_metadata(message.get(METADATA)).language
        prepared = prepare(message.get(TEXT) or "", classifier, expected=wanted)
        guesses = prepared.guesses
        is_read = bool(guesses) and prepared.language == GERMAN
        _set_intents(message, rank_intents(guesses) if is_read else [(prepared.intent, 1.0)])
        message.set(LANGUAGE, prepared.language, add_to_output=True)
        message.set(CLASSIFIER, classifier.version, add_to_output=True)
        message.set(POSTERIOR, _pack(guesses), add_to_output=True)
        concerns = [[concern.text, _pack(concern.guesses)] for concern in prepared.concerns]
        message.set(CONCERNS, concerns, add_to_output=True)

    def persist(self) -> None:
        """Write the classifier into the model, and what pipeline and later classifiers are compared with."""
        classifier = self._get_classifier()
        assert classifier is not None
        with self._model_storage.write_to(self._resource) as folder:
            pack_classifier(classifier, folder / CLASSIFIER_ARCHIVE)
            (folder / FINGERPRINT_FILE).write_text(fingerprint_files())
            (folder / PIPELINE_FILE).write_text(json.dumps(installed_pipeline()))

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LinearIntentClassifier:
        """Load the model's classifier and follow those that are fitted later.

        Raises WrongPipeline when the model belongs to the other German pipeline.
        """
        with model_storage.read_from(resource) as folder:
            trained_with = json.loads((folder / PIPELINE_FILE).read_text())
            if trained_with != installed_pipeline():
                raise WrongPipeline(
                    f"Das Modell wurde mit der Sprachpipeline „{trained_with}“ trainiert, installiert ist "
                    f"„{installed_pipeline()}“. Bitte „lotse train“ ausführen."
                )
            words = open_words(read_settings().german_dir)
            store = ClassifierStore(read_settings().models_dir, model=(folder / FINGERPRINT_FILE).read_text())
            later = follow_classifier(store, words).watch()
            # In the model the weights are packed, and would be a copy of this process's own.
            packed = None if later.get() else read_archive(folder / CLASSIFIER_ARCHIVE, words)
        return cls(config, model_storage, resource, lambda: later.get() or packed)


def _pack(guesses: list[Guess]) -> list[list[Any]]:
    return [[guess.label, round(guess.probability, 5)] for guess in guesses]


def _set_intents(message: Message, ranking: list[tuple[str, float]]) -> None:
    entries = [{INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: round(value, 5)} for name, value in ranking]
    message.set(INTENT, entries[0], add_to_output=True)
    message.set(INTENT_RANKING_KEY, entries[:5], add_to_output=True)
