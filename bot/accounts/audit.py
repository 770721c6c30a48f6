"""Who did what, and who read which case."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.accounts.models import AuditEntry
from bot.accounts.sessions import AccountView

SYSTEM = "System"


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
