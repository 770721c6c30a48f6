"""Held-out folds over everything the assistant learns from: each phrasing is asked of a brain that never saw it.

Titles of entries, offers and contacts are always known, as they are in the product; all further phrasings, the moves of
the conversation and what is out of scope are held out once. A text belongs to the same fold whenever it is read: its
checksum decides, so that new content leaves the other phrasings where they are, and equal texts stay together.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from zlib import crc32

from sqlalchemy.orm import Session

from bot.german.normalize import tokenize
from bot.search.brain import Brain
from bot.search.classifier import TextClassifier, train_classifier
from bot.search.documents import Document
from bot.search.examples import read_examples
from bot.search.index import LexicalIndex
from bot.search.knowledge import Knowledge
from bot.search.moves import read_moves
from bot.settings import ROOT

FOLDS = 3
ALWAYS_LEARNT = -1
# What a classifier is made with; a change of the rest shows in the scores, not in what was learnt.
CODE = (
    "german/normalize.py",
    "german/words.py",
    "search/classifier.py",
    "search/features.py",
    "search/gram_counts.py",
    "search/grams.py",
)
CODE_OF_NETWORK = "search/network*.py"


@dataclass(frozen=True)
class Phrasing:
    """A text with the label that is right for it, and the fold it is held out in (ALWAYS_LEARNT for titles)."""

    text: str
    label: str
    fold: int


@dataclass(frozen=True)
class Fold:
    """A classifier and what is known of the content, without the phrasings of one fold."""

    classifier: TextClassifier
    knowledge: Knowledge


def read_phrasings(session: Session, today: date, knowledge: Knowledge, *, folds: int = FOLDS) -> list[Phrasing]:
    """Return every phrasing of the content, of the referrals and of ``data/nlu``, each text once for each label."""
    titles = {(document.title, str(document.reference)) for document in knowledge.index.documents}
    examples = [*read_moves(ROOT / "data" / "nlu"), *read_examples(session, today)]
    return [
        Phrasing(text, label, ALWAYS_LEARNT if (text, label) in titles else assign_fold(text, folds))
        for text, label in dict.fromkeys((example.text, example.label) for example in examples)
    ]


def assign_fold(text: str, folds: int) -> int:
    """Return the fold of a text; case, punctuation and the spelling of umlauts make no difference."""
    return crc32(" ".join(tokenize(text)).encode()) % folds


def compute_fingerprint(phrasings: Sequence[Phrasing]) -> str:
    """Return a digest of what a classifier is made from: the phrasings and the code that reads and learns them."""
    digest = hashlib.sha256()
    for phrasing in phrasings:
        digest.update(f"{phrasing.fold}\t{phrasing.label}\t{phrasing.text}\n".encode())
    for file in (*(ROOT / "bot" / name for name in CODE), *sorted((ROOT / "bot").glob(CODE_OF_NETWORK))):
        digest.update(file.read_bytes())
    return digest.hexdigest()


class FoldSet:
    """The folds of one content: classifiers in ``folder``, everything else in memory."""

    def __init__(self, brain: Brain, phrasings: Sequence[Phrasing], cache: Path, *, folds: int = FOLDS) -> None:
        self.brain = brain
        self.phrasings = list(phrasings)
        self.folds = folds
        self.fingerprint = compute_fingerprint(self.phrasings)
        self.folder = cache / f"folds-{self.fingerprint[:12]}"

    @property
    def everything(self) -> int:
        """The number of the fold that holds nothing out: what is in use."""
        return self.folds

    def train(self, numbers: Iterable[int], *, done: Callable[[int], None] = lambda count: None) -> None:
        """Train one classifier per fold unless it is there, the older content's go; ``done`` gets 1 after each."""
        for old in self.folder.parent.glob("folds-*"):
            if old != self.folder:
                shutil.rmtree(old)
        for number in numbers:
            target = self.folder / f"fold-{number}"
            if not target.is_dir():
                self._train(number, target)
            done(1)

    def _train(self, number: int, target: Path) -> None:
        learnt = [phrasing for phrasing in self.phrasings if phrasing.fold != number]
        classifier = train_classifier([p.text for p in learnt], [p.label for p in learnt], self.brain.words)
        fresh = target.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        classifier.save(fresh)
        fresh.rename(target)

    def held_out(self, number: int) -> list[Phrasing]:
        """Return what one fold has not learnt."""
        return [phrasing for phrasing in self.phrasings if phrasing.fold == number]

    def open(self, number: int) -> Fold:
        """Load a trained classifier and build the index that knows no phrasing of its fold."""
        knowledge = self.brain.knowledge()
        learnt = {(phrasing.text, phrasing.label) for phrasing in self.phrasings if phrasing.fold != number}
        documents = [_keep(document, learnt) for document in knowledge.index.documents]
        classifier = TextClassifier.load(self.folder / f"fold-{number}", self.brain.words)
        index = LexicalIndex(documents, self.brain.words, knowledge.synonyms)
        return Fold(classifier, replace(knowledge, index=index))


def _keep(document: Document, learnt: set[tuple[str, str]]) -> Document:
    """Return a document with its title and those of its other phrases that were learnt."""
    label = str(document.reference)
    kept = (text for text in document.phrases if text == document.title or (text, label) in learnt)
    return replace(document, phrases=tuple(kept))
