"""Word tables in a compact read-only form, compiled once from spacy-lookups-data and mapped into memory.

Reading the original JSON costs 2 s and 320 MB in each process; the compiled tables cost nothing until they are used.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import metadata, resources
from pathlib import Path
from typing import Any, NamedTuple

import marisa_trie

from bot.german.normalize import fold, spellings

LEMMAS = "lemmas.marisa"
FOLDED = "folded.marisa"
DELETIONS = "deletions.marisa"
SOURCE = "SOURCE"
RECORD = "<e?ee"  # a FoldedWord; float16 is exact enough
RAREST = -18.0  # log frequency of what has a lemma, but is too rare for the frequencies
RARELY_MEANT = -13.5  # log frequency: no slip is traced back to rarer words, for many of those are slips themselves
FORMAT = 4  # of the compiled files; a new one makes the next set-up compile them again
FREQUENT_WORDS = 400_000  # of 1.1 million forms; the rest are names, numbers and slips


class MissingTables(RuntimeError):
    """The word tables have not been compiled yet."""


class FoldedWord(NamedTuple):
    """The log frequency of a word's most frequent spelling; an attested word is in the lemmas, so it is spelt right.

    The same of the spellings with a capital, and of those in lower case: minus infinity where there is none.
    """

    log_frequency: float
    is_attested: bool
    as_noun: float = -math.inf
    in_lower_case: float = -math.inf


class WordTables:
    """Lemmas and word frequencies of folded words."""

    def __init__(self, folder: Path) -> None:
        if not tables_exist(folder):
            raise MissingTables("Die Sprachtabellen fehlen. Bitte „lotse setup“ ausführen.")
        self._lemmas = marisa_trie.BytesTrie()
        self._lemmas.mmap(str(folder / LEMMAS))
        self._folded = marisa_trie.RecordTrie(RECORD)
        self._folded.mmap(str(folder / FOLDED))
        self._deletions = marisa_trie.BytesTrie()
        self._deletions.mmap(str(folder / DELETIONS))

    def find_lemma(self, token: str) -> str | None:
        """Return the folded lemma of a token where it is another word, else None."""
        found = self._lemmas.get(token)
        return found[0].decode() if found else None

    def find_folded(self, token: str) -> FoldedWord | None:
        """Return what is known of the words that fold to this token, or None."""
        found = self._folded.get(token)
        return FoldedWord(*found[0]) if found else None

    def find_similar(self, token: str) -> set[str]:
        """Return the frequent folded words that have a letter less or more than a token, or one or two others."""
        return {word.decode() for part in delete_letters(token) for word in self._deletions.get(part, ())}


@lru_cache(maxsize=4)
def open_tables(folder: Path) -> WordTables:
    """Open the tables of a folder once per process. Raises MissingTables."""
    return WordTables(folder)


def tables_exist(folder: Path) -> bool:
    """Tell whether the folder holds tables of the installed source version."""
    marker = folder / SOURCE
    return marker.is_file() and marker.read_text() == source_version()


def compile_tables(folder: Path) -> None:
    """Compile lemmas and word frequencies into the folder (12 s, 6 MB)."""
    folder.mkdir(parents=True, exist_ok=True)
    lemmas = _read_table("de_lemma_lookup.json.gz")
    frequencies = _frequent_words(_read_table("de_lexeme_prob.json.gz"))
    folded = fold_frequencies(frequencies, lemmas)
    _save(marisa_trie.RecordTrie(RECORD, folded.items()), folder / FOLDED)
    _save(marisa_trie.BytesTrie(_fold_lemmas(lemmas)), folder / LEMMAS)
    correctable = (word for word, known in folded.items() if known.log_frequency > RARELY_MEANT)
    deletions = ((part, word.encode()) for word in correctable for part in delete_letters(word))
    _save(marisa_trie.BytesTrie(deletions), folder / DELETIONS)
    (folder / SOURCE).write_text(source_version())


def _frequent_words(table: dict[str, float]) -> dict[str, float]:
    words = ((word, value) for word, value in table.items() if word.replace("-", "").isalpha() and math.isfinite(value))
    return dict(sorted(words, key=lambda pair: -pair[1])[:FREQUENT_WORDS])


def delete_letters(token: str) -> set[str]:
    """Return a token with each one of its letters left out, and whole: words one slip apart share one of these.

    So slips are found by a few look-ups (symmetric deletion, Garbe 2012).
    """
    return {token, *(token[:place] + token[place + 1 :] for place in range(len(token)))}


def fold_frequencies(frequencies: Mapping[str, float], lemmas: Mapping[str, str]) -> dict[str, FoldedWord]:
    """Return what is known of the words that fold to each token."""
    attested = {*lemmas, *lemmas.values()}
    folded = {fold(word): FoldedWord(RAREST, True) for word in attested}
    for word, value in frequencies.items():
        token = fold(word)
        known = folded.get(token, FoldedWord(RAREST, False))
        is_usual = word in spellings(token)
        folded[token] = FoldedWord(
            max(known.log_frequency, value),
            known.is_attested or word in attested,
            max(known.as_noun, value) if is_usual and word[0].isupper() else known.as_noun,
            max(known.in_lower_case, value) if is_usual and word.islower() else known.in_lower_case,
        )
    return folded


def _fold_lemmas(lemmas: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Yield folded words with the lemma of the first of their spellings that has one, where that is another word."""
    for token in dict.fromkeys(map(fold, lemmas)):
        lemma = next((fold(lemmas[form]) for form in spellings(token) if form in lemmas), token)
        if lemma != token:
            yield token, lemma.encode()


def _save(trie: marisa_trie.BytesTrie, path: Path) -> None:
    # Written beside and moved: another process may have the old file mapped.
    partial = path.with_suffix(".partial")
    trie.save(str(partial))
    partial.replace(path)


def _read_table(name: str) -> dict[str, Any]:
    source = resources.files("spacy_lookups_data") / "data" / name
    with resources.as_file(source) as path, gzip.open(path, "rt", encoding="utf-8") as file:
        return json.load(file)


def source_version() -> str:
    """Return what the tables are compiled from, and in which form."""
    return f"{metadata.version('spacy-lookups-data')} {FORMAT}"
