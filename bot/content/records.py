"""Records: one piece of content as a plain dictionary, to and from its rows, to and from JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from bot.content.fields import DATE, MONEY
from bot.content.kinds import Kind

CHUNK = 500  # keys in one statement

Record = dict[str, Any]  # field name -> str, int, float, bool, date, list of str, or None


def find_row(session: Session, kind: Kind, key: str) -> Any | None:
    """Return the row of a record, None where there is none."""
    return session.scalars(select(kind.model).where(getattr(kind.model, kind.key) == key)).first()


def read_record(session: Session, kind: Kind, key: str) -> Record | None:
    """Return all fields of the live record, None where there is none."""
    row = find_row(session, kind, key)
    return None if row is None else read_fields(row, kind, (one.name for one in kind.fields))


def read_records(session: Session, kind: Kind, keys: Sequence[str]) -> dict[str, Record]:
    """Return many live records by their keys, with a handful of statements."""
    found: dict[str, Record] = {}
    names = [one.name for one in kind.fields]
    for start in range(0, len(keys), CHUNK):
        for row in find_rows(session, kind, keys[start : start + CHUNK]):
            found[getattr(row, kind.key)] = read_fields(row, kind, names)
    return found


def find_rows(session: Session, kind: Kind, keys: Sequence[str]) -> list[Any]:
    """Return the rows of some records with all their lists, as they stand in the database now."""
    lists = (selectinload(getattr(kind.model, name)) for name in kind.children)
    statement = select(kind.model).where(getattr(kind.model, kind.key).in_(keys)).options(*lists)
    return list(session.scalars(statement.execution_options(populate_existing=True)))


def save_record(session: Session, kind: Kind, key: str, record: Record) -> None:
    """Make a record live: new, or over the one that is there. The caller commits; raises IntegrityError."""
    row = find_row(session, kind, key)
    if row is None:
        session.add(write_record(kind.model(**{kind.key: key}), kind, record))
    else:
        clear_changed_children(row, kind, record)
        session.flush()  # a text must be gone before it comes anew at another place
        write_record(row, kind, record)
    session.flush()


def write_record(row: Any, kind: Kind, record: Record) -> Any:
    """Write fields into a row and return it; lists must have been cleared where they differ."""
    for name, value in record.items():
        make = kind.children.get(name)
        if make is None:
            setattr(row, name, value)
        elif _texts(row, kind, name) != value:
            getattr(row, name).extend(make(text) for text in value)
    return row


def clear_changed_children(row: Any, kind: Kind, record: Record) -> None:
    """Empty the lists of a row that a record changes."""
    for name in kind.children:
        if name in record and _texts(row, kind, name) != record[name]:
            getattr(row, name).clear()


def read_fields(row: Any, kind: Kind, names: Iterable[str]) -> Record:
    """Return some fields of a row."""
    return {name: _texts(row, kind, name) if name in kind.children else getattr(row, name) for name in names}


def to_json(record: Record) -> Record:
    """Return a record whose dates are ISO strings."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in record.items()}


def from_json(kind: Kind, data: Record) -> Record:
    """Return a record from ``to_json``; fields that are no longer known are left out."""
    found: Record = {}
    for one in kind.fields:
        if one.name not in data:
            continue
        value = data[one.name]
        if one.kind == DATE and value:
            value = date.fromisoformat(value)
        elif one.kind == MONEY and value is not None:
            value = float(value)
        found[one.name] = value
    return found


def blank_record(kind: Kind) -> Record:
    """Return what a new record starts with."""
    return {one.name: one.blank for one in kind.fields}


def _texts(row: Any, kind: Kind, name: str) -> list[str]:
    return [getattr(child, kind.child_text.get(name, "text")) for child in getattr(row, name)]
