"""A database with the announcements alone, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from bot.conversations.models import LiveEvent
from bot.db import Base, make_engine


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine on an empty table of announcements."""
    is_file = request.param == "sqlite"
    yield from _open(f"sqlite:///{tmp_path / 'live.db'}" if is_file else request.getfixturevalue("postgres_url"))


@pytest.fixture
def postgres_engine(postgres_url: str) -> Iterator[Engine]:
    """The same on PostgreSQL, where transactions do not wait for each other."""
    yield from _open(postgres_url)


def _open(url: str) -> Iterator[Engine]:
    engine = make_engine(url)
    Base.metadata.create_all(engine, tables=[LiveEvent.__table__])
    yield engine
    engine.dispose()
