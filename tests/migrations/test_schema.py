from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect
from sqlalchemy.engine import Engine

from bot.db import make_engine, make_session_factory
from bot.migrations.metadata import metadata
from bot.migrations.upgrade import is_current, migration_config, upgrade_database
from tests.migrations.rows import faq_entry


def test_an_upgrade_from_empty_makes_every_table(engine: Engine) -> None:
    assert set(inspect(engine).get_table_names()) == {*metadata.tables, "alembic_version"}
    assert is_current(engine)


def test_an_empty_database_is_not_current(empty_engine: Engine) -> None:
    assert not is_current(empty_engine)


# PostgreSQL writes the type into the expression of a computed column, which the comparison takes for a change.
@pytest.mark.filterwarnings("ignore:Computed default on training_offers.listed_on")
def test_the_migrated_schema_equals_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


@pytest.mark.slow
def test_every_check_of_the_models_is_in_the_database(engine: Engine) -> None:
    # Alembic compares tables, columns, indices, unique and foreign keys, but no CHECK constraints.
    found = {
        (table, check["name"]) for table in metadata.tables for check in inspect(engine).get_check_constraints(table)
    }
    assert found == {(table, name) for table, name, _ in checks_of_the_models()}


def test_every_check_says_the_same_as_its_model(sqlite_engine: Engine) -> None:
    # SQLite keeps the text as it was written, PostgreSQL rewrites it.
    inspector = inspect(sqlite_engine)
    found = {
        (table, check["name"], squeeze(check["sqltext"]))
        for table in metadata.tables
        for check in inspector.get_check_constraints(table)
    }
    assert found == {(table, name, squeeze(text)) for table, name, text in checks_of_the_models()}


def checks_of_the_models() -> list[tuple[str, str, str]]:
    return [
        (table.name, f"ck_{table.name}_{constraint.name.removeprefix(f'ck_{table.name}_')}", str(constraint.sqltext))
        for table in metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    ]


def squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@pytest.mark.slow
def test_a_second_upgrade_changes_nothing(engine: Engine) -> None:
    factory = make_session_factory(engine)
    with factory.begin() as session:
        session.add(faq_entry())
    upgrade_database(engine)
    with factory() as session:
        assert session.query(type(faq_entry())).count() == 1


@pytest.mark.slow
def test_two_processes_may_upgrade_at_the_same_time(empty_engine: Engine) -> None:
    barrier = Barrier(2)
    url = empty_engine.url.render_as_string(hide_password=False)

    def upgrade(_number: int) -> None:
        engine = make_engine(url)
        barrier.wait(10)
        upgrade_database(engine)
        engine.dispose()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(upgrade, range(2)))
    assert is_current(empty_engine)


@pytest.mark.slow
def test_a_downgrade_leaves_nothing_behind(engine: Engine) -> None:
    config = migration_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    upgrade_database(engine)
    assert is_current(engine)


@pytest.mark.slow
def test_every_foreign_key_is_the_start_of_an_index(engine: Engine) -> None:
    # Deleting a parent looks its children up by this column; without an index that reads the whole table.
    inspector = inspect(engine)
    bare = [
        f"{table}.{key['constrained_columns'][0]}"
        for table in metadata.tables
        for key in inspector.get_foreign_keys(table)
        if key["constrained_columns"][0] not in first_columns(inspector, table)
    ]
    assert bare == []


def first_columns(inspector: object, table: str) -> set[str]:
    indices = [index["column_names"] for index in inspector.get_indexes(table)]
    unique = [constraint["column_names"] for constraint in inspector.get_unique_constraints(table)]
    return {columns[0] for columns in (*indices, *unique, inspector.get_pk_constraint(table)["constrained_columns"])}
