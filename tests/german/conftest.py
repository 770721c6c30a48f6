"""Word tables for the tests of the language room, and the reader that knows the words of the seeded content."""

from __future__ import annotations

import pytest

from bot.german.reading import Reader
from bot.german.words import Words
from bot.search.brain import Brain
from tests.words import compiled_words


@pytest.fixture(scope="session")
def words() -> Words:
    return compiled_words()


@pytest.fixture(scope="session")
def reader(brain: Brain) -> Reader:
    """The reader as search has it, over the whole seeded content."""
    return brain.knowledge().index.reader
