"""Held-out folds over everything the assistant learns from: each phrasing is asked of a brain that never saw it.

Titles of entries, offers and contacts are always known, as they are in the product; all further phrasings, the moves of
the conversation and what is out of scope are held out once. A text belongs to the same fold whenever it is read: its
checksum decides, so that new content leaves the other phrasings where they are, and equal texts stay together.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from zlib import crc32

import yaml
from sqlalchemy.orm import Session

from bot.german.normalize import tokenize
from bot.german.words import Words
from bot.search.brain import Brain, Knowledge
from bot.search.classifier import TextClassifier, train_classifier
from bot.search.documents import Document
from bot.search.examples import read_examples
from bot.search.index import LexicalIndex
from bot.settings import ROOT

FOLDS = 3
ALWAYS_LEARNT = -1
SOURCES = ("classifier.py", "index.py", "documents.py")  # of bot/search: what makes the scores besides the texts
_GERMAN = ("normalize.py", "words.py")


@dataclass(frozen=True)
class Phrasing:
    """A text with the label that is right for it, and the fold it is held out in (ALWAYS_LEARNT for titles)."""

    text: str
    label: str
    fold: int


@dataclass(frozen=True)
class Fold:
    """A classifier and the content's knowledge without the phrasings of one fold."""

    number: int
    classifier: TextClassifier
    knowledge: Knowledge


def read_phrasings(session: Session, today: date, knowledge: Knowledge, *, folds: int = FOLDS) -> list[Phrasing]:
    """Return every phrasing of the content, of the referrals and of ``data/nlu``, each text once for each label."""
    titles = {(document.title, str(document.reference)) for document in knowledge.index.documents}
    pairs = [(example.text, example.label) for example in read_examples(session, today)]
    pairs += read_moves(ROOT / "data" / "nlu")
    return [
        Phrasing(text, label, ALWAYS_LEARNT if (text, label) in titles else assign_fold(text, folds))
        for text, label in dict.fromkeys(pairs)
    ]


def read_moves(folder: Path) -> list[tuple[str, str]]:
    """Return the examples of Rasa's training files as pairs of text and intent."""
    blocks = [block for file in sorted(folder.glob("*.yml")) for block in _read_blocks(file)]
    return [
        (line.strip().removeprefix("- ").strip(), block["intent"])
        for block in blocks
        for line in block["examples"].splitlines()
        if line.strip()
    ]


def _read_blocks(file: Path) -> list[dict[str, str]]:
    blocks = yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]
    return [block for block in blocks if "intent" in block]


def assign_fold(text: str, folds: int) -> int:
    """Return the fold of a text; case, punctuation and the spelling of umlauts make no difference."""
    return crc32(" ".join(tokenize(text)).encode()) % folds


def compute_fingerprint(phrasings: Sequence[Phrasing]) -> str:
    """Return a digest of what the scores are made from: the phrasings and the code that reads and learns them."""
    digest = hashlib.sha256()
    for phrasing in phrasings:
        digest.update(f"{phrasing.fold}\t{phrasing.label}\t{phrasing.text}\n".encode())
    for room, names in (("search", SOURCES), ("german", _GERMAN)):
        for name in names:
            digest.update((ROOT / "bot" / room / name).read_bytes())
    return digest.hexdigest()


def train_folds(
    phrasings: Sequence[Phrasing],
    words: Words,
    folder: Path,
    *,
    folds: int = FOLDS,
    done: Callable[[int], None] = lambda count: None,
) -> None:
    """Train one classifier per fold into ``folder``, unless it is there; ``done`` is called with 1 after each."""
    for fold in range(folds):
        target = folder / f"fold-{fold}"
        if not target.is_dir():
            learnt = [phrasing for phrasing in phrasings if phrasing.fold != fold]
            classifier = train_classifier([p.text for p in learnt], [p.label for p in learnt], words)
            fresh = target.with_suffix(".new")
            shutil.rmtree(fresh, ignore_errors=True)
            classifier.save(fresh)
            fresh.rename(target)
        done(1)


def open_fold(number: int, phrasings: Sequence[Phrasing], brain: Brain, folder: Path) -> Fold:
    """Load a trained classifier and build the index that knows no phrasing of its fold."""
    knowledge = brain.knowledge()
    held_out = {(phrasing.text, phrasing.label) for phrasing in phrasings if phrasing.fold == number}
    documents = [_without(document, held_out) for document in knowledge.index.documents]
    classifier = TextClassifier.load(folder / f"fold-{number}", brain.words)
    return Fold(number, classifier, replace(knowledge, index=LexicalIndex(documents, brain.words)))


def _without(document: Document, held_out: set[tuple[str, str]]) -> Document:
    label = str(document.reference)
    return replace(document, phrases=tuple(text for text in document.phrases if (text, label) not in held_out))
