"""Go back: the content to its state at an earlier training, in one transaction; nothing is lost on the way."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.accounts.audit import record_audit
from bot.accounts.sessions import AccountView
from bot.content.kinds import KINDS, Kind
from bot.content.records import Record, from_json
from bot.releases.models import TrainingRun
from bot.revisions.drafts import FIRST_AUTHOR, NotAllowed
from bot.revisions.models import Revision
from bot.revisions.publishing import publish_or_hand_in

NOTE = "Zurück zu einem früheren Stand"
TAKEN = "eine Angabe steht inzwischen bei einem anderen Eintrag"


@dataclass
class Rollback:
    """What a roll-back did: records by reference; ``kept`` could not be taken back, each with the reason.

    Those that are ``handed_in`` wait for a second pair of eyes.
    """

    batch: str
    restored: list[str] = field(default_factory=list)
    archived: list[str] = field(default_factory=list)
    handed_in: list[str] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)


def list_changed_since(session: Session, run: TrainingRun) -> list[tuple[str, str, str]]:
    """Return (kind, key, title) of every record that was published after a training."""
    changed = (
        select(Revision.kind, Revision.key, Revision.title)
        .where(Revision.status == "published", Revision.published_at > run.content_at, Revision.author != FIRST_AUTHOR)
        .order_by(Revision.kind, Revision.key, Revision.number)
    )
    latest = {(kind, key): title for kind, key, title in session.execute(changed)}
    return [(*reference, title) for reference, title in latest.items()]


def roll_back(session: Session, run: TrainingRun, *, actor: AccountView, now: datetime) -> Rollback:
    """Publish for every record changed since a training the state that it had then; what was new is archived.

    All of it is one batch in the history, which a later roll-back can take back in the same way.
    """
    result = Rollback(f"rueckkehr-{uuid.uuid4().hex[:12]}")

    def go_back(kind: Kind, key: str) -> bool:
        return _go_back(session, kind, key, run, result, actor=actor, now=now)

    changed = [(KINDS[name], key) for name, key, _title in list_changed_since(session, run)]
    blocked = [one for one in changed if not go_back(*one)]
    # What another record had taken over is free by now.
    result.kept |= {f"{kind.name}:{key}": TAKEN for kind, key in blocked if not go_back(kind, key)}
    record_audit(session, actor, "zu früherem Stand zurück", f"stand:{run.id}", result.batch)
    return result


def _go_back(
    session: Session, kind: Kind, key: str, run: TrainingRun, result: Rollback, *, actor: AccountView, now: datetime
) -> bool:
    """Take one record back, wholly or not at all; False where the database refuses its earlier state."""
    reference = f"{kind.name}:{key}"
    earlier = _state_at(session, kind, key, run)
    record = earlier or _archived(session, kind, key)
    if record is None:
        result.kept[reference] = "neu seitdem und nicht zu archivieren"
        return True
    try:
        with session.begin_nested():
            revision = publish_or_hand_in(
                session, kind, key, record, actor=actor, now=now, note=NOTE, batch=result.batch
            )
    except NotAllowed as refusal:
        result.kept[reference] = str(refusal)
    except IntegrityError:
        return False
    else:
        is_live = revision.status == "published"
        (result.handed_in if not is_live else result.restored if earlier else result.archived).append(reference)
    return True


def _state_at(session: Session, kind: Kind, key: str, run: TrainingRun) -> Record | None:
    """Return what was published of a record at a training; its first state is that of before all edits."""
    earlier = (
        select(Revision)
        .where(Revision.kind == kind.name, Revision.key == key, Revision.status == "published")
        .where((Revision.published_at <= run.content_at) | (Revision.author == FIRST_AUTHOR))
        .order_by(Revision.number.desc())
        .limit(1)
    )
    found = session.scalars(earlier).first()
    return from_json(kind, found.data) if found else None


def _archived(session: Session, kind: Kind, key: str) -> Record | None:
    if kind.archived is None:
        return None
    latest = session.scalars(
        select(Revision)
        .where(Revision.kind == kind.name, Revision.key == key, Revision.status == "published")
        .order_by(Revision.number.desc())
        .limit(1)
    ).first()
    name, value = kind.archived
    return {**from_json(kind, latest.data), name: value} if latest else None
