"""What a person changes about their own account, after showing the password once more."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.accounts.audit import record_audit
from bot.accounts.lockout import count_account_failure, is_locked
from bot.accounts.models import Account
from bot.accounts.passwords import WeakPassword, check_strength, hash_password, verify_password
from bot.accounts.sessions import OpenSession, close_all_sessions, open_session

LOCKED = "Nach mehreren Fehlversuchen ist das Konto eine Zeit lang gesperrt. Versuchen Sie es später noch einmal."
WRONG = "Ihr jetziges Passwort stimmt nicht."
UNCHANGED = "Das neue Passwort ist das bisherige. Nehmen Sie ein anderes."


def find_refusal(session: Session, login: OpenSession, *, password: str, now: datetime) -> str:
    """Check the password of whoever is logged in; return a German sentence, empty for the right one.

    Wrong ones count as at the log-in: a browser left open must not serve for guessing.
    """
    account = session.get(Account, login.account.id)
    if is_locked(account, now):
        return LOCKED
    if verify_password(password, account.password_hash):
        return ""
    count_account_failure(session, account, now)
    return WRONG


def change_password(session: Session, login: OpenSession, *, old: str, new: str, now: datetime) -> str:
    """Set a new password, end all log-ins and return the token of a fresh one. Raises WeakPassword."""
    if new == old:
        raise WeakPassword(UNCHANGED)
    check_strength(new, about=f"{login.account.name} {login.account.email}")
    account = session.get(Account, login.account.id)
    account.password_hash = hash_password(new)
    close_all_sessions(session, account.id)
    record_audit(session, login.account, "Passwort geändert", f"konto:{account.email}")
    return open_session(session, account, now=now)
