"""The classifier of a training, fitted by a process of its own while Rasa still reads its data: both cores are busy.

``python -m bot.nlu.early_fit FOLDER`` is that process.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from bot.german.words import Words, open_words
from bot.nlu.fingerprints import read_all_examples
from bot.search.classifier import TextClassifier, train_classifier
from bot.settings import ROOT, read_settings

CLASSIFIER = "classifier"
EXAMPLES = "examples.sha256"
LONGEST = 900.0  # seconds to wait for the other process


@dataclass(frozen=True)
class EarlyFit:
    """A fit that is under way, and the folder where its result will lie."""

    process: subprocess.Popen[bytes]
    folder: Path

    def take(self, texts: Sequence[str], labels: Sequence[str], words: Words) -> TextClassifier | None:
        """Wait for the classifier; None where it failed or learnt from other examples than these."""
        try:
            failed = self.process.wait(LONGEST)
        except subprocess.TimeoutExpired:
            return None
        if failed or (self.folder / EXAMPLES).read_text() != _digest(zip(texts, labels, strict=True)):
            return None
        return TextClassifier.load(self.folder / CLASSIFIER, words, into_memory=True)


_current: ContextVar[EarlyFit | None] = ContextVar("early fit", default=None)


@contextmanager
def fitting_early(folder: Path) -> Iterator[None]:
    """Fit with the settings of the environment until the block ends; ``train_or_take`` finds the result."""
    process = subprocess.Popen([sys.executable, "-m", "bot.nlu.early_fit", str(folder)], cwd=ROOT)  # noqa: S603 - our own module
    token = _current.set(EarlyFit(process, folder))
    try:
        yield
    finally:
        _current.reset(token)
        process.kill()
        process.wait()


def train_or_take(texts: Sequence[str], labels: Sequence[str], words: Words) -> TextClassifier:
    """Return the classifier that is being fitted on these examples, else fit one here. Raises NothingToLearn."""
    early = _current.get()
    taken = early.take(texts, labels, words) if early else None
    return taken or train_classifier(texts, labels, words)


def _digest(examples: Iterable[tuple[str, str]]) -> str:
    """Return a digest of (text, label) pairs in any order."""
    return hashlib.sha256("\n".join(sorted(f"{label}\t{text}" for text, label in examples)).encode()).hexdigest()


def main(folder: Path) -> None:
    """Fit the classifier on the present examples and lay it down in a folder."""
    settings = read_settings()
    examples = read_all_examples(settings)
    texts, labels = [example.text for example in examples], [example.label for example in examples]
    train_classifier(texts, labels, open_words(settings.german_dir)).save(folder / CLASSIFIER)
    (folder / EXAMPLES).write_text(_digest(zip(texts, labels, strict=True)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
