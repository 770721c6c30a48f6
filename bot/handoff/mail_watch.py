"""Notice that mails do not get out: in the log and for the monitoring at once, by mail when it goes out again."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session, sessionmaker

from bot.handoff.mails import queue_alarm
from bot.handoff.outbox import count_failed, count_pending, oldest_pending
from bot.handoff.transcript import write_time
from bot.local_time import local_day
from bot.settings import Settings

logger = logging.getLogger(__name__)

LATE = timedelta(hours=1)
RECENT = timedelta(days=7)


@dataclass(frozen=True)
class MailState:
    """How it stands with outgoing mail: how many wait and since when, how many were given up in the last week."""

    pending: int
    oldest_at: datetime | None
    failed: int

    def age(self, now: datetime) -> timedelta:
        """Return how long the oldest mail has waited."""
        return now - self.oldest_at if self.oldest_at else timedelta()

    def is_late(self, now: datetime) -> bool:
        """Tell whether a mail has waited for too long."""
        return self.age(now) > LATE


def read_mail_state(session: Session, *, now: datetime) -> MailState:
    """Return how it stands with outgoing mail."""
    return MailState(count_pending(session), oldest_pending(session), count_failed(session, since=now - RECENT))


def watch_mail(factory: sessionmaker, settings: Settings, *, now: datetime) -> bool:
    """Raise the alarm where mails have waited for more than an hour, once a day; return whether they have."""
    with factory() as session:
        state = read_mail_state(session, now=now)
    if state.oldest_at is None or not state.is_late(now):
        return False
    logger.error("%s mails wait to be sent, the oldest since %s.", state.pending, state.oldest_at.isoformat())
    with factory.begin() as session:
        queue_alarm(
            session,
            settings,
            key=f"wartend-{local_day(now)}",
            subject="Mails gehen nicht hinaus",
            body=f"Guten Tag,\n\nseit {write_time(state.oldest_at)} liegt eine Mail im Ausgang (wartende Mails: "
            f"{state.pending}). Bitte prüfen Sie LOTSE_SMTP_URL und den Mailserver. Die Mails bleiben drei Tage im "
            "Ausgang und gehen von selbst hinaus, sobald der Mailserver sie annimmt.",
        )
    return True
