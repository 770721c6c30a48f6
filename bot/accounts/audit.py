"""Who did what, and who read which case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.accounts.models import AuditEntry
from bot.accounts.sessions import AccountView

SYSTEM = "System"


@dataclass(frozen=True)
class AuditFilter:
    """What to look for; what is empty does not count. ``person`` is the number of an account, 0 the system."""

    person: int | None = None
    text: str = ""  # in what was done, to what, and in the details
    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True)
class AuditLine:
    """An entry to read."""

    at: datetime
    actor: str
    action: str
    subject: str
    detail: str


def record_audit(session: Session, actor: AccountView | None, action: str, subject: str = "", detail: str = "") -> None:
    """Write one entry; ``actor`` None is the system itself, ``subject`` names what it was about (``faq:slug``)."""
    session.add(
        AuditEntry(
            account_id=actor.id if actor else None,
            actor=actor.name if actor else SYSTEM,
            action=action,
            subject=subject[:200],
            detail=detail,
        )
    )


def find_audit_lines(session: Session, wanted: AuditFilter, *, limit: int, offset: int = 0) -> list[AuditLine]:
    """Return the entries that match, latest first."""
    columns = (AuditEntry.at, AuditEntry.actor, AuditEntry.action, AuditEntry.subject, AuditEntry.detail)
    matching = select(*columns).where(*_conditions(wanted))
    found = session.execute(matching.order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(limit).offset(offset))
    return [AuditLine(*row) for row in found]


def _conditions(wanted: AuditFilter) -> Iterator[Any]:
    if wanted.person is not None:
        yield AuditEntry.account_id == wanted.person if wanted.person else AuditEntry.account_id.is_(None)
    if wanted.text:
        searched = (AuditEntry.action, AuditEntry.subject, AuditEntry.detail)
        yield or_(*(column.ilike(f"%{_escape(wanted.text)}%", escape="\\") for column in searched))
    if wanted.since is not None:
        yield AuditEntry.at >= wanted.since
    if wanted.before is not None:
        yield AuditEntry.at < wanted.before


def _escape(text: str) -> str:
    """Return a text whose percent signs and underscores are only themselves."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
