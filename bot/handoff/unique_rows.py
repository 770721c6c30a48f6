"""Write a row only if it is new, in one statement, so that two processes cannot both write it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def insert_if_new(session: Session, model: Any, values: dict[str, Any]) -> bool:
    """Insert a row and return True; return False where a unique column already holds one of the values.

    A caught IntegrityError would do the same only inside a savepoint, which Python's sqlite3 commits by itself.
    """
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert if is_sqlite else postgresql.insert
    written = session.execute(insert(model.__table__).values(**values).on_conflict_do_nothing())
    return written.rowcount == 1
