"""Compounds, word families, slips, parted words and names as people write them, and how they are to be read.

The kinds of ``spellings.csv``: a compound has these parts, two words of one family share a form, a spelling is read as
another, every word of one wording is found under a form of another.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

import marisa_trie

from bot.german.normalize import fold
from bot.german.reading import Reader, Reading
from bot.german.tables import FOLDED, RECORD
from bot.german.words import Words
from tests.words import tables_folder

TABLE = Path(__file__).with_name("spellings.csv")
NEEDED = 0.95
FREQUENT = 5_000
MAY_CHANGE = 0.01


def has_parts(words: Words, compound: str, parts: str) -> bool:
    found = [words.lemma(part) for part in words.split(fold(compound))]
    return found == [words.lemma(fold(part)) for part in parts.split()]


def share_a_form(words: Words, first: str, second: str) -> bool:
    return bool(set(words.forms(fold(first))) & set(words.forms(fold(second))))


def forms_of(words: Words, reading: Reading) -> set[str]:
    read = (reading.token, *reading.meant, *reading.short_for)
    return {form for word in read for form in words.forms(word)}


def is_found_under(words: Words, reader: Reader, text: str, other: str) -> bool:
    """Tell whether every word of a text shares a form with the words of another."""
    forms = {form for reading in reader.read(other) for form in forms_of(words, reading)}
    return all(forms & forms_of(words, reading) for reading in reader.read(text))


def is_right(words: Words, reader: Reader, kind: str, written: str, expected: str) -> bool:
    if kind == "parts":
        return has_parts(words, written, expected)
    if kind == "family":
        return share_a_form(words, written, expected)
    if kind == "spelling":
        return reader.rewrite(written) == fold(expected)
    return is_found_under(words, reader, written, expected)


def test_nearly_all_of_the_table_is_read_rightly(words: Words, reader: Reader) -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wrong = [row for row in rows if not is_right(words, reader, row["kind"], row["written"], row["expected"])]
    assert len(rows) > 60
    assert len(wrong) <= (1 - NEEDED) * len(rows), wrong


@lru_cache(maxsize=1)
def frequent_words() -> list[str]:
    """Return the most frequent folded words that are surely spelt right because they have a lemma."""
    table = marisa_trie.RecordTrie(RECORD).load(str(tables_folder() / FOLDED))
    attested = ((frequency, word) for word, (frequency, is_attested, *_) in table.items() if is_attested)
    return [word for _, word in sorted(attested, reverse=True)[:FREQUENT]]


def test_frequent_words_are_not_changed(reader: Reader) -> None:
    words = frequent_words()
    changed = [(word, reader.rewrite(word)) for word in words if reader.rewrite(word) != word]
    assert len(words) == FREQUENT
    assert len(changed) <= MAY_CHANGE * FREQUENT, changed


def test_frequent_words_side_by_side_are_not_joined(reader: Reader) -> None:
    words = frequent_words()
    pairs = [f"{first} {second}" for first, second in zip(words[::2], words[1::2], strict=True)]
    joined = [pair for pair in pairs if len(reader.rewrite(pair).split()) < 2]
    assert len(joined) <= MAY_CHANGE * len(pairs), joined
