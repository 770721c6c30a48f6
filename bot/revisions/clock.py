"""The clock: what was scheduled is published when its time has come, by whichever process comes first."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from bot.accounts.audit import SYSTEM, record_audit
from bot.handoff.schedule_mail import queue_failure
from bot.revisions.drafts import reference_of
from bot.revisions.models import Revision
from bot.revisions.publishing import find_due, publish
from bot.settings import Settings

logger = logging.getLogger(__name__)

FAILED = "Ließ sich zum Termin nicht veröffentlichen: Eine Angabe steht inzwischen schon bei einem anderen Eintrag."
BROKEN = (
    "Ließ sich zum Termin nicht veröffentlichen. Bitte prüfen Sie die Angaben und speichern Sie den Text noch einmal."
)


def publish_due(factory: sessionmaker, settings: Settings, *, now: datetime) -> int:
    """Publish what is due, each in a transaction of its own, and return how many went live.

    What cannot be published becomes a draft again, with a note and a mail to its author; it holds up no other.
    """
    with factory() as session:
        due = find_due(session, now=now)
    return sum(_publish_one(factory, settings, revision_id, now) for revision_id in due)


def _publish_one(factory: sessionmaker, settings: Settings, revision_id: int, now: datetime) -> bool:
    try:
        with factory.begin() as session:
            revision = _claim(session, revision_id)
            if revision is None:
                return False
            publish(session, revision, actor=None, now=now)
            return True
    except IntegrityError:
        logger.warning("the scheduled revision %d breaks a rule of the database", revision_id)
        reason = FAILED
    except OperationalError:  # the database is busy or away: the next run tries again
        logger.exception("the scheduled revision %d has to wait", revision_id)
        return False
    except Exception:  # the one broad net: whatever is wrong with one, the others are due
        logger.exception("the scheduled revision %d cannot be published", revision_id)
        reason = BROKEN
    with factory.begin() as session:
        revision = _claim(session, revision_id)
        if revision is not None:
            revision.status, revision.publish_at = "draft", None
            revision.decided_by, revision.note = SYSTEM, reason
            record_audit(session, None, "Termin gescheitert", reference_of(revision))
            queue_failure(session, settings, revision, reason)
    return False


def _claim(session: Session, revision_id: int) -> Revision | None:
    """Return a scheduled revision that nobody else can touch until this transaction ends, None where it is none."""
    mine = update(Revision).where(Revision.id == revision_id, Revision.status == "scheduled")
    # A statement that changes nothing takes the lock on every database.
    claimed = session.execute(mine.values(number=Revision.number).execution_options(synchronize_session=False))
    return session.get(Revision, revision_id) if claimed.rowcount else None
