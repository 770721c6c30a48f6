"""Delete what has had its time: log-ins, links and counted attempts."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from bot.accounts.models import Invitation, LoginAttempt, StaffSession

KEEP_ATTEMPTS = timedelta(days=1)
KEEP_LINKS = timedelta(days=30)  # so long a used or expired link is told from an unknown one


def delete_outdated(session: Session, now: datetime) -> None:
    """Delete expired sessions, links that ended long ago and old attempts: with every log-in that works or fails."""
    for outdated in (
        delete(StaffSession).where(StaffSession.expires_at < now),
        delete(LoginAttempt).where(LoginAttempt.at < now - KEEP_ATTEMPTS),
        delete(Invitation).where(or_(Invitation.expires_at < now - KEEP_LINKS, Invitation.used_at < now - KEEP_LINKS)),
    ):
        session.execute(outdated.execution_options(synchronize_session=False))
