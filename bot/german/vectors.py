"""Word vectors of a spaCy model, compiled once into files that every process maps: for sites that have such a model.

A text's vector is the mean of its words' vectors, rare words counting more: smooth inverse frequency weighting after
Arora, Liang and Ma, "A Simple but Tough-to-Beat Baseline for Sentence Embeddings" (2017), with a = 0.001 and without
their second step, which needs a corpus. spaCy itself is needed for compiling only.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np

from bot.german.normalize import spellings, tokenize
from bot.german.words import Words

MATRIX = "vectors.npy"
ROWS = "vectors.marisa"
SOURCE = "VECTORS"
SMOOTHING = 1e-3
RARE_WORD = -16.0  # natural logarithm of the relative frequency of a word that the word tables do not have
BATCH = 512


class UnusableVectors(ValueError):
    """The folder is no spaCy model with word vectors; the message is a German sentence."""


class WordVectors:
    """Turns texts into vectors of unit length; a text without a known word gets the zero vector."""

    def __init__(self, folder: Path, words: Words) -> None:
        self._matrix = np.load(folder / MATRIX, mmap_mode="r")
        self._rows = marisa_trie.RecordTrie("<I")
        self._rows.mmap(str(folder / ROWS))
        self._words = words

    def encode(self, texts: Sequence[str]) -> Any:
        """Return the vectors of texts, shape ``(len(texts), dimensions)``, float32."""
        vectors = np.zeros((len(texts), self._matrix.shape[1]), dtype=np.float32)
        for number, text in enumerate(texts):
            for token in tokenize(text):
                row = self._find_row(token)
                if row is not None and not self._words.is_stop_word(token):
                    vectors[number] += self._weigh(token) * self._matrix[row]
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.where(lengths, lengths, 1)

    def _find_row(self, token: str) -> int | None:
        """Return the row of a folded word in the spelling that the model has, or of its lemma."""
        for word in (token, self._words.lemma(token)):
            for form in spellings(word):
                found = self._rows.get(form)
                if found:
                    return int(found[0][0])
        return None

    def _weigh(self, token: str) -> float:
        return SMOOTHING / (SMOOTHING + math.exp(max(RARE_WORD, self._words.log_frequency(token))))


def vectors_are_current(model: Path, folder: Path) -> bool:
    """Tell whether the folder holds the compiled vectors of exactly this model."""
    marker = folder / SOURCE
    return marker.is_file() and marker.read_text(encoding="utf-8") == _describe(model)


def compile_vectors(model: Path, folder: Path) -> None:
    """Compile the vectors of a spaCy model's folder. Raises UnusableVectors."""
    from spacy.vocab import Vocab

    try:
        vocab = Vocab().from_disk(model / "vocab")
    except (OSError, ValueError) as error:
        raise UnusableVectors(f"Der Ordner {model} enthält kein spaCy-Modell.") from error
    vectors = vocab.vectors
    if vectors.mode != "default" or not vectors.n_keys:
        raise UnusableVectors(f"Das Modell {model} hat keine gewöhnlichen Wortvektoren.")
    words = [(vocab.strings[key], row) for key, row in vectors.key2row.items()]
    folder.mkdir(parents=True, exist_ok=True)
    lengths = np.linalg.norm(vectors.data, axis=1, keepdims=True)
    _replace(folder / MATRIX, lambda path: np.save(path, (vectors.data / np.where(lengths, lengths, 1)).astype("<f2")))
    trie = marisa_trie.RecordTrie("<I", [(word, (int(row),)) for word, row in words if row >= 0])
    _replace(folder / ROWS, lambda path: trie.save(str(path)))
    (folder / SOURCE).write_text(_describe(model), encoding="utf-8")


def open_vectors(model: Path | None, folder: Path, words: Words) -> WordVectors | None:
    """Return the compiled vectors, None without a model. Raises UnusableVectors where they are not compiled."""
    if model is None:
        return None
    if not vectors_are_current(model, folder):
        raise UnusableVectors("Die Wortvektoren sind noch nicht eingerichtet. Bitte „lotse setup“ ausführen.")
    return WordVectors(folder, words)


def _describe(model: Path) -> str:
    meta = model / "meta.json"
    return f"{model.resolve()} {meta.stat().st_mtime_ns if meta.is_file() else 0}"


def _replace(path: Path, write: Any) -> None:
    """Write a file beside and move it: another process may have the old one mapped."""
    partial = path.with_name("partial-" + path.name)
    write(partial)
    partial.replace(path)
