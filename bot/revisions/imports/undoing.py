"""Undo a whole import: every record goes back to the state before it, except those that changed since."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.accounts.audit import record_audit
from bot.accounts.sessions import AccountView
from bot.content.kinds import KINDS, Kind
from bot.content.records import Record, read_record
from bot.revisions.drafts import NotAllowed, discard, find_latest, record_of
from bot.revisions.imports.models import DONE, HANDED_IN, KEPT, PUBLISHED, TAKEN_BACK, UNDONE, Import, ImportRow
from bot.revisions.imports.running import BROKEN, STEP, ImportClosed, hold_records
from bot.revisions.imports.stamps import make_digest
from bot.revisions.imports.storing import reference_of
from bot.revisions.models import OPEN, Revision
from bot.revisions.publishing import publish_or_hand_in

NOTE = "Import rückgängig gemacht"
CHANGED_SINCE = "Seit dem Import geändert, deshalb nicht zurückgesetzt."
IN_REVIEW = "Wartet auf Freigabe, bis dahin bleibt der Eintrag, wie er ist."


def undo_import(
    session: Session,
    found: Import,
    *,
    actor: AccountView,
    now: datetime,
    anyway: Collection[int] = (),
    limit: int = STEP,
) -> int:
    """Undo what an import did, as far as one transaction may last, and return how many rows are left.

    New records are archived. What cannot go back keeps the reason; ``anyway`` names rows (ids) that go back although
    they changed since. Raises ImportClosed.
    """
    _lock(session, found)
    rows = list(session.scalars(_select_rows(found, *anyway).order_by(ImportRow.number).limit(limit)))
    _held = hold_records(session, KINDS[found.kind], [row.key for row in rows])
    for row in rows:
        _take_back(session, found, row, actor=actor, now=now, is_forced=row.id in anyway)
    session.flush()
    left = count_taken(session, found)
    if not left:
        found.undone_at, found.undone_by = now, actor.name
        record_audit(session, actor, "Import zurückgenommen", reference_of(found), found.filename)
    return left


def count_taken(session: Session, found: Import) -> int:
    """Return how many rows still stand as the import made them."""
    return session.scalar(select(func.count()).select_from(_select_rows(found).subquery())) or 0


def _lock(session: Session, found: Import) -> None:
    locked = update(Import).where(Import.id == found.id, Import.state.in_((DONE, UNDONE))).values(state=UNDONE)
    if session.execute(locked.execution_options(synchronize_session="fetch")).rowcount == 0:
        raise ImportClosed("Dieser Import hat nichts geändert, was sich zurücknehmen ließe.")


def _select_rows(found: Import, *anyway: int):  # type: ignore[no-untyped-def]  # SQLAlchemy 1.4 comes without types
    standing = or_(
        ImportRow.outcome.in_((PUBLISHED, HANDED_IN)), and_(ImportRow.outcome == KEPT, ImportRow.id.in_(anyway))
    )
    return select(ImportRow).where(ImportRow.import_id == found.id, standing)


def _take_back(
    session: Session, found: Import, row: ImportRow, *, actor: AccountView, now: datetime, is_forced: bool
) -> None:
    kind = KINDS[found.kind]
    written = _find_written(session, found, row.key)
    latest = find_latest(session, kind, row.key)
    try:
        if written is None:  # never published
            if latest is not None and latest.batch == found.batch and latest.status in OPEN:
                discard(session, latest, actor=actor)
            row.outcome, row.message = TAKEN_BACK, ""
            return
        live = read_record(session, kind, row.key)
        is_ours = latest is written and make_digest(kind, live) == make_digest(kind, record_of(written))
        if not is_ours and not is_forced:
            row.outcome, row.message = KEPT, CHANGED_SINCE
            return
        row.outcome, row.message = _go_back(session, kind, written, actor=actor, now=now, batch=f"{found.batch}:undo")
    except NotAllowed as refusal:
        row.outcome, row.message = KEPT, str(refusal)
    except IntegrityError:
        row.outcome, row.message = KEPT, BROKEN


def _go_back(
    session: Session, kind: Kind, written: Revision, *, actor: AccountView, now: datetime, batch: str
) -> tuple[str, str]:
    before = _find_before(session, kind, written)
    with session.begin_nested():
        revision = publish_or_hand_in(session, kind, written.key, before, actor=actor, now=now, note=NOTE, batch=batch)
    return (TAKEN_BACK, "") if revision.status == "published" else (KEPT, IN_REVIEW)


def _find_written(session: Session, found: Import, key: str) -> Revision | None:
    """Return the published revision that an import made of a record."""
    statement = select(Revision).where(
        Revision.kind == found.kind, Revision.key == key, Revision.batch == found.batch, Revision.status == "published"
    )
    return session.scalars(statement.order_by(Revision.number.desc())).first()


def _find_before(session: Session, kind: Kind, written: Revision) -> Record:
    """Return the record before the import: an earlier published state, or, of a new one, its archived form."""
    statement = select(Revision).where(
        Revision.kind == kind.name,
        Revision.key == written.key,
        Revision.status == "published",
        Revision.number < written.number,
    )
    earlier = session.scalars(statement.order_by(Revision.number.desc())).first()
    if earlier is not None:
        return record_of(earlier)
    assert kind.archived is not None, "every kind in sheets has an archive"
    name, value = kind.archived
    return {**record_of(written), name: value}
