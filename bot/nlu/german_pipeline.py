"""Rasa model provider: the German spaCy pipeline, official or built-in."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.utils.spacy_utils import SpacyModel, SpacyNLP
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.german.pipeline import load_pipeline
from bot.settings import read_settings

ANNOTATE = "annotate_training_data"  # setting: on for pipelines with a component that learns from spaCy's documents


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.MODEL_LOADER, DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER],
    is_trainable=False,
    model_from="GermanPipeline",
)
class GermanPipeline(SpacyNLP):
    """Like Rasa's SpacyNLP, but it keeps the case (German nouns!) and does without a model package.

    Training data are annotated only where asked: the classifier counts its n-grams itself, so that the documents of
    8,000 examples would be made, fingerprinted and thrown away.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the defaults of all settings."""
        return {"case_sensitive": True, ANNOTATE: False}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GermanPipeline:
        """Load the pipeline. Raises MissingTables where neither model nor tables are installed."""
        nlp, name = load_pipeline(read_settings().german_dir)
        return cls(SpacyModel(model=nlp, model_name=name), {**cls.get_default_config(), **config})

    def process_training_data(self, training_data: TrainingData, model: SpacyModel) -> TrainingData:
        """Add a document to each training example, if the settings ask for it."""
        return super().process_training_data(training_data, model) if self._config[ANNOTATE] else training_data
