"""Word tables in a compact read-only form, compiled once from spacy-lookups-data and mapped into memory.

Reading the original JSON costs 2 s and 320 MB in each process; the compiled tables cost nothing until they are used.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterable
from functools import lru_cache
from importlib import metadata, resources
from pathlib import Path
from typing import Any

import marisa_trie

LEMMAS = "lemmas.marisa"
FREQUENCIES = "frequencies.marisa"
SOURCE = "SOURCE"
FREQUENT_WORDS = 400_000  # of 1.1 million forms; the rest are names, numbers and slips


class MissingTables(RuntimeError):
    """The word tables have not been compiled yet."""


class WordTables:
    """Lemmas and word frequencies; words keep their case, as in the source tables."""

    def __init__(self, folder: Path) -> None:
        if not tables_exist(folder):
            raise MissingTables("Die Sprachtabellen fehlen. Bitte „lotse setup“ ausführen.")
        self._lemmas = marisa_trie.BytesTrie()
        self._lemmas.mmap(str(folder / LEMMAS))
        self._frequencies = marisa_trie.RecordTrie("<e")
        self._frequencies.mmap(str(folder / FREQUENCIES))

    def find_lemma(self, word: str) -> str | None:
        """Return the lemma of exactly this form, or None."""
        found = self._lemmas.get(word)
        return found[0].decode() if found else None

    def log_frequency(self, word: str) -> float | None:
        """Return the natural logarithm of the relative frequency of exactly this form, or None."""
        found = self._frequencies.get(word)
        return float(found[0][0]) if found else None


@lru_cache(maxsize=4)
def open_tables(folder: Path) -> WordTables:
    """Open the tables of a folder once per process. Raises MissingTables."""
    return WordTables(folder)


def tables_exist(folder: Path) -> bool:
    """Tell whether the folder holds tables of the installed source version."""
    marker = folder / SOURCE
    return marker.is_file() and marker.read_text() == _source_version()


def compile_tables(folder: Path) -> None:
    """Compile lemmas and word frequencies into the folder (3 s, 8 MB)."""
    folder.mkdir(parents=True, exist_ok=True)
    lemmas = _read_table("de_lemma_lookup.json.gz")
    _save(marisa_trie.BytesTrie((form, str(lemma).encode()) for form, lemma in lemmas.items()), folder / LEMMAS)
    _save(marisa_trie.RecordTrie("<e", _frequent_words(_read_table("de_lexeme_prob.json.gz"))), folder / FREQUENCIES)
    (folder / SOURCE).write_text(_source_version())


def _frequent_words(table: dict[str, float]) -> Iterable[tuple[str, tuple[float]]]:
    words = ((word, value) for word, value in table.items() if word.replace("-", "").isalpha() and math.isfinite(value))
    ranked = sorted(words, key=lambda pair: -pair[1])[:FREQUENT_WORDS]
    return ((word, (value,)) for word, value in ranked)


def _save(trie: marisa_trie.BytesTrie, path: Path) -> None:
    # Written beside and moved: another process may have the old file mapped.
    partial = path.with_suffix(".partial")
    trie.save(str(partial))
    partial.replace(path)


def _read_table(name: str) -> dict[str, Any]:
    source = resources.files("spacy_lookups_data") / "data" / name
    with resources.as_file(source) as path, gzip.open(path, "rt", encoding="utf-8") as file:
        return json.load(file)


def _source_version() -> str:
    return metadata.version("spacy-lookups-data")
