"""The history of offers as imports from sources see it and add to it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.audit import SYSTEM
from bot.content.kinds import KINDS
from bot.content.records import read_record, to_json
from bot.revisions.drafts import new_revision, title_of
from bot.revisions.models import OPEN, Revision


class OfferHistory:
    """The revisions of offers; implements ``bot.offers.importers.history.History``."""

    def find_slugs(self, session: Session, type_: str) -> set[str]:
        """Return the short names of offers of a type that staff have ever worked on."""
        return set(session.scalars(select(Revision.key).where(Revision.kind == type_).distinct()))

    def find_drafts(self, session: Session, type_: str) -> set[str]:
        """Return the short names of offers of a type with an open draft."""
        statement = select(Revision.key).where(Revision.kind == type_, Revision.status.in_(OPEN))
        return set(session.scalars(statement.distinct()))

    def keep(self, session: Session, type_: str, slug: str, *, author: str, note: str, now: datetime) -> None:
        """Keep the live state of an offer as a published revision."""
        kind = KINDS[type_]
        record = read_record(session, kind, slug)
        assert record is not None, "only what has just been written is kept"
        revision = new_revision(session, kind, slug)
        revision.data, revision.title = to_json(record), title_of(kind, slug, record)
        revision.status, revision.note = "published", note
        revision.author, revision.decided_by = author, SYSTEM
        revision.created_at = revision.published_at = now
        session.add(revision)
        session.flush()
