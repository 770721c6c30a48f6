"""Ways into one ticket without logging in: unguessable, for one purpose, with an end; some work once."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.handoff.models import TicketLink

# Of 160 bits, in letters and digits that survive mail programs which write addresses in lower case.
TOKEN_BYTES = 20
# How long a link is good for: an answer may wait for the end of a holiday, a case is looked up long after.
LIFETIMES = {"reply": timedelta(days=45), "case": timedelta(days=180), "mailbox": timedelta(days=365)}


UNKNOWN = "Diesen Link gibt es nicht. Bitte prüfen Sie, ob Sie ihn vollständig übernommen haben."
USED = "Dieser Link wurde schon benutzt. Für eine weitere Antwort nehmen Sie bitte den neueren."
EXPIRED = "Dieser Link ist abgelaufen."


class UnusableLink(ValueError):
    """A link leads nowhere (any more); the message is a German sentence."""


class UnknownLink(UnusableLink):
    """A link was never given out, or for another purpose."""


class UsedLink(UnusableLink):
    """A link that works once was used before; ``key`` is that of the link."""

    def __init__(self, key: str) -> None:
        super().__init__(USED)
        self.key = key


@dataclass(frozen=True)
class OpenLink:
    """A link that may be followed now."""

    key: str
    ticket_id: int
    recipient: str


def make_link(
    session: Session,
    ticket_id: int,
    purpose: str,
    *,
    recipient: str,
    now: datetime,
    lifetime: timedelta | None = None,
) -> str:
    """Write a link and return its token; the database keeps only a digest. The caller commits.

    ``lifetime`` is that of the purpose where none is given.
    """
    token = make_token()
    link = TicketLink(
        key=digest_token(token),
        ticket_id=ticket_id,
        purpose=purpose,
        recipient=recipient[:254],
        expires_at=now + (lifetime or LIFETIMES[purpose]),
    )
    session.add(link)
    session.flush()
    return token


def open_link(session: Session, token: str, purpose: str, *, now: datetime) -> OpenLink:
    """Return where a token leads. Raises UnusableLink for a forged, expired or used one."""
    link = session.scalar(
        select(TicketLink).where(TicketLink.key == digest_token(token), TicketLink.purpose == purpose)
    )
    if link is None:
        raise UnknownLink(UNKNOWN)
    if link.used_at is not None:
        raise UsedLink(str(link.key))
    if link.expires_at <= now:
        raise UnusableLink(EXPIRED)
    return OpenLink(str(link.key), int(link.ticket_id), str(link.recipient))


def use_link(session: Session, link: OpenLink, *, now: datetime) -> None:
    """Use a link up, in the transaction of what it was used for. Raises UsedLink where somebody was faster."""
    used = session.execute(
        update(TicketLink)
        .where(TicketLink.key == link.key, TicketLink.used_at.is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    if used.rowcount == 0:
        raise UsedLink(link.key)


def make_token() -> str:
    """Return an unguessable token for the address of a link."""
    return base64.b32encode(secrets.token_bytes(TOKEN_BYTES)).decode().lower()


def digest_token(token: str) -> str:
    """Return what the database keeps of a token."""
    return sha256(token.strip().lower().encode()).hexdigest()
