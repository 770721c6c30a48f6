"""The classifier as one file of the Rasa model, from which it is laid out beside it for the other processes.

Nothing is packed here: Rasa packs its models itself, and twice is no smaller.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import IO
from zipfile import ZIP_STORED, ZipFile

from bot.german.words import Words
from bot.search.classifier import TextClassifier

CLASSIFIER_ARCHIVE = "classifier.zip"


def pack_classifier(classifier: TextClassifier, archive: Path) -> None:
    """Write a classifier into one file."""
    with tempfile.TemporaryDirectory() as folder:
        classifier.save(Path(folder))
        with ZipFile(archive, "w", ZIP_STORED) as packed:
            for file in sorted(Path(folder).iterdir()):
                packed.write(file, file.name)


def unpack_classifier(archive: Path | IO[bytes], folder: Path) -> None:
    """Lay the classifier out as files that can be mapped into memory."""
    with ZipFile(archive) as packed:
        packed.extractall(folder)


def read_archive(archive: Path, words: Words) -> TextClassifier:
    """Read a classifier into memory."""
    with tempfile.TemporaryDirectory() as folder:
        unpack_classifier(archive, Path(folder))
        return TextClassifier.load(Path(folder), words, into_memory=True)
