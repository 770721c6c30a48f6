"""Word tables for the tests of the language room, and the reader that knows the words of the seeded content."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.db import make_engine, make_session_factory
from bot.german.reading import Reader
from bot.german.words import Words
from bot.search.brain import Brain
from tests.words import compiled_words


@pytest.fixture(scope="session")
def words() -> Words:
    return compiled_words()


@pytest.fixture(scope="session")
def reader(seeded_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """The reader as search has it, over the whole seeded content."""
    path = tmp_path_factory.mktemp("reader") / "content.db"
    shutil.copy(seeded_template, path)
    engine = make_engine(f"sqlite:///{path}")
    index = (
        Brain(make_session_factory(engine), compiled_words(), current_day=lambda: date(2026, 11, 22)).knowledge().index
    )
    engine.dispose()
    return index.reader
