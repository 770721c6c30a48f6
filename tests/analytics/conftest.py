"""Figures are tested on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.orm import sessionmaker

from bot.db import make_engine, make_session_factory
from bot.migrations.upgrade import upgrade_database
from tests.postgres import PostgresServer


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: PostgresServer) -> str:
    """The name of a migrated, empty PostgreSQL database; it is only copied."""
    url = postgres_server.create_database()
    engine = make_engine(url)
    upgrade_database(engine)
    engine.dispose()
    return url.rpartition("/")[2]


@pytest.fixture
def postgres_engine(postgres_server: PostgresServer, migrated_postgres: str) -> Iterator[Engine]:
    """An engine on a migrated, empty PostgreSQL database of this test."""
    url = postgres_server.create_database(template=migrated_postgres)
    engine = make_engine(url)
    yield engine
    engine.dispose()
    postgres_server.drop_database(url)


@pytest.fixture(params=["sqlite_engine", "postgres_engine"])
def factory(request: pytest.FixtureRequest) -> sessionmaker:
    """A session factory on a migrated, empty database, once on SQLite and once on PostgreSQL."""
    return make_session_factory(request.getfixturevalue(request.param))
