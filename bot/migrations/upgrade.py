"""Bring a database to the newest schema."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, select
from sqlalchemy.engine import Connection, Engine

MIGRATION_LOCK = 5_005_055  # any number that no other program locks in this database


class BrokenReferences(RuntimeError):
    """A migration would leave rows that point nowhere; nothing was changed."""


def upgrade_database(engine: Engine, revision: str = "head") -> None:
    """Run all migrations up to ``revision`` in one transaction; of several processes one does it, the others wait."""
    config = migration_config()
    with engine.connect() as connection, _without_cascades(connection), connection.begin():
        _take_turns(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        _check_foreign_keys(connection)


def is_current(engine: Engine) -> bool:
    """Tell whether the database has the newest schema."""
    with engine.connect() as connection:
        heads = MigrationContext.configure(connection).get_current_heads()
    return set(heads) == set(ScriptDirectory.from_config(migration_config()).get_heads())


def migration_config() -> Config:
    """Return the configuration of Alembic, made in code."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config


@contextmanager
def _without_cascades(connection: Connection) -> Iterator[None]:
    """Keep SQLite from deleting child rows: where a table is changed, Alembic drops the old one and renames the new."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw = connection.connection  # outside of any transaction: within one SQLite ignores the pragma
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        raw.rollback()
        raw.execute("PRAGMA foreign_keys=ON")


def _check_foreign_keys(connection: Connection) -> None:
    """Refuse a result in which a row points nowhere; the transaction is rolled back. Raises BrokenReferences."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken:
            raise BrokenReferences(f"Nach dem Umbau zeigen Zeilen der Tabelle {broken[0]} auf fehlende Zeilen.")


def _take_turns(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        # Python's sqlite3 opens no transaction for CREATE TABLE by itself: a crash would leave half a schema.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(select(func.pg_advisory_xact_lock(MIGRATION_LOCK)))
