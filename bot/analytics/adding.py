"""Add to sums in a table: new rows come in, those of the same key grow."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def add_to_sums(session: Session, model: Any, rows: list[dict[str, Any]]) -> None:
    """Write rows, each with another primary key; every other column is added to what is there."""
    if not rows:
        return
    table = model.__table__
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(table)
    sums = {column.name: column + statement.excluded[column.name] for column in table.columns if not column.primary_key}
    grow = statement.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=sums)
    session.connection().execute(grow, rows)
