"""Log in: the right password opens a session, guessing is slowed down by account and by network address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.accounts.audit import record_audit
from bot.accounts.models import Account, LoginAttempt
from bot.accounts.passwords import hash_password, needs_new_hash, verify_password
from bot.accounts.secrets import make_key
from bot.accounts.sessions import open_session, view_account

FREE_TRIES = 5  # wrong passwords in a row before an account is locked
FIRST_LOCK = timedelta(minutes=1)  # doubled with each further wrong password
LONGEST_LOCK = timedelta(hours=1)
ADDRESS_WINDOW = timedelta(minutes=15)
ADDRESS_TRIES = 30  # wrong passwords from one network address in that time
KEEP_ATTEMPTS = timedelta(days=1)


class LoginRefused(Exception):
    """Nobody is logged in; the message is a German sentence that does not tell whether the account exists."""


@dataclass(frozen=True)
class Login:
    """A log-in that worked: the token for the cookie, and whether the second factor is still to come."""

    token: str
    needs_second_factor: bool


def log_in(session: Session, *, email: str, password: str, address: str, now: datetime) -> Login | LoginRefused:
    """Check a password and open a session; refusals are returned, so that the caller commits what was counted."""
    address_key = make_key(address)
    if _count_attempts(session, address_key, now) >= ADDRESS_TRIES:
        return LoginRefused("Von Ihrer Netzadresse kamen zu viele Versuche. Bitte warten Sie eine Viertelstunde.")
    account = find_account(session, email)
    if account is not None and account.locked_until is not None and now < account.locked_until:
        verify_password(password, "")  # as slow as any other answer
        _count_attempt(session, address_key, now)
        return _refuse()
    if not verify_password(password, account.password_hash if account else "") or not account or not account.is_active:
        _count_attempt(session, address_key, now)
        if account is not None:
            _count_failure(session, account, now)
        return _refuse()
    return _let_in(session, account, password, now)


def find_account(session: Session, email: str) -> Account | None:
    """Return the account of an address."""
    return session.scalars(select(Account).where(Account.email == normalize_email(email))).first()


def normalize_email(email: str) -> str:
    """Return an address as accounts keep it."""
    return email.strip().lower()


def lock_after(failures: int) -> timedelta:
    """Return how long an account is locked after so many wrong passwords in a row."""
    if failures < FREE_TRIES:
        return timedelta()
    return min(FIRST_LOCK * 2 ** min(failures - FREE_TRIES, 20), LONGEST_LOCK)


def _let_in(session: Session, account: Account, password: str, now: datetime) -> Login:
    if needs_new_hash(account.password_hash):
        account.password_hash = hash_password(password)
    needs_code = bool(account.totp_secret)
    if not needs_code:
        note_login(session, account, now)
    return Login(open_session(session, account, now=now, is_complete=not needs_code), needs_code)


def note_login(session: Session, account: Account, now: datetime) -> None:
    """Record that somebody is in."""
    account.failed_logins, account.locked_until, account.last_login_at = 0, None, now
    record_audit(session, view_account(account), "angemeldet")


def _count_failure(session: Session, account: Account, now: datetime) -> None:
    account.failed_logins += 1
    lock = lock_after(account.failed_logins)
    if lock:
        account.locked_until = now + lock
        record_audit(session, None, "Konto gesperrt", f"konto:{account.email}", f"bis {account.locked_until}")


def _refuse() -> LoginRefused:
    return LoginRefused(
        "E-Mail-Adresse oder Passwort stimmt nicht. Nach mehreren Fehlversuchen ist das Konto eine Zeit lang gesperrt."
    )


def _count_attempts(session: Session, address_key: str, now: datetime) -> int:
    since = LoginAttempt.at > now - ADDRESS_WINDOW
    counted = select(func.count()).where(LoginAttempt.address_key == address_key, since)
    return int(session.scalar(counted) or 0)


def _count_attempt(session: Session, address_key: str, now: datetime) -> None:
    session.add(LoginAttempt(address_key=address_key, at=now))
    session.execute(delete(LoginAttempt).where(LoginAttempt.at < now - KEEP_ATTEMPTS))
