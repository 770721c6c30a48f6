"""Keep a compared sheet until somebody has chosen what to take."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import exists, update
from sqlalchemy.orm import Session

from bot.accounts.audit import record_audit
from bot.accounts.sessions import AccountView
from bot.content.kinds import Kind
from bot.content.records import to_json
from bot.content.sheets.reading import read_sheet
from bot.revisions.imports.comparing import ComparedRow, Comparison
from bot.revisions.imports.models import CHANGED, CONFLICT, DROPPED, NEW, OPEN, Import, ImportRow

TAKEABLE = (NEW, CHANGED, CONFLICT)
PRESELECTED = (NEW, CHANGED)


def store_import(
    session: Session, kind: Kind, content: bytes, filename: str, *, actor: AccountView, now: datetime
) -> Import:
    """Read a file, compare it and keep the result; nothing is changed yet. Raises UnreadableSheet."""
    sheet = read_sheet(kind, content, filename)
    rows = Comparison(session, kind, sheet, actor).compare()
    found = Import(
        kind=kind.name,
        filename=filename[-200:],
        account_id=actor.id,
        author=actor.name,
        created_at=now,
        state=OPEN,
        notes=sheet.notes,
    )
    session.add(found)
    session.flush()
    session.execute(ImportRow.__table__.insert(), [_values(found, row) for row in rows])
    record_audit(session, actor, "Tabelle eingelesen", reference_of(found), f"{kind.title}: {filename}")
    return found


def choose_rows(session: Session, found: Import, *, shown: Collection[int], chosen: Collection[int]) -> None:
    """Note which of the rows of a page (ids) are to be taken."""
    for is_chosen in (True, False):
        _mark(session, found, is_chosen, ImportRow.id.in_([row for row in shown if (row in chosen) == is_chosen]))


def choose_state(session: Session, found: Import, state: str, *, is_chosen: bool) -> None:
    """Choose all rows in one state, or none of them."""
    _mark(session, found, is_chosen, ImportRow.state == state)


def drop_import(session: Session, found: Import, *, actor: AccountView) -> bool:
    """Give an import up; False where something was taken from it, or it is closed: that has to be taken back."""
    taken = exists().where(ImportRow.import_id == Import.id, ImportRow.outcome != "")
    dropped = update(Import).where(Import.id == found.id, Import.state == OPEN, ~taken).values(state=DROPPED)
    if session.execute(dropped.execution_options(synchronize_session=False)).rowcount == 0:
        return False
    session.refresh(found, ["state"])
    record_audit(session, actor, "Import verworfen", reference_of(found))
    return True


def reference_of(found: Import) -> str:
    """Return how the audit names an import."""
    return f"import:{found.id}"


def _mark(session: Session, found: Import, is_chosen: bool, condition: object) -> None:
    rows = (ImportRow.import_id == found.id, ImportRow.state.in_(TAKEABLE), ImportRow.outcome == "", condition)
    session.execute(
        update(ImportRow).where(*rows).values(is_chosen=is_chosen).execution_options(synchronize_session=False)
    )


def _values(found: Import, row: ComparedRow) -> dict[str, object]:
    return {
        "import_id": found.id,
        "number": row.number,
        "key": row.key[:500],
        "title": row.title,
        "state": row.state,
        "data": to_json(row.record) if row.record is not None else None,
        "seen": row.seen,
        "problems": row.problems,
        "note": row.note,
        "is_chosen": row.state in PRESELECTED,
    }
