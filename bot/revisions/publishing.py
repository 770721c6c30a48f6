"""Publishing: a revision becomes the live record in one transaction, and every process answers from it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.audit import record_audit
from bot.accounts.sessions import AccountView
from bot.content.kinds import Kind
from bot.content.records import Record, from_json, save_record
from bot.revisions.categories import read_rules
from bot.revisions.drafts import (
    NotAllowed,
    check_open,
    find_latest,
    keep_first_state,
    kind_of,
    reference_of,
    save_draft,
    stamp_of,
)
from bot.revisions.models import Revision

FARTHEST = timedelta(days=2 * 366)


class ImpossibleDate(ValueError):
    """A publication was scheduled for a time that cannot be meant; the message is a German sentence."""


def publish(session: Session, revision: Revision, *, actor: AccountView | None, now: datetime, batch: str = "") -> None:
    """Make a revision live; the caller commits. ``actor`` None is the clock, for what was scheduled.

    Raises NotOpen, NotAllowed, and IntegrityError where the record breaks a rule of the database.
    """
    check_open(revision)
    kind = kind_of(revision)
    record = from_json(kind, revision.data)
    if actor is not None:
        check_publishing(session, kind, record, actor, author_id=revision.author_id)
    keep_first_state(session, kind, revision.key, now=now)
    save_record(session, kind, revision.key, record)
    revision.status, revision.published_at, revision.publish_at = "published", now, None
    revision.decided_by = actor.name if actor else revision.decided_by
    revision.batch = batch or revision.batch
    record_audit(session, actor, "veröffentlicht", reference_of(revision), f"Fassung {revision.number}")
    session.flush()


def schedule(session: Session, revision: Revision, *, actor: AccountView, at: datetime, now: datetime) -> None:
    """Have a revision published later. Raises NotOpen, NotAllowed and ImpossibleDate."""
    check_open(revision)
    kind = kind_of(revision)
    check_publishing(session, kind, from_json(kind, revision.data), actor, author_id=revision.author_id)
    if not now < at < now + FARTHEST:
        raise ImpossibleDate("Der Zeitpunkt muss in der Zukunft liegen, höchstens zwei Jahre voraus.")
    revision.status, revision.publish_at, revision.decided_by = "scheduled", at, actor.name
    record_audit(session, actor, "eingeplant", reference_of(revision), at.isoformat())


def find_due(session: Session, *, now: datetime) -> list[int]:
    """Return the ids of scheduled revisions whose time has come."""
    due = select(Revision.id).where(Revision.status == "scheduled", Revision.publish_at <= now)
    return list(session.scalars(due.order_by(Revision.publish_at, Revision.id)))


def restore(
    session: Session, kind: Kind, key: str, number: int, *, actor: AccountView, now: datetime, batch: str = ""
) -> Revision:
    """Write an earlier state as the newest draft, which the caller may publish. Raises KeyError, NotAllowed.

    A draft that was open is overwritten by it; nothing is lost, the live text and all states stay in the history.
    """
    earlier = session.scalars(
        select(Revision).where(Revision.kind == kind.name, Revision.key == key, Revision.number == number)
    ).first()
    if earlier is None:
        raise KeyError(f"{kind.name}:{key} has no revision {number}")
    base = stamp_of(find_latest(session, kind, key))
    draft = save_draft(session, kind, key, from_json(kind, earlier.data), actor=actor, base=base, now=now)
    draft.note, draft.batch = f"Fassung {number} wiederhergestellt", batch
    return draft


def check_publishing(
    session: Session, kind: Kind, record: Record, actor: AccountView, *, author_id: int | None
) -> None:
    """Refuse who may not publish. Raises NotAllowed."""
    rules = read_rules(session, kind, record)
    if rules.allows_publishing(actor, author_id=author_id):
        return
    if rules.needs_approval and author_id == actor.id:
        raise NotAllowed("In diesem Bereich gilt das Vier-Augen-Prinzip: Jemand anderes muss Ihren Text freigeben.")
    raise NotAllowed("Zum Veröffentlichen in diesem Bereich fehlt Ihnen die Berechtigung.")


def publish_now(
    session: Session, kind: Kind, key: str, record: Record, *, actor: AccountView, now: datetime, batch: str = ""
) -> Revision:
    """Write and publish in one step, for imports and single-field changes. Raises what its two steps raise."""
    base = stamp_of(find_latest(session, kind, key))
    revision = save_draft(session, kind, key, record, actor=actor, base=base, now=now)
    publish(session, revision, actor=actor, now=now, batch=batch)
    return revision
