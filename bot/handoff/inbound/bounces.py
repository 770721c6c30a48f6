"""A mail of ours came back as undeliverable: it has failed after all."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.handoff.delivery import note_failed
from bot.handoff.inbound.automatic import Bounce
from bot.handoff.inbound.matching import find_sent
from bot.settings import Settings


def take_bounce(session: Session, settings: Settings, bounce: Bounce, *, now: datetime) -> tuple[int | None, str]:
    """Mark the mail that came back as failed, with all that follows; return its ticket and a note.

    A report about a mail that we did not send to this address changes nothing. The caller commits.
    """
    note = f"Als unzustellbar zurückgekommen: {bounce.address or 'unbekannte Adresse'}"
    mail = find_sent(session, bounce.address, [bounce.message_id])
    if mail is None:
        return None, note
    if mail.status != "failed":
        mail.status, mail.last_error, mail.next_attempt_at = "failed", note[:500], now
        note_failed(session, settings, mail, now=now)
    return mail.ticket_id, note
