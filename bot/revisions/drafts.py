"""Drafts: written, handed in, sent back, scheduled, discarded; the published text stays in view meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.accounts.audit import SYSTEM, record_audit
from bot.accounts.sessions import AccountView
from bot.content.kinds import KINDS, Kind
from bot.content.records import Record, read_record, to_json
from bot.revisions.categories import read_rules
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


def stamp_of(revision: Revision | None) -> Stamp:
    """Return what a form carries so that a later save knows what it was based on."""
    return Stamp(revision.number, revision.edit_count) if revision else Stamp()


def save_draft(
    session: Session, kind: Kind, key: str, record: Record, *, actor: AccountView, base: Stamp, now: datetime
) -> Revision:
    """Write a record as draft: into the open revision, or as a new one.

    Raises StaleDraft where the record is no longer what the editor saw, NotAllowed for a category of others.
    """
    check_writing(session, kind, record, actor)
    live = keep_first_state(session, kind, key, now=now)
    if live is not None:
        check_writing(session, kind, live, actor)
    latest = find_latest(session, kind, key)
    is_first_edit = latest is not None and latest.author == FIRST_AUTHOR and base == Stamp()
    if latest is not None and stamp_of(latest) != base and not is_first_edit:
        raise StaleDraft(latest)
    if latest is None or latest.status not in OPEN:
        latest = _new_revision(session, kind, key)
    latest.data = to_json(record)
    latest.title = str(record[kind.title_field])[:500]
    latest.status, latest.publish_at, latest.created_at = "draft", None, now
    latest.author_id, latest.author = actor.id, actor.name
    latest.edit_count = (latest.edit_count or 0) + 1
    session.add(latest)
    session.flush()
    return latest


def hand_in(session: Session, revision: Revision, *, actor: AccountView, note: str = "") -> None:
    """Ask for approval. Raises NotOpen."""
    check_open(revision)
    revision.status, revision.note = "review", note
    record_audit(session, actor, "zur Freigabe gegeben", reference_of(revision), note)


def send_back(session: Session, revision: Revision, *, actor: AccountView, note: str) -> None:
    """Return a revision to its author with a reason. Raises NotOpen."""
    check_open(revision)
    revision.status, revision.note, revision.decided_by = "draft", note, actor.name
    record_audit(session, actor, "zurückgegeben", reference_of(revision), note)


def discard(session: Session, revision: Revision, *, actor: AccountView) -> None:
    """Give a draft up; it stays in the history. Raises NotOpen."""
    check_open(revision)
    revision.status, revision.decided_by, revision.publish_at = "discarded", actor.name, None
    record_audit(session, actor, "Entwurf verworfen", reference_of(revision))


def check_open(revision: Revision) -> None:
    """Refuse to go on with what is no longer open. Raises NotOpen."""
    if revision.status not in OPEN:
        raise NotOpen("Dieser Entwurf ist inzwischen veröffentlicht oder verworfen worden.")


def check_writing(session: Session, kind: Kind, record: Record, actor: AccountView) -> None:
    """Refuse who may not write in a record's category. Raises NotAllowed."""
    rules = read_rules(session, kind, record)
    if not rules.allows_writing(actor):
        owner = f" Zuständig ist {rules.organisation}." if rules.organisation else ""
        raise NotAllowed(f"Diesen Bereich dürfen Sie nicht bearbeiten.{owner}")


def keep_first_state(session: Session, kind: Kind, key: str, *, now: datetime) -> Record | None:
    """Return the live record; before its first edit it is kept as revision 1."""
    live = read_record(session, kind, key)
    if live is None or session.scalar(select(func.count()).select_from(_select(kind, key).subquery())):
        return live
    first = _new_revision(session, kind, key)
    first.data, first.title = to_json(live), str(live[kind.title_field])[:500]
    first.status, first.author, first.decided_by = "published", FIRST_AUTHOR, SYSTEM
    first.created_at = first.published_at = now
    session.add(first)
    session.flush()
    return live


def kind_of(revision: Revision) -> Kind:
    """Return the kind of a revision's record."""
    return KINDS[revision.kind]


def reference_of(revision: Revision) -> str:
    """Return what a revision is about, as audit entries name it."""
    return f"{revision.kind}:{revision.key}"


def _new_revision(session: Session, kind: Kind, key: str) -> Revision:
    last = session.scalar(select(func.max(Revision.number)).where(Revision.kind == kind.name, Revision.key == key))
    return Revision(kind=kind.name, key=key, number=(last or 0) + 1, edit_count=0)


def _select(kind: Kind, key: str):  # type: ignore[no-untyped-def]  # SQLAlchemy 1.4 comes without types
    return select(Revision).where(Revision.kind == kind.name, Revision.key == key)
