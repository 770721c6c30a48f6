"""The databases of the tests: temporary SQLite files, and a real PostgreSQL; and a really trained model."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, sessionmaker

from bot.content.loader import seed_database
from bot.db import make_engine, make_session_factory
from bot.evaluation.launch import prepare_environment, train_model
from bot.migrations.upgrade import upgrade_database
from bot.settings import Settings, read_settings
from tests.postgres import MISSING, PostgresServer, find_postgres, run_postgres
from tests.require import require
from tests.words import tables_folder


@pytest.fixture(scope="session")
def migrated_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a migrated, empty SQLite database; it is only copied."""
    path = tmp_path_factory.mktemp("migrated") / "template.db"
    engine = make_engine(f"sqlite:///{path}")
    upgrade_database(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def seeded_template(tmp_path_factory: pytest.TempPathFactory, migrated_template: Path) -> Path:
    """The file of a migrated and seeded SQLite database; it is only copied."""
    path = tmp_path_factory.mktemp("seeded") / "template.db"
    shutil.copy(migrated_template, path)
    engine = make_engine(f"sqlite:///{path}")
    seed_database(make_session_factory(engine))
    engine.dispose()
    return path


@pytest.fixture
def sqlite_engine(tmp_path: Path, migrated_template: Path) -> Iterator[Engine]:
    """An engine on a migrated, empty database of this test."""
    yield from _engine_on_copy(migrated_template, tmp_path / "empty.db")


@pytest.fixture
def session_factory(sqlite_engine: Engine) -> sessionmaker:
    """A session factory on a migrated, empty database of this test."""
    return make_session_factory(sqlite_engine)


@pytest.fixture
def seeded_engine(tmp_path: Path, seeded_template: Path) -> Iterator[Engine]:
    """An engine on a seeded database of this test."""
    yield from _engine_on_copy(seeded_template, tmp_path / "seeded.db")


@pytest.fixture
def seeded(seeded_engine: Engine) -> sessionmaker:
    """A session factory on a seeded database of this test."""
    return make_session_factory(seeded_engine)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A running PostgreSQL; without the package the test is left out, in CI it fails."""
    with run_postgres(require(find_postgres(), MISSING)) as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of an empty PostgreSQL database of this test."""
    url = postgres_server.create_database()
    yield url
    postgres_server.drop_database(url)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def shared_engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine on a migrated database in which no test commits anything."""
    if request.param == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('shared') / 'shared.db'}")
    else:
        engine = make_engine(request.getfixturevalue("postgres_server").create_database())
    upgrade_database(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(shared_engine: Engine) -> Iterator[Session]:
    """A session on a migrated, empty database; all it writes is rolled back."""
    with make_session_factory(shared_engine)() as session:
        yield session
        session.rollback()


@pytest.fixture(scope="session")
def trained_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings on a seeded database with word tables and a model, trained once in a run by a process of its own.

    Other processes get them through the environment. Whoever writes into the database makes a copy of it.
    """
    folder = tmp_path_factory.mktemp("trained")
    environment = prepare_environment(folder, var_dir=tables_folder().parent, models_dir=folder / "models")
    train_model(environment, folder / "models")
    return read_settings(environment, env_file=None)


def _engine_on_copy(template: Path, path: Path) -> Iterator[Engine]:
    shutil.copy(template, path)
    engine = make_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()
