"""Open the database for a command, or say in one sentence why that is impossible."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError

from bot.db import make_engine
from bot.migrations.upgrade import is_current
from bot.settings import Settings


class UnusableDatabase(Exception):
    """The database is missing, outdated or cannot be reached; the message is a German sentence."""


@contextmanager
def open_engine(settings: Settings) -> Iterator[Engine]:
    """Open an engine until the block ends. Raises UnusableDatabase when the database cannot be reached."""
    try:
        engine = make_engine(settings.database_url)
    except (ArgumentError, NoSuchModuleError, ImportError, OSError) as error:
        raise UnusableDatabase(f"Die Datenbank lässt sich nicht öffnen: {_first_line(error)}") from None
    try:
        yield engine
    except DatabaseError as error:
        if type(error) not in (DatabaseError, OperationalError):  # a broken rule or query is our own mistake
            raise
        raise UnusableDatabase(f"Die Datenbank lässt sich nicht benutzen: {_first_line(error.orig)}") from None
    finally:
        engine.dispose()


@contextmanager
def open_current_engine(settings: Settings) -> Iterator[Engine]:
    """Open an engine on a database of the newest schema until the block ends. Raises UnusableDatabase."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise UnusableDatabase("Es gibt noch keine Datenbank. Führen Sie „lotse setup“ aus.")
    with open_engine(settings) as engine:
        if not is_current(engine):
            raise UnusableDatabase("Die Datenbank ist nicht auf dem neuesten Stand. Führen Sie „lotse db upgrade“ aus.")
        yield engine


def _first_line(error: object) -> str:
    return (str(error).strip().splitlines() or ["unbekannter Grund"])[0]
