"""Delete a record for good, with every state that was kept: the exception, for whoever looks after the machine."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.accounts.audit import record_audit
from bot.content.kinds import Kind
from bot.content.records import find_row, read_record
from bot.releases.models import GoldenQuestion
from bot.revisions.imports.models import Import, ImportRow
from bot.revisions.models import Revision


class StillShown(Exception):
    """Visitors still get the record; the message is a German sentence."""


@dataclass(frozen=True)
class Remains:
    """What is kept of a record: whether it has a row, and how many revisions, rows of imports, golden questions."""

    has_row: bool
    revisions: int
    import_rows: int
    golden_questions: int


def find_remains(session: Session, kind: Kind, key: str) -> Remains:
    """Return what deleting would take away. Raises KeyError where there is nothing, StillShown before the archive."""
    live = read_record(session, kind, key)
    counts = [session.scalar(select(func.count()).select_from(model).where(*of)) for model, of in _parts(kind, key)]
    remains = Remains(live is not None, *(int(count or 0) for count in counts))
    if live is None and not remains.revisions:
        raise KeyError(f"{kind.name}:{key}")
    if live is not None and (kind.archived is None or live[kind.archived[0]] != kind.archived[1]):
        raise StillShown(f"„{kind.name}:{key}“ wird noch gezeigt. Bitte archivieren Sie den Eintrag zuerst.")
    return remains


def delete_for_good(session: Session, kind: Kind, key: str) -> Remains:
    """Delete a record and return what that was; the caller commits. Raises what ``find_remains`` raises."""
    remains = find_remains(session, kind, key)
    for model, of in _parts(kind, key):
        session.execute(delete(model).where(*of).execution_options(synchronize_session=False))
    if remains.has_row:
        session.delete(find_row(session, kind, key))
    record_audit(session, None, "endgültig gelöscht", f"{kind.name}:{key}")
    return remains


def _parts(kind: Kind, key: str) -> tuple[tuple[type, tuple[object, ...]], ...]:
    """Return what belongs to a record beside its row, each with its conditions, in the order of ``Remains``."""
    imports = select(Import.id).where(Import.kind == kind.name).scalar_subquery()
    return (
        (Revision, (Revision.kind == kind.name, Revision.key == key)),
        (ImportRow, (ImportRow.import_id.in_(imports), ImportRow.key == key)),
        (GoldenQuestion, (GoldenQuestion.reference == f"{kind.name}:{key}",)),
    )
