"""Bring a database to the newest schema."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine


def upgrade_database(engine: Engine, revision: str = "head") -> None:
    """Run all migrations up to ``revision`` in one transaction."""
    config = migration_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


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
