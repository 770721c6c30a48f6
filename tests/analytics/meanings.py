"""The meaning of questions as in production: the language tables, and the phrasings that the content comes with."""

from __future__ import annotations

import csv
from functools import lru_cache

from bot.analytics.meaning import Meaning
from bot.settings import ROOT
from tests.words import compiled_words


@lru_cache(maxsize=1)
def content_meaning() -> Meaning:
    phrases: list[str] = []
    for path in sorted((ROOT / "bot" / "content" / "varianten").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            phrases += [row["text"] for row in csv.DictReader(file)]
    return Meaning(compiled_words(), phrases)
