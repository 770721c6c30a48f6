"""What a migration makes is tested on both databases, on new ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from bot.db import make_engine
from bot.migrations.upgrade import upgrade_database
from tests.conftest import BOTH


@pytest.fixture(params=BOTH)
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine on a database without any table, once on SQLite and once on PostgreSQL."""
    is_sqlite = request.param == "sqlite"
    engine = make_engine(f"sqlite:///{tmp_path / 'new.db'}" if is_sqlite else request.getfixturevalue("postgres_url"))
    yield engine
    engine.dispose()


@pytest.fixture
def engine(empty_engine: Engine) -> Engine:
    """An engine on a migrated, empty database."""
    upgrade_database(empty_engine)
    return empty_engine
