"""A table of German search sentences with the conditions they must be read as."""

from __future__ import annotations

import csv
import shlex
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from bot.content.catalogue import read_catalogue
from bot.german.places import known_places
from bot.offers.filters import OfferFilters
from bot.offers.reading.sentence import read_filters
from bot.topics.queries import TopicView
from bot.topics.vocabulary import GENERIC, TopicVocabulary
from tests.words import compiled_words

SENTENCES = Path(__file__).with_name("search_sentences.csv")
TODAY = date(2026, 11, 22)
MINIMUM_RIGHT = 0.95


def read_expected(text: str) -> OfferFilters:
    """Read "place=Kassel formats=online|blended"; topics that name only the kind of offer are no condition."""
    defaults = {entry.name: getattr(OfferFilters(), entry.name) for entry in fields(OfferFilters)}
    values: dict[str, Any] = {}
    for part in shlex.split(text):
        name, _, value = part.partition("=")
        values[name] = _parse(name, value, defaults[name])
    return OfferFilters(**values)


def _parse(name: str, value: str, default: Any) -> Any:
    if isinstance(default, tuple):
        return tuple(entry for entry in value.split("|") if entry not in GENERIC)
    if name in ("first_day", "last_day"):
        return date.fromisoformat(value)
    if name in ("max_price", "employees", "radius_km"):
        return float(value)
    return bool(value) if isinstance(default, bool) else value


def differences(found: OfferFilters, expected: OfferFilters) -> list[str]:
    """Return what was read otherwise than expected; lists are compared without their order."""
    names = [entry.name for entry in fields(OfferFilters)]
    pairs = [(name, getattr(found, name), getattr(expected, name)) for name in names]
    return [f"{name}: {read!r} statt {wanted!r}" for name, read, wanted in pairs if _plain(read) != _plain(wanted)]


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, tuple) else value


def test_nearly_all_search_sentences_are_read_exactly_right() -> None:
    topics = [TopicView(one["slug"], one["name"], tuple(one["synonyms"])) for one in read_catalogue().topics]
    vocabulary = TopicVocabulary(topics, compiled_words())
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wrong = []
    for row in rows:
        found = read_filters(row["sentence"], vocabulary, known_places(), TODAY)
        differs = differences(found, read_expected(row["filters"]))
        wrong += [f"{row['sentence']}: {'; '.join(differs)}"] if differs else []
    print(*wrong, sep="\n")
    assert len(rows) >= 120
    assert 1 - len(wrong) / len(rows) >= MINIMUM_RIGHT, f"{len(wrong)} von {len(rows)} falsch"
