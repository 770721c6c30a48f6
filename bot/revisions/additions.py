"""Small additions to a record from elsewhere: as drafts, or published where that is allowed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.accounts.sessions import AccountView
from bot.content.kinds import Kind
from bot.content.records import read_record
from bot.content.texts import read_value
from bot.revisions.drafts import NotOpen, find_latest, find_open, hand_in, record_of, save_draft, stamp_of
from bot.revisions.models import Revision
from bot.revisions.publishing import may_publish, publish

PUBLISHED, REVIEW, DRAFT = "published", "review", "draft"


def add_variant(session: Session, kind: Kind, key: str, text: str, actor: AccountView, now: datetime) -> Revision:
    """Add one way of asking to a record, on top of its open draft; it is live once that is published.

    Raises KeyError for an unknown record, Unreadable for a text that is too long, NotAllowed, and NotOpen while a
    text of the record waits for approval or for its date: it would become a draft again.
    """
    waiting = find_open(session, kind, key)
    if waiting is not None and waiting.status != "draft":
        raise NotOpen(
            "Ein Text dieses Eintrags wartet auf Freigabe oder auf seinen Termin. Bitte entscheiden Sie erst darüber."
        )
    record = record_of(waiting) if waiting else read_record(session, kind, key)
    if record is None:
        raise KeyError(f"{kind.name}:{key}")
    written = "\n".join([*record["variants"], text])
    record["variants"] = read_value(kind.field("variants"), written)
    base = stamp_of(find_latest(session, kind, key))
    return save_draft(session, kind, key, record, actor=actor, base=base, now=now)


def add_variants(
    session: Session, kind: Kind, key: str, texts: Sequence[str], *, actor: AccountView, now: datetime, note: str
) -> str:
    """Add ways of asking to a record, and publish them where that is allowed.

    Returns what they are now: published, in review, or in the draft that was open already. Raises what ``add_variant``
    does.
    """
    was_waiting = find_open(session, kind, key) is not None
    revision: Revision | None = None
    for text in texts:
        revision = add_variant(session, kind, key, text, actor, now)
    assert revision is not None, "at least one text"
    if was_waiting:
        return DRAFT
    if may_publish(session, revision, actor):
        publish(session, revision, actor=actor, now=now)
        return PUBLISHED
    hand_in(session, revision, actor=actor, note=note)
    return REVIEW
