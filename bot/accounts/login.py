"""Log in: the right password opens a session, guessing is slowed down by account and by network address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.audit import record_audit
from bot.accounts.lockout import (
    count_account_failure,
    count_address_failure,
    is_address_blocked,
    is_locked,
    unlock,
)
from bot.accounts.models import Account
from bot.accounts.passwords import hash_password, needs_new_hash, verify_password
from bot.accounts.sessions import open_session, view_account

WRONG = "E-Mail-Adresse oder Passwort stimmt nicht. Nach mehreren Fehlversuchen ist das Konto eine Zeit lang gesperrt."
TOO_MANY = "Von Ihrer Netzadresse kamen zu viele Versuche. Bitte warten Sie eine Viertelstunde."


class LoginRefused(Exception):
    """Nobody is logged in; the message is a German sentence that does not tell whether the account exists."""


@dataclass(frozen=True)
class Login:
    """A log-in that worked: the token for the cookie, and whether the second factor is still to come."""

    token: str
    needs_second_factor: bool


def log_in(session: Session, *, email: str, password: str, address: str, now: datetime) -> Login | LoginRefused:
    """Check a password and open a session; refusals are returned, so that the caller commits what was counted."""
    if is_address_blocked(session, address, now):
        return LoginRefused(TOO_MANY)
    account = find_account(session, email)
    # Unknown, locked and closed accounts take as long as others: time must not tell which of them exist.
    is_right = verify_password(password, account.password_hash if account else "")
    if account is not None:  # while this password was checked, others may have failed
        session.refresh(account, ["locked_until", "is_active"])
    if account is None or not is_right or not account.is_active or is_locked(account, now):
        count_address_failure(session, address, now)
        if account is not None and not is_locked(account, now):
            count_account_failure(session, account, now)
        return LoginRefused(WRONG)
    if needs_new_hash(account.password_hash):
        account.password_hash = hash_password(password)
    return let_in(session, account, now=now)


def let_in(session: Session, account: Account, *, now: datetime) -> Login:
    """Open a session for whoever has shown the first factor; with a second one it stays half open."""
    needs_code = bool(account.totp_secret)
    if not needs_code:
        note_login(session, account, now)
    return Login(open_session(session, account, now=now, is_complete=not needs_code), needs_code)


def find_account(session: Session, email: str) -> Account | None:
    """Return the account of an address."""
    return session.scalars(select(Account).where(Account.email == normalize_email(email))).first()


def normalize_email(email: str) -> str:
    """Return an address as accounts keep it."""
    return email.strip().lower()


def note_login(session: Session, account: Account, now: datetime) -> None:
    """Record that somebody is in."""
    unlock(account)
    account.last_login_at = now
    record_audit(session, view_account(account), "angemeldet", f"konto:{account.email}")
