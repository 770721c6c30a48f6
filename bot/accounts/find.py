"""Find accounts by what they may do."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.models import Account, AccountRole


def find_emails_of_role(session: Session, role: str) -> list[str]:
    """Return the addresses of all active accounts with a role, in order."""
    statement = (
        select(Account.email)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .where(AccountRole.role == role, Account.is_active.is_(True))
        .order_by(Account.email)
    )
    return list(session.scalars(statement))
