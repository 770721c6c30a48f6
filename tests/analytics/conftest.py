"""Counting is tested on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import sessionmaker

from bot.db import make_engine, make_session_factory
from bot.migrations.upgrade import upgrade_database


@pytest.fixture(params=["sqlite", "postgresql"])
def factory(request: pytest.FixtureRequest) -> Iterator[sessionmaker]:
    """A session factory on a migrated, empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("session_factory")
        return
    engine = make_engine(request.getfixturevalue("postgres_url"))
    upgrade_database(engine)
    yield make_session_factory(engine)
    engine.dispose()
