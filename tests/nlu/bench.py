"""A bench for single components: they are trained, written and loaded as Rasa does it, without a graph around them."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if (
    TYPE_CHECKING
):  # Rasa comes with TensorFlow: it is imported by the tests that need it, not by those that look for tests
    from rasa.engine.graph import ExecutionContext
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

COMPONENTS = (
    "bot.nlu.german_pipeline.GermanPipeline",
    "bot.nlu.linear_classifier.LinearIntentClassifier",
    "bot.nlu.vocabulary_extractor.VocabularyExtractor",
)
EXAMPLES = {
    "faq:laufzeit": ["Wie lange läuft das Projekt?", "Bis wann läuft das Projekt?", "Wann endet das Projekt?"],
    "foerderung:zim": ["Wie viel zahlt ZIM?", "Ist ZIM ein Zuschuss?", "Was fördert ZIM?"],
    "weiterbildung:ki-kurs": ["Kurs zu KI", "Wann ist der KI-Kurs?", "Was kostet der Kurs zu KI?"],
    "smalltalk_dank": ["Danke schön", "Vielen Dank", "Danke Ihnen"],
    "dialog_mehr": ["Zeig mir mehr", "Noch mehr bitte", "Weitere anzeigen"],
}
LOOKUPS = {
    "thema/ki-daten": ["Künstliche Intelligenz", "KI", "maschinelles Lernen"],
    "thema/wasserstoff": ["Wasserstoff", "Brennstoffzelle"],
    "ort": ["Kassel", "Baunatal", "Hann. Münden"],
}


def find_component(name: str) -> Any:
    """Return the class of a component by its full name."""
    module, _, cls = name.rpartition(".")
    return getattr(import_quietly(module), cls)


def import_quietly(name: str) -> ModuleType:
    """Import a module; what the packages below Rasa warn of at their import is not ours to mend."""
    with warnings.catch_warnings(record=True):
        return import_module(name)


def make_messages(*texts: str) -> list[Message]:
    """Return fresh messages as they come from visitors."""
    from rasa.shared.nlu.training_data.message import Message

    return [Message.build(text) for text in texts]


def make_training_data() -> TrainingData:
    """Return a handful of examples as the importers give them: with intent, with reference, with neither."""
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

    from bot.search.labels import intent_of

    messages = [
        Message({"text": text, "intent": intent_of(label), **({"reference": label} if ":" in label else {})})
        for label, texts in EXAMPLES.items()
        for text in texts
    ]
    messages += [Message({"action_name": "action_listen"}), Message({"text": "Text ohne Absicht"})]
    return TrainingData(messages, lookup_tables=[{"name": name, "elements": [*e]} for name, e in LOOKUPS.items()])


@dataclass(frozen=True)
class Bench:
    """A place where components are made; what they learn stays in its storage."""

    storage: LocalModelStorage
    context: ExecutionContext

    def create(self, component: Any, **settings: Any) -> Any:
        """Return a new component."""
        return component.create(self._config(component, settings), self.storage, resource_of(component), self.context)

    def train(self, component: Any) -> Any:
        """Return a component that has learnt the examples, if it is one that learns."""
        made = self.create(component)
        if hasattr(made, "train"):
            made.train(make_training_data())
        return made

    def load(self, component: Any) -> Any:
        """Return the component as a Rasa server loads it."""
        return component.load(self._config(component, {}), self.storage, resource_of(component), self.context)

    def _config(self, component: Any, settings: dict[str, Any]) -> dict[str, Any]:
        return {**component.get_default_config(), **settings}


def resource_of(component: Any) -> Resource:
    """Return the place of a component in its storage."""
    from rasa.engine.storage.resource import Resource

    return Resource(component.__name__)


def make_bench(folder: Path) -> Bench:
    """Return an empty bench in a folder."""
    for module in ("spacy", "rasa.core.agent", "rasa.engine.recipes.default_recipe"):
        import_quietly(module)
    from rasa.engine.graph import ExecutionContext, GraphSchema
    from rasa.engine.storage.local_model_storage import LocalModelStorage

    return Bench(LocalModelStorage.create(folder), ExecutionContext(GraphSchema({})))


def process(component: Any, messages: list[Message]) -> list[Message]:
    """Let a component work on messages; the provider of a model gets its own."""
    models = [component.provide()] if hasattr(component, "provide") else []
    return component.process(messages, *models)


def outputs_of(messages: Sequence[Message]) -> list[dict[str, Any]]:
    """Return everything a component has put into messages, spaCy's documents as pairs of words and lemmas."""
    return [
        {
            key: [(token.text, token.lemma_) for token in value] if hasattr(value, "to_bytes") else value
            for key, value in message.data.items()
        }
        for message in messages
    ]
