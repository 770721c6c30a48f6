"""Publishing: a revision becomes the live record in one transaction, and every process answers from it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.audit import record_audit
from bot.accounts.sessions import AccountView
from bot.content.kinds import Kind
from bot.content.records import Record, read_record, save_record
from bot.content.shown import read_shown
from bot.revisions.categories import CategoryRules, read_rules
from bot.revisions.drafts import (
    NotAllowed,
    NotOpen,
    check_open,
    find_latest,
    find_open,
    find_revision,
    hand_in,
    keep_first_state,
    kind_of,
    lock_record,
    record_of,
    reference_of,
    save_draft,
    set_aside,
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
    kind, record = kind_of(revision), record_of(revision)
    if actor is not None:
        check_publishing(session, revision, actor)
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
    check_publishing(session, revision, actor)
    if not now < at < now + FARTHEST:
        raise ImpossibleDate("Der Zeitpunkt muss in der Zukunft liegen, höchstens zwei Jahre voraus.")
    revision.status, revision.publish_at, revision.decided_by = "scheduled", at, actor.name
    record_audit(session, actor, "eingeplant", reference_of(revision), f"{at:%d.%m.%Y, %H:%M} Uhr")


def find_due(session: Session, *, now: datetime) -> list[int]:
    """Return the ids of scheduled revisions whose time has come."""
    due = select(Revision.id).where(Revision.status == "scheduled", Revision.publish_at <= now)
    return list(session.scalars(due.order_by(Revision.publish_at, Revision.id)))


def call_off(session: Session, revision: Revision, *, actor: AccountView) -> None:
    """Make a scheduled revision a draft again. Raises NotOpen and NotAllowed."""
    check_open(revision)
    check_publishing(session, revision, actor)
    revision.status, revision.publish_at = "draft", None
    record_audit(session, actor, "Termin aufgehoben", reference_of(revision))


def restore(
    session: Session, kind: Kind, key: str, number: int, *, actor: AccountView, now: datetime, batch: str = ""
) -> Revision:
    """Write an earlier state as the newest draft, which the caller may publish. Raises KeyError, NotAllowed.

    A draft that was open stays in the history as it was.
    """
    earlier = find_revision(session, kind, key, number)
    if earlier is None:
        raise KeyError(f"{kind.name}:{key} has no revision {number}")
    draft = _write_anew(session, kind, key, record_of(earlier), actor=actor, now=now, batch=batch)
    draft.note = f"Fassung {number} wiederhergestellt"
    return draft


def set_archived(
    session: Session, kind: Kind, key: str, is_archived: bool, *, actor: AccountView, now: datetime
) -> Revision:
    """Take a live record out of view, or show it again. Raises what ``change_live`` raises."""
    assert kind.archived is not None, f"{kind.name} has no archive"
    name, archived = kind.archived
    change = {name: archived if is_archived else kind.field(name).blank}
    note = "Archivieren" if is_archived else "Aus dem Archiv holen"
    return change_live(session, kind, key, change, actor=actor, now=now, note=note)


def change_live(
    session: Session, kind: Kind, key: str, change: Record, *, actor: AccountView, now: datetime, note: str
) -> Revision:
    """Change some fields of a live record; what may not be published at once waits for approval.

    Raises KeyError for a record that is not live, NotAllowed, and NotOpen while a draft of it is open.
    """
    lock_record(session, kind, key)  # before it is read: what somebody publishes now must not be written over
    live = read_record(session, kind, key)
    if live is None:
        raise KeyError(f"{kind.name}:{key} is not live")
    if find_open(session, kind, key):
        raise NotOpen("Zu diesem Eintrag gibt es einen offenen Entwurf. Veröffentlichen oder verwerfen Sie ihn zuerst.")
    return publish_or_hand_in(session, kind, key, {**live, **change}, actor=actor, now=now, note=note)


def publish_or_hand_in(
    session: Session,
    kind: Kind,
    key: str,
    record: Record,
    *,
    actor: AccountView,
    now: datetime,
    note: str,
    batch: str = "",
) -> Revision:
    """Write a record and publish it; what may not be published at once waits for approval.

    A draft that was open stays in the history as it was. Raises NotAllowed, and IntegrityError where the record
    breaks a rule of the database.
    """
    revision = _write_anew(session, kind, key, record, actor=actor, now=now, batch=batch)
    if may_publish(session, revision, actor):
        revision.note = note
        publish(session, revision, actor=actor, now=now)
    else:
        hand_in(session, revision, actor=actor, note=note)
    return revision


def check_publishing(session: Session, revision: Revision, actor: AccountView) -> None:
    """Refuse who may not publish a revision, by its category and by the one that the live record is in.

    Raises NotAllowed.
    """
    author_id = revision.author_id
    for rules in rules_of(session, revision):
        if rules.allows_publishing(actor, author_id=author_id):
            continue
        if rules.needs_approval and author_id == actor.id:
            raise NotAllowed("In diesem Bereich gilt das Vier-Augen-Prinzip: Jemand anderes muss Ihren Text freigeben.")
        raise NotAllowed("Zum Veröffentlichen in diesem Bereich fehlt Ihnen die Berechtigung.")


def may_publish(session: Session, revision: Revision, actor: AccountView) -> bool:
    """Tell whether an account may publish a revision."""
    return all(rules.allows_publishing(actor, author_id=revision.author_id) for rules in rules_of(session, revision))


def rules_of(session: Session, revision: Revision) -> list[CategoryRules]:
    """Return the rules that a revision is under: those of its category, and of the live record's where it moves."""
    kind = kind_of(revision)
    records = (record_of(revision), read_shown(session, kind, revision.key))
    return list(dict.fromkeys(read_rules(session, kind, record) for record in records if record is not None))


def publish_now(
    session: Session, kind: Kind, key: str, record: Record, *, actor: AccountView, now: datetime, batch: str = ""
) -> Revision:
    """Write and publish in one step, for imports and single-field changes. Raises what its two steps raise.

    A draft that was open stays in the history as it was.
    """
    revision = _write_anew(session, kind, key, record, actor=actor, now=now)
    publish(session, revision, actor=actor, now=now, batch=batch)
    return revision


def _write_anew(
    session: Session, kind: Kind, key: str, record: Record, *, actor: AccountView, now: datetime, batch: str = ""
) -> Revision:
    """Write a record as a revision of its own, whatever draft was open."""
    lock_record(session, kind, key)
    waiting = find_open(session, kind, key)
    if waiting is not None:
        set_aside(waiting, f"Überholt durch {actor.name}")
        session.flush()
    base = stamp_of(find_latest(session, kind, key))
    revision = save_draft(session, kind, key, record, actor=actor, base=base, now=now)
    revision.batch = batch
    return revision
