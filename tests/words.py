"""The compiled word tables, made once for all tests of a run and kept in the project's var folder."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from bot.german.tables import compile_tables, open_tables, tables_exist
from bot.german.words import Words
from bot.settings import ROOT
from tests.once import one_at_a_time


@lru_cache(maxsize=1)
def tables_folder() -> Path:
    folder = ROOT / "var" / "german"
    folder.parent.mkdir(exist_ok=True)
    with one_at_a_time(folder.parent / "german.lock"):
        if not tables_exist(folder):
            compile_tables(folder)
    return folder


@lru_cache(maxsize=1)
def compiled_words() -> Words:
    return Words(open_tables(tables_folder()))
