"""Records on their way into a sheet, each with the state it is in."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.content.kinds import Kind
from bot.content.queries import ALL, ListFilter, find_keys
from bot.content.records import read_records
from bot.content.sheets.columns import SheetLine
from bot.revisions.imports.stamps import SheetStamp, find_published_numbers, make_digest


def export_lines(session: Session, kind: Kind, wanted: ListFilter | None = None) -> list[SheetLine]:
    """Return the live records of a kind by title; all of them, or those that somebody looks for."""
    keys = find_keys(session, kind, wanted or ListFilter(shelf=ALL))
    records, numbers = read_records(session, kind, keys), find_published_numbers(session, kind, keys)
    return [
        SheetLine(key, records[key], str(SheetStamp(numbers.get(key, 0), make_digest(kind, records[key]))))
        for key in keys
        if key in records
    ]
