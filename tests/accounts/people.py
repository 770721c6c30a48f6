"""Accounts for the tests of the room."""

from __future__ import annotations

from datetime import datetime, timezone
from functools import cache

from sqlalchemy.orm import Session

from bot.accounts.models import Account, AccountRole
from bot.accounts.passwords import hash_password
from bot.accounts.roles import EDITOR

NOON = datetime(2026, 11, 22, 12, tzinfo=timezone.utc)
PASSWORD = "vier zufällige Wörter hier"
ADDRESS = "192.0.2.1"


@cache
def password_hash() -> str:
    """Return the hash of PASSWORD; it is slow on purpose, so it is made once."""
    return hash_password(PASSWORD)


def add_account(
    session: Session, *roles: str, email: str = "erika@example.org", has_password: bool = True, is_active: bool = True
) -> Account:
    """Add an account and return it; without roles it is an editor."""
    account = Account(
        email=email,
        name="Erika Beispiel",
        password_hash=password_hash() if has_password else "",
        is_active=is_active,
        roles=[AccountRole(role=role) for role in roles or (EDITOR,)],
    )
    session.add(account)
    session.flush()
    return account
