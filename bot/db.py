"""Base class, engine, sessions and the version of the content; nothing happens at import."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Column, DateTime, Integer, MetaData, bindparam, create_engine, event, select, update
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.orm import Session, declarative_base, sessionmaker
from sqlalchemy.pool import QueuePool
from sqlalchemy.types import TypeDecorator

from bot.clock import utc_now as utc_now

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

SECONDS_TO_WAL = 15.0
POOL_SIZE = 16  # as many as there are worker threads in the gateway

Base: Any = declarative_base(metadata=MetaData(naming_convention=NAMING))


class UtcDateTime(TypeDecorator):
    """An aware UTC time on every database (SQLite keeps none of the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"A naive time was written: {value!r}.")
        return value.astimezone(timezone.utc)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=timezone.utc)


class Content:
    """Mark a table as content: a flush that changes one of its rows raises the content version."""


class ContentVersion(Base):
    """One row: how often content has changed. Search indexes compare it with the version they were built from."""

    __tablename__ = "content_version"

    id = Column(Integer, primary_key=True, autoincrement=False)
    version = Column(Integer, nullable=False, default=0)
    changed_at = Column(UtcDateTime, nullable=False, default=utc_now)


def make_engine(url: str) -> Engine:
    """Create an engine; SQLite gets WAL, foreign keys and a busy time-out, PostgreSQL a checked pool.

    What is written never stands in an error: it would come into the logs.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        engine = create_engine(url, future=True, hide_parameters=True, pool_pre_ping=True, pool_size=POOL_SIZE)
        event.listen(engine, "connect", _set_postgres_costs)
        return engine
    Path(parsed.database or ".").parent.mkdir(parents=True, exist_ok=True)
    # A pool: by itself SQLAlchemy 1.4 opens a file anew for each session, which costs more than a query.
    arguments = {"timeout": 15, "check_same_thread": False}
    engine = create_engine(
        url, future=True, hide_parameters=True, poolclass=QueuePool, pool_size=POOL_SIZE, connect_args=arguments
    )
    event.listen(engine, "connect", set_sqlite_pragmas)
    event.listen(engine, "savepoint", _begin_before_savepoint)
    return engine


def set_sqlite_pragmas(connection: Any, _record: Any) -> None:
    """Set up a new connection to a SQLite file."""
    for pragma in ("busy_timeout=15000", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    _switch_to_wal(connection)


def _set_postgres_costs(connection: Any, _record: Any) -> None:
    """Tell PostgreSQL that it reads from memory or flash: for disks that turn it would rather read whole tables."""
    with connection.cursor() as cursor:
        cursor.execute("SET random_page_cost = 1.1")
    connection.commit()


def _begin_before_savepoint(connection: Any, _name: str) -> None:
    """Begin the transaction that a savepoint is meant to be in, and wait for other writers.

    sqlite3 begins one only before a statement that writes: a savepoint that comes first would be a transaction of its
    own, which its end commits, and which fails at once where somebody has written since it read.
    """
    if not connection.connection.in_transaction:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _switch_to_wal(connection: Any) -> None:
    """Switch to WAL; of two processes that do so on one new file, SQLite refuses one instead of letting it wait."""
    deadline = time.monotonic() + SECONDS_TO_WAL
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def make_session_factory(engine: Engine) -> sessionmaker:
    """Create the session factory; its sessions raise the content version with every content change."""
    factory = sessionmaker(engine, future=True, expire_on_commit=False)
    event.listen(factory, "before_flush", _raise_version_on_change)
    return factory


def read_content_version(session: Session) -> int:
    """Return the version of the content, 0 before the first seed."""
    # With each message: the bare statement costs a third of a composed one.
    row = session.connection().exec_driver_sql("SELECT version FROM content_version WHERE id = 1").first()
    return int(row[0]) if row else 0


def raise_content_version(session: Session) -> None:
    """Count one content change; done by hand only after bulk statements, which no flush sees."""
    changed = session.execute(
        update(ContentVersion)
        .where(ContentVersion.id == 1)
        .values(version=ContentVersion.version + 1, changed_at=utc_now())
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount == 0:
        session.execute(ContentVersion.__table__.insert().values(id=1, version=1, changed_at=utc_now()))


def read_rows(session: Session, statement: Any, values: Mapping[str, Any] | None = None) -> Any:
    """Return a list of all rows of a statement over columns: a session's objects cost ten times as much."""
    return session.connection().execute(statement, dict(values or {})).all()


def read_texts(
    session: Session, owner: Any, text: Any, order: Any = None, *, owners: Sequence[int] | None = None
) -> dict[int, tuple[str, ...]]:
    """Return the texts of some owners, by default of all, in an order, that of their ids by default."""
    found: dict[int, list[str]] = {}
    statement = _select_texts(owner, text, order, is_of_some=owners is not None)
    for owner_id, value in read_rows(session, statement, None if owners is None else {"owners": owners}):
        found.setdefault(owner_id, []).append(value)
    return {owner_id: tuple(values) for owner_id, values in found.items()}


@cache
def _select_texts(owner: Any, text: Any, order: Any, *, is_of_some: bool) -> Any:
    """Return the statement, composed once: that takes longer than the question to the database."""
    statement = select(owner, text).order_by(owner.class_.id if order is None else order)
    return statement.where(owner.in_(bindparam("owners", expanding=True))) if is_of_some else statement


def _raise_version_on_change(session: Session, _context: Any, _instances: Any) -> None:
    touched = [*session.new, *session.deleted, *(row for row in session.dirty if session.is_modified(row))]
    if any(isinstance(row, Content) for row in touched):
        raise_content_version(session)
