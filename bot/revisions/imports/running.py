"""Take the chosen rows of an import: each becomes a published revision, or one that waits for approval."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.accounts.audit import record_audit
from bot.accounts.sessions import AccountView
from bot.content.kinds import KINDS, Kind
from bot.content.records import find_rows, from_json, read_record
from bot.revisions.drafts import NotAllowed, lock_record
from bot.revisions.imports.models import DONE, HANDED_IN, OPEN, PUBLISHED, REFUSED, Import, ImportRow
from bot.revisions.imports.stamps import make_digest
from bot.revisions.imports.storing import reference_of
from bot.revisions.publishing import publish_or_hand_in

STEP = 200  # rows in one transaction: nobody else can write into SQLite meanwhile
CHANGED_MEANWHILE = "Der Eintrag wurde nach dem Einlesen geändert. Bitte lesen Sie die Tabelle noch einmal ein."
BROKEN = "Eine Angabe steht schon bei einem anderen Eintrag oder passt nicht dazu."


class ImportClosed(Exception):
    """Somebody else has finished or dropped the import meanwhile; the message is a German sentence."""


def run_import(session: Session, found: Import, *, actor: AccountView, now: datetime, limit: int = STEP) -> int:
    """Take the next chosen rows and return how many are left; with none left the import is done.

    A row that is refused changes nothing and keeps the reason. Raises ImportClosed.
    """
    _lock(session, found)
    kind = KINDS[found.kind]
    rows = list(session.scalars(_select_chosen(found).order_by(ImportRow.number).limit(limit)))
    _held = hold_records(session, kind, [row.key for row in rows])
    for row in rows:
        _take(session, kind, found, row, actor=actor, now=now)
    session.flush()
    left = count_left(session, found)
    if not left:
        found.state, found.finished_at = DONE, now
        record_audit(session, actor, "Import übernommen", reference_of(found), found.filename)
    return left


def hold_records(session: Session, kind: Kind, keys: list[str]) -> list[Any]:
    """Lock some records and return their rows: as long as somebody holds them, no look at one reads its lists anew."""
    for key in sorted(keys):  # in one order, so that no two imports wait for each other
        lock_record(session, kind, key)
    return find_rows(session, kind, keys)


def count_left(session: Session, found: Import) -> int:
    """Return how many chosen rows are not taken yet."""
    return session.scalar(select(func.count()).select_from(_select_chosen(found).subquery())) or 0


def _lock(session: Session, found: Import) -> None:
    """Let nobody else run this import until the transaction ends."""
    locked = update(Import).where(Import.id == found.id, Import.state == OPEN).values(state=OPEN)
    if session.execute(locked.execution_options(synchronize_session=False)).rowcount == 0:
        raise ImportClosed("Dieser Import ist schon übernommen oder verworfen.")


def _take(session: Session, kind: Kind, found: Import, row: ImportRow, *, actor: AccountView, now: datetime) -> None:
    if make_digest(kind, read_record(session, kind, row.key)) != row.seen:
        row.outcome, row.message = REFUSED, CHANGED_MEANWHILE
        return
    record, note = from_json(kind, row.data), f"Aus der Tabelle „{found.filename}“, Zeile {row.number}"
    try:
        with session.begin_nested():
            revision = publish_or_hand_in(
                session, kind, row.key, record, actor=actor, now=now, note=note, batch=found.batch
            )
    except NotAllowed as refusal:
        row.outcome, row.message = REFUSED, str(refusal)
    except IntegrityError:
        row.outcome, row.message = REFUSED, BROKEN
    else:
        row.outcome = PUBLISHED if revision.status == "published" else HANDED_IN


def _select_chosen(found: Import):  # type: ignore[no-untyped-def]  # SQLAlchemy 1.4 comes without types
    return select(ImportRow).where(
        ImportRow.import_id == found.id, ImportRow.is_chosen.is_(True), ImportRow.outcome == ""
    )
