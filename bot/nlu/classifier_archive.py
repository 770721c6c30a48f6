"""The classifier as one file of the Rasa model.

Rasa packs its models as tightly as gzip can, which takes 20 s for the classifier's weights and makes them 8 % smaller
than the quickest way (1 s). What is packed already costs gzip nothing.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from bot.german.words import Words
from bot.search.classifier import TextClassifier

CLASSIFIER_ARCHIVE = "classifier.zip"


def pack_classifier(classifier: TextClassifier, archive: Path) -> None:
    """Write a classifier into one file."""
    with tempfile.TemporaryDirectory() as folder:
        classifier.save(Path(folder))
        with ZipFile(archive, "w", ZIP_DEFLATED, compresslevel=1) as packed:
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
