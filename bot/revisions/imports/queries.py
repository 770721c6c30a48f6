"""Imports as pages show them: a page of rows at a time, each with what it would change."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.content.kinds import KINDS, Kind
from bot.content.queries import ListFilter, conditions_of
from bot.content.records import from_json, read_records
from bot.content.tables import key_of, table_of, title_of
from bot.revisions.difference import FieldChange, compare_records
from bot.revisions.imports.models import Import, ImportRow

PAGE_SIZE = 50
SHOWN_IMPORTS = 100


@dataclass(frozen=True)
class ShownRow:
    """A row with what it changes; a new record changes nothing that was there."""

    row: ImportRow
    changes: list[FieldChange] = field(default_factory=list)


def find_imports(session: Session) -> list[Import]:
    """Return the latest imports, the newest first."""
    return list(
        session.scalars(select(Import).order_by(Import.created_at.desc(), Import.id.desc()).limit(SHOWN_IMPORTS))
    )


def count_states(session: Session, found: Import) -> dict[str, int]:
    """Return how many rows are in each state."""
    return _count(session, found, ImportRow.state)


def count_outcomes(session: Session, found: Import) -> dict[str, int]:
    """Return what became of how many rows."""
    return _count(session, found, ImportRow.outcome, ImportRow.outcome != "")


def count_chosen(session: Session, found: Import) -> int:
    """Return how many rows are chosen."""
    return (
        session.scalar(select(func.count()).where(ImportRow.import_id == found.id, ImportRow.is_chosen.is_(True))) or 0
    )


def find_rows(session: Session, found: Import, *conditions: object, page: int = 1) -> list[ShownRow]:
    """Return one page of rows, in the order of the sheet."""
    statement = select(ImportRow).where(ImportRow.import_id == found.id, *conditions).order_by(ImportRow.number)
    rows = list(session.scalars(statement.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)))
    kind = KINDS[found.kind]
    live = read_records(session, kind, [row.key for row in rows if row.data])
    return [
        ShownRow(row, compare_records(kind, live.get(row.key, {}), from_json(kind, row.data)) if row.data else [])
        for row in rows
    ]


def find_absent(session: Session, found: Import, *, page: int = 1) -> list[tuple[str, str]]:
    """Return key and title of one page of the live records that the sheet does not name; they stay as they are."""
    kind = KINDS[found.kind]
    key, title = key_of(kind), title_of(kind)
    statement = select(key, title).where(*_is_absent(kind, found)).order_by(title, key)
    rows = session.execute(statement.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))
    return [(row[0], row[1]) for row in rows]


def count_absent(session: Session, found: Import) -> int:
    """Return how many live records the sheet does not name."""
    kind = KINDS[found.kind]
    return session.scalar(select(func.count()).select_from(table_of(kind)).where(*_is_absent(kind, found))) or 0


def _is_absent(kind: Kind, found: Import) -> list[object]:
    named = select(ImportRow.key).where(ImportRow.import_id == found.id, ImportRow.key == key_of(kind))
    return [*conditions_of(kind, ListFilter()), ~named.exists()]


def _count(session: Session, found: Import, column: object, *conditions: object) -> dict[str, int]:
    statement = select(column, func.count()).where(ImportRow.import_id == found.id, *conditions).group_by(column)
    return dict(map(tuple, session.execute(statement).all()))
