"""Rasa model provider: the German spaCy pipeline, official or built-in."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.utils.spacy_utils import SpacyModel, SpacyNLP

from bot.german.pipeline import load_pipeline
from bot.settings import read_settings


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.MODEL_LOADER, DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER],
    is_trainable=False,
    model_from="GermanPipeline",
)
class GermanPipeline(SpacyNLP):
    """Like Rasa's SpacyNLP, but it keeps the case (German nouns!) and does without a model package."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the defaults of all settings."""
        return {"case_sensitive": True}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GermanPipeline:
        """Load the pipeline. Raises MissingTables where neither model nor tables are installed."""
        nlp, name = load_pipeline(read_settings().var_dir / "german")
        return cls(SpacyModel(model=nlp, model_name=name), {**cls.get_default_config(), **config})
