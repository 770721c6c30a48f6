"""The databases of the tests: temporary SQLite files, and a real PostgreSQL; and a really trained model."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, sessionmaker

from bot.accounts import passwords
from bot.content.loader import seed_database
from bot.db import make_engine, make_session_factory
from bot.evaluation.launch import prepare_environment, train_model
from bot.migrations.upgrade import upgrade_database
from bot.search.brain import Brain
from bot.settings import Settings, read_settings
from tests.once import one_at_a_time, shared_folder
from tests.postgres import MISSING, PostgresServer, find_postgres, run_postgres
from tests.require import require
from tests.words import compiled_words, tables_folder

TODAY = date(2026, 11, 22)  # of the shared brain
TESTS = Path(__file__).parent
PAGES = ("staff", "web")  # rooms whose tests ask for thousands of whole pages
BOTH = ("sqlite", pytest.param("postgresql", marks=pytest.mark.slow))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what reads the whole content, and all pages; put the files first in which most is slow.

    So both processes still have something to do at the end.
    """
    for item in items:
        room = item.path.relative_to(TESTS).parts[0]
        if room in PAGES or "seeded_template" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)
    sizes = Counter(item.path for item in items)
    slow = Counter(item.path for item in items if item.get_closest_marker("slow"))
    items.sort(key=lambda item: (-slow[item.path] / sizes[item.path], -sizes[item.path]))


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Passwords are hashed as always, with the least work: really, each log-in would take a quarter of a second."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", lambda: cheap)
        yield


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
    """The file of a migrated and seeded SQLite database, made once in a run; it is only copied."""
    path = shared_folder(tmp_path_factory) / "seeded.db"
    with one_at_a_time(path.with_suffix(".lock")):
        if not path.exists():
            for engine in _engine_on_copy(migrated_template, path.with_suffix(".new")):
                seed_database(make_session_factory(engine))
            path.with_suffix(".new").rename(path)
    return path


@pytest.fixture(scope="session")
def content(seeded_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sessionmaker]:
    """The seeded database for reading only."""
    for engine in _engine_on_copy(seeded_template, tmp_path_factory.mktemp("content") / "content.db"):
        yield make_session_factory(engine)


@pytest.fixture(scope="session")
def brain(content: sessionmaker) -> Brain:
    """The brain over the whole seeded content, without a classifier: reading takes seconds, so all rooms share it."""
    brain = Brain(content, compiled_words(), current_day=lambda: TODAY)
    brain.knowledge()
    return brain


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


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: PostgresServer) -> str:
    """The address of a migrated, empty PostgreSQL database; whoever writes into it restores it."""
    url = postgres_server.create_database()
    engine = make_engine(url)
    upgrade_database(engine)
    engine.dispose()
    postgres_server.keep_rows(url)
    return url


@pytest.fixture
def postgres_engine(postgres_server: PostgresServer, migrated_postgres: str) -> Iterator[Engine]:
    """An engine on a migrated, empty PostgreSQL database."""
    engine = make_engine(migrated_postgres)
    yield engine
    engine.dispose()
    postgres_server.restore_rows(migrated_postgres)


@pytest.fixture(params=BOTH)
def either_engine(request: pytest.FixtureRequest) -> Engine:
    """An engine on a migrated, empty database, once on SQLite and once on PostgreSQL."""
    return request.getfixturevalue("sqlite_engine" if request.param == "sqlite" else "postgres_engine")


@pytest.fixture
def factory(either_engine: Engine) -> sessionmaker:
    """A session factory on a migrated, empty database, once on SQLite and once on PostgreSQL."""
    return make_session_factory(either_engine)


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of an empty PostgreSQL database of this test."""
    url = postgres_server.create_database()
    yield url
    postgres_server.drop_database(url)


@pytest.fixture(scope="session", params=BOTH)
def shared_engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine on a migrated database in which no test commits anything."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("migrated_template")
        yield from _engine_on_copy(template, tmp_path_factory.mktemp("shared") / "shared.db")
        return
    engine = make_engine(request.getfixturevalue("migrated_postgres"))
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
    folder = shared_folder(tmp_path_factory) / "trained"
    kept = folder / "settings.json"
    with one_at_a_time(folder.with_suffix(".lock")):
        if not kept.exists():
            environment = prepare_environment(folder, var_dir=tables_folder().parent, models_dir=folder / "models")
            train_model(environment, folder / "models")
            own = {name: value for name, value in environment.items() if name.startswith("LOTSE_")}
            kept.write_text(json.dumps(own), encoding="utf-8")
    return read_settings(json.loads(kept.read_text(encoding="utf-8")), env_file=None)


def _engine_on_copy(template: Path, path: Path) -> Iterator[Engine]:
    shutil.copy(template, path)
    engine = make_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()
