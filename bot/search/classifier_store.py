"""Where trained classifiers lie, and how one takes the place of another while all processes go on.

``models/classifier/`` holds a folder for each version and a pointer, ``current.json``, to the one in use. A version is
complete before the pointer names it and never changes afterwards, and the pointer is exchanged by one rename: nobody
sees half a version, and whoever has mapped the weights of the former one keeps them.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.german.words import Words
from bot.search.classifier import TextClassifier
from bot.search.followed import Followed
from bot.search.trained_words import find_reader

logger = logging.getLogger(__name__)

CLASSIFIER_FOLDER = "classifier"
POINTER_FILE = "current.json"
LOCK_FILE = "lock"
VERSION_FILE = "version.json"
KEPT = 5  # versions, of some 60 MB each
# What a version that cannot be used raises: missing, empty, cut off, or of another shape.
UNREADABLE = (OSError, ValueError, EOFError, RuntimeError, KeyError, TypeError)


@dataclass(frozen=True)
class Version:
    """One trained classifier: the name of its folder, and digests of what it was made from.

    ``examples`` covers all texts it has learnt, ``model`` the files that the Rasa model beside it was made from.
    """

    name: str
    examples: str
    model: str


class OtherModel(ValueError):
    """The classifier in use belongs to another model than the reader's."""


class ClassifierStore:
    """The classifiers of one models folder; with ``model``, only those that belong to it are read."""

    def __init__(self, models_dir: Path, *, model: str | None = None) -> None:
        self.folder = models_dir / CLASSIFIER_FOLDER
        self._model = model
        self._pointer = self.folder / POINTER_FILE

    def stamp(self) -> tuple[int, int] | None:
        """Return what changes with every exchange, None where there is no classifier; one look at one file."""
        try:
            found = self._pointer.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino

    def read_version(self) -> Version:
        """Return the version in use. Raises one of UNREADABLE, among them OtherModel."""
        version = Version(**json.loads(self._pointer.read_text(encoding="utf-8")))
        if self._model not in (None, version.model):
            raise OtherModel(f"{version.name} belongs to another model")
        return version

    def load(self, words: Words, name: str = "") -> TextClassifier:
        """Map a version into memory, the one in use without a name. Raises one of UNREADABLE."""
        name = name or self.read_version().name
        classifier = TextClassifier.load(self.folder / name, words)
        classifier.version = name
        return classifier

    def read_labels(self, name: str = "") -> frozenset[str]:
        """Return what a version has learnt, the one in use without a name. Raises one of UNREADABLE."""
        file = self.folder / (name or self.read_version().name) / "labels.json"
        return frozenset(json.loads(file.read_text(encoding="utf-8")))

    @contextmanager
    def locked(self, *, wait: bool = True) -> Iterator[None]:
        """Wait until no other process is training for this folder, and keep the others waiting.

        Without ``wait``, raises BlockingIOError where one is.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / LOCK_FILE).open("ab") as file:  # closing it gives it free, and so does dying
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            yield

    def publish(self, write: Callable[[Path], None], *, examples: str, model: str) -> Version:
        """Let ``write`` lay a classifier into a new folder and make it the one in use; to be called while locked.

        Whatever fails on the way leaves the former one in use.
        """
        with self.adding(write, examples=examples, model=model) as version:
            self._exchange_pointer(version)
        return version

    @contextmanager
    def adding(self, write: Callable[[Path], None], *, examples: str, model: str) -> Iterator[Version]:
        """Let ``write`` lay a classifier into a new folder, without using it; to be called while locked.

        A block that fails takes the folder away again.
        """
        version = Version(f"{examples[:12]}-{time.time_ns():x}", examples, model)
        folder = self.folder / version.name
        try:
            write(folder)
            (folder / VERSION_FILE).write_text(json.dumps(asdict(version)), encoding="utf-8")
            for file in folder.iterdir():
                _write_through(file)
            yield version
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self._forget_oldest(version)

    def use(self, name: str) -> Version:
        """Make a kept version the one in use; to be called while locked. Raises one of UNREADABLE where it is gone."""
        version = Version(**json.loads((self.folder / name / VERSION_FILE).read_text(encoding="utf-8")))
        if self._model not in (None, version.model):
            raise OtherModel(f"{version.name} belongs to another model")
        self._exchange_pointer(version)
        return version

    def list_kept(self) -> frozenset[str]:
        """Return the names of the versions that could take the place of the one in use: those of the same model."""
        kept = [json.loads(file.read_text(encoding="utf-8")) for file in self.folder.glob(f"*/{VERSION_FILE}")]
        try:
            model = self.read_version().model
        except UNREADABLE:
            return frozenset(version["name"] for version in kept)
        return frozenset(version["name"] for version in kept if version["model"] == model)

    def _exchange_pointer(self, version: Version) -> None:
        partial = self._pointer.with_suffix(".partial")
        partial.write_text(json.dumps(asdict(version)), encoding="utf-8")
        _write_through(partial)
        partial.replace(self._pointer)

    def _forget_oldest(self, newest: Version) -> None:
        """Keep a few versions to go back to; the one in use stays, and so does what a reader may just be opening."""
        folders = sorted(
            (path for path in self.folder.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime
        )
        for folder in folders[: -KEPT or None]:
            if folder.name not in (newest.name, self._read_name()):
                shutil.rmtree(folder, ignore_errors=True)

    def _read_name(self) -> str | None:
        try:
            return self.read_version().name
        except UNREADABLE:
            return None


def follow_classifier(store: ClassifierStore, words: Words) -> Followed[TextClassifier | None]:
    """Return the classifier of the newest training, always up to date; None where nothing has been trained."""

    def read() -> TextClassifier:
        classifier = store.load(words)
        find_reader(classifier)  # not with the first message
        return classifier

    return Followed("classifier", stamp=store.stamp, read=read, initial=None, errors=UNREADABLE)


def follow_labels(store: ClassifierStore) -> Followed[frozenset[str]]:
    """Return what the newest training has learnt, always up to date; nothing where there was none."""
    return Followed("learnt labels", stamp=store.stamp, read=store.read_labels, initial=frozenset(), errors=UNREADABLE)


def _write_through(file: Path) -> None:
    """Have a file written to the disk: the pointer must not outlive a power failure that its version does not."""
    with file.open("rb") as opened:
        os.fsync(opened.fileno())
