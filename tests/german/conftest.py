"""Word tables for the tests of the language room."""

from __future__ import annotations

import pytest

from bot.german.words import Words
from tests.words import compiled_words


@pytest.fixture(scope="session")
def words() -> Words:
    return compiled_words()
