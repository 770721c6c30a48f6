"""Exports as files, with what somebody changed in them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.sessions import AccountView
from bot.content.kinds import FAQ, Kind
from bot.content.sheets.columns import SheetLine
from bot.content.sheets.writing import write_csv
from bot.revisions.imports.exporting import export_lines
from bot.revisions.imports.models import Import, ImportRow
from bot.revisions.imports.running import run_import
from bot.revisions.imports.storing import store_import
from bot.revisions.publishing import publish_now
from tests.revisions.people import NOW, faq_record

FIRST, SECOND = "erster", "zweiter"


def publish_entries(session: Session, actor: AccountView, *keys: str, **changes: Any) -> None:
    """Publish FAQ entries whose questions are their keys."""
    for key in keys or (FIRST, SECOND):
        publish_now(session, FAQ, key, faq_record(question=key, **changes), actor=actor, now=NOW)


def export(session: Session, kind: Kind = FAQ) -> dict[str, SheetLine]:
    """Return the lines of an export by their keys."""
    return {line.key: line for line in export_lines(session, kind)}


def change(line: SheetLine, **changes: Any) -> SheetLine:
    """Return a line with other cells."""
    return SheetLine(line.key, line.record | changes, line.stamp)


def new_line(key: str = "", **changes: Any) -> SheetLine:
    """Return a line that no export has made."""
    return SheetLine(key, faq_record(**changes), "")


def store(session: Session, actor: AccountView, *lines: SheetLine, kind: Kind = FAQ) -> Import:
    """Read and compare these lines as a file."""
    return store_import(session, kind, write_csv(kind, lines), "faq.csv", actor=actor, now=NOW)


def run(session: Session, actor: AccountView, *lines: SheetLine, kind: Kind = FAQ) -> Import:
    """Read these lines as a file and take what is preselected."""
    found = store(session, actor, *lines, kind=kind)
    assert run_import(session, found, actor=actor, now=NOW) == 0
    return found


def rows_of(session: Session, found: Import) -> list[ImportRow]:
    """Return the rows of an import."""
    return list(session.scalars(select(ImportRow).where(ImportRow.import_id == found.id).order_by(ImportRow.number)))


def states(session: Session, found: Import) -> list[str]:
    """Return the states of the rows in the order of the sheet."""
    return [row.state for row in rows_of(session, found)]


def outcomes(session: Session, found: Import) -> list[str]:
    """Return what became of the rows in the order of the sheet."""
    return [row.outcome for row in rows_of(session, found)]
