"""Drafts: written, handed in, sent back, scheduled, discarded; the published text stays in view meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.accounts.audit import SYSTEM, record_audit
from bot.accounts.roles import ADMINISTRATOR, APPROVER
from bot.accounts.sessions import AccountView
from bot.content.kinds import KINDS, Kind
from bot.content.records import Record, from_json, to_json
from bot.content.shown import read_shown
from bot.revisions.categories import CategoryRules, read_rules
from bot.revisions.models import OPEN, Revision

FIRST_AUTHOR = "Erstbestand"


class NotAllowed(Exception):
    """The account may not do this; the message is a German sentence."""


class StaleDraft(Exception):
    """Somebody else has saved meanwhile; ``current`` is their revision."""

    def __init__(self, current: Revision) -> None:
        super().__init__(f"Inzwischen hat {current.author} diesen Eintrag geändert.")
        self.current = current


class NotOpen(Exception):
    """The revision was published or discarded meanwhile; the message is a German sentence."""


@dataclass(frozen=True)
class Stamp:
    """Which state of a record an editor has on the screen: number of the revision and how often it was saved."""

    number: int = 0
    edit_count: int = 0

    def __str__(self) -> str:
        return f"{self.number}.{self.edit_count}"

    @classmethod
    def parse(cls, text: str) -> Stamp:
        """Read a stamp from a form; what is unreadable is the oldest one."""
        number, _, count = text.partition(".")
        return cls(int(number), int(count)) if number.isdecimal() and count.isdecimal() else cls()


def find_latest(session: Session, kind: Kind, key: str) -> Revision | None:
    """Return the newest revision that is not discarded."""
    statement = _select(kind, key).where(Revision.status != "discarded").order_by(Revision.number.desc()).limit(1)
    return session.scalars(statement).first()


def find_open(session: Session, kind: Kind, key: str) -> Revision | None:
    """Return the revision of a record that waits to be published; there is at most one."""
    statement = _select(kind, key).where(Revision.status.in_(OPEN)).order_by(Revision.number.desc()).limit(1)
    return session.scalars(statement).first()


def find_revision(session: Session, kind: Kind, key: str, number: int) -> Revision | None:
    """Return one revision of a record."""
    return session.scalars(_select(kind, key).where(Revision.number == number)).first()


def stamp_of(revision: Revision | None) -> Stamp:
    """Return what a form carries so that a later save knows what it was based on."""
    return Stamp(revision.number, revision.edit_count) if revision else Stamp()


def save_draft(
    session: Session, kind: Kind, key: str, record: Record, *, actor: AccountView, base: Stamp, now: datetime
) -> Revision:
    """Write a record as draft: into the actor's own open revision, or as a new one.

    The draft of somebody else stays in the history as it was. Raises StaleDraft where the record is no longer what
    the editor saw, NotAllowed for a category of others.
    """
    lock_record(session, kind, key)
    check_writing(session, kind, record, actor)
    live = keep_first_state(session, kind, key, now=now)
    if live is not None:
        check_writing(session, kind, live, actor)
    latest = find_latest(session, kind, key)
    is_first_edit = latest is not None and latest.author == FIRST_AUTHOR and base == Stamp()
    if latest is not None and stamp_of(latest) != base and not is_first_edit:
        raise StaleDraft(latest)
    if latest is not None and latest.status in OPEN and latest.author_id != actor.id:
        set_aside(latest, f"Weiterbearbeitet von {actor.name}")
    if latest is None or latest.status not in OPEN:
        latest = new_revision(session, kind, key)
    latest.data, latest.title = to_json(record), title_of(kind, key, record)
    latest.status, latest.publish_at, latest.created_at = "draft", None, now
    latest.author_id, latest.author = actor.id, actor.name
    latest.edit_count = (latest.edit_count or 0) + 1
    session.add(latest)
    session.flush()
    return latest


def hand_in(session: Session, revision: Revision, *, actor: AccountView, note: str = "") -> None:
    """Ask for approval. Raises NotOpen, NotAllowed."""
    check_open(revision)
    _check_hands(session, revision, actor)
    revision.status, revision.note, revision.publish_at = "review", note, None
    record_audit(session, actor, "zur Freigabe gegeben", reference_of(revision), note)


def send_back(session: Session, revision: Revision, *, actor: AccountView, note: str) -> None:
    """Return a revision to its author with a reason. Raises NotOpen, NotAllowed."""
    check_open(revision)
    _check_hands(session, revision, actor)
    if not actor.may(APPROVER, ADMINISTRATOR):
        raise NotAllowed("Zurückgeben können nur Konten mit der Rolle Freigabe.")
    revision.status, revision.note, revision.decided_by = "draft", note, actor.name
    revision.publish_at = None
    record_audit(session, actor, "zurückgegeben", reference_of(revision), note)


def discard(session: Session, revision: Revision, *, actor: AccountView) -> None:
    """Give a draft up; it stays in the history. Raises NotOpen, NotAllowed."""
    check_open(revision)
    _check_hands(session, revision, actor)
    revision.status, revision.decided_by, revision.publish_at = "discarded", actor.name, None
    record_audit(session, actor, "Entwurf verworfen", reference_of(revision))


def set_aside(revision: Revision, reason: str) -> None:
    """Keep an open revision in the history alone, because another state takes its place."""
    revision.status, revision.publish_at, revision.note = "discarded", None, reason


def keep_beside(
    session: Session, kind: Kind, key: str, record: Record, *, actor: AccountView, now: datetime, note: str
) -> Revision:
    """Keep a text that is not to become the draft in the history, from where it can be fetched. Raises NotAllowed."""
    lock_record(session, kind, key)
    check_writing(session, kind, record, actor)
    revision = new_revision(session, kind, key)
    revision.data, revision.title = to_json(record), title_of(kind, key, record)
    revision.author_id, revision.author, revision.created_at = actor.id, actor.name, now
    set_aside(revision, note)
    session.add(revision)
    session.flush()
    return revision


def check_open(revision: Revision) -> None:
    """Refuse to go on with what is no longer open. Raises NotOpen."""
    if revision.status not in OPEN:
        raise NotOpen("Dieser Entwurf ist inzwischen veröffentlicht oder verworfen worden.")


def check_writing(session: Session, kind: Kind, record: Record, actor: AccountView) -> None:
    """Refuse who may not write in a record's category. Raises NotAllowed."""
    rules = read_rules(session, kind, record)
    if not rules.allows_writing(actor):
        raise NotAllowed(explain_closed(rules))


def explain_closed(rules: CategoryRules) -> str:
    """Return the sentence for whoever may not write in a category."""
    owner = f" Zuständig ist {rules.organisation}." if rules.organisation else ""
    return f"Diesen Bereich dürfen Sie nicht bearbeiten.{owner}"


def keep_first_state(session: Session, kind: Kind, key: str, *, now: datetime) -> Record | None:
    """Return the live record; before its first edit it is kept as revision 1."""
    live = read_shown(session, kind, key)
    if live is None or session.scalar(select(func.count()).select_from(_select(kind, key).subquery())):
        return live
    first = new_revision(session, kind, key)
    first.data, first.title = to_json(live), title_of(kind, key, live)
    first.status, first.author, first.decided_by = "published", FIRST_AUTHOR, SYSTEM
    first.created_at = first.published_at = now
    session.add(first)
    session.flush()
    return live


def lock_record(session: Session, kind: Kind, key: str) -> None:
    """Let nobody else write revisions of a record until this transaction ends."""
    unchanged = update(Revision).where(Revision.kind == kind.name, Revision.key == key)
    # A statement that changes nothing: SQLite knows no FOR UPDATE, and takes its lock with the first write.
    session.execute(unchanged.values(number=Revision.number).execution_options(synchronize_session=False))


def title_of(kind: Kind, key: str, record: Record) -> str:
    """Return what a record is called in lists."""
    return str(record.get(kind.title_field) or key)[:500]


def kind_of(revision: Revision) -> Kind:
    """Return the kind of a revision's record."""
    return KINDS[revision.kind]


def record_of(revision: Revision) -> Record:
    """Return the record that a revision holds, with the fields it has today."""
    return from_json(kind_of(revision), revision.data)


def reference_of(revision: Revision) -> str:
    """Return what a revision is about, as audit entries name it."""
    return f"{revision.kind}:{revision.key}"


def new_revision(session: Session, kind: Kind, key: str) -> Revision:
    """Return a revision with the next number, not yet added."""
    last = session.scalar(select(func.max(Revision.number)).where(Revision.kind == kind.name, Revision.key == key))
    return Revision(kind=kind.name, key=key, number=(last or 0) + 1, edit_count=0)


def _check_hands(session: Session, revision: Revision, actor: AccountView) -> None:
    check_writing(session, kind_of(revision), record_of(revision), actor)


def _select(kind: Kind, key: str):  # type: ignore[no-untyped-def]  # SQLAlchemy 1.4 comes without types
    found = select(Revision).where(Revision.kind == kind.name, Revision.key == key)
    return found.execution_options(populate_existing=True)  # another process may have written since it was read
