"""What a model and its classifier are made from, as digests: whether there is anything to train is seen by them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from bot.db import make_engine, make_session_factory
from bot.german.pipeline import installed_pipeline
from bot.search.examples import Example, read_examples
from bot.search.moves import read_moves
from bot.settings import ROOT, Settings

# What the Rasa model is made from. The content is not among it: only the classifier learns from that, and it is fitted
# anew by itself; the words for topics and places are read while Rasa runs.
TRAINING_FILES = (
    "config.yml",
    "domain.yml",
    "data",
    "bot/german",
    "bot/nlu/classifier_archive.py",
    "bot/nlu/content_importer.py",
    "bot/nlu/examples.py",
    "bot/nlu/file_importer.py",
    "bot/nlu/german_pipeline.py",
    "bot/nlu/linear_classifier.py",
    "bot/nlu/vocabulary_extractor.py",
    "bot/search/classifier.py",
    "bot/search/features.py",
    "bot/search/gram_counts.py",
    "bot/search/grams.py",
    "bot/search/labels.py",
    "bot/search/network.py",
    "bot/search/network_draws.py",
    "bot/search/network_kernels.py",
    "bot/search/network_training.py",
)


def fingerprint_files() -> str:
    """Return a digest of the files that a model is made from, and of the German pipeline."""
    digest = hashlib.sha256(installed_pipeline().encode())
    for path in _training_paths():
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def fingerprint_examples(examples: Iterable[Example]) -> str:
    """Return a digest of everything that a classifier learns; what it is fitted by is part of the model's files."""
    digest = hashlib.sha256(fingerprint_files().encode())
    for example in examples:
        digest.update(f"{example.label}\t{example.text}\n".encode())
    return digest.hexdigest()


def read_all_examples(settings: Settings) -> list[Example]:
    """Return the examples of the training files and of the content now, as a training of Rasa would find them.

    What stands in both, a referral that is also an utterance, is learnt once.
    """
    engine = make_engine(settings.database_url)
    try:
        with make_session_factory(engine)() as session:
            moves, content = read_moves(ROOT / "data" / "nlu"), read_examples(session, settings.current_day())
            return list(dict.fromkeys([*moves, *content]))
    finally:
        engine.dispose()


def _training_paths() -> list[Path]:
    found: list[Path] = []
    for name in TRAINING_FILES:
        path = ROOT / name
        found += [path] if path.is_file() else [file for file in path.rglob("*") if file.suffix in (".yml", ".py")]
    return sorted(found)
