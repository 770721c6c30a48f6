"""Small classifiers, trained and published as a training does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.search.classifier import TextClassifier, train_classifier
from bot.search.classifier_store import ClassifierStore, Version
from tests.words import compiled_words

YES_OR_NO = {"ja": ["ja bitte", "ja gern"], "nein": ["nein danke", "nein nie"]}


def make_classifier(examples: Mapping[str, Sequence[str]] = YES_OR_NO) -> TextClassifier:
    """Return a classifier that has learnt some texts by their labels."""
    pairs = [(text, label) for label, texts in examples.items() for text in texts]
    return train_classifier([text for text, _ in pairs], [label for _, label in pairs], compiled_words())


def publish(models_dir: Path, examples: Mapping[str, Sequence[str]] = YES_OR_NO, *, model: str = "m") -> Version:
    """Make a classifier of some texts the one in use of a models folder."""
    store = ClassifierStore(models_dir)
    with store.locked():
        return store.publish(make_classifier(examples).save, examples=str(sorted(examples)), model=model)


def add_unused(store: ClassifierStore, examples: Mapping[str, Sequence[str]] = YES_OR_NO) -> Version:
    """Lay a classifier into a locked store without using it."""
    with store.adding(make_classifier(examples).save, examples="e", model="m") as version:
        return version
