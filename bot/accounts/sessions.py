"""Log-ins as they last: opened with a fresh token, ended by time, by the person or by a change of the account."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, selectinload

from bot.accounts.cleaning import delete_outdated
from bot.accounts.models import Account, StaffSession
from bot.accounts.secrets import make_key, make_token

LONGEST = timedelta(hours=12)
IDLE = timedelta(hours=2)
HALF_OPEN = timedelta(minutes=10)  # to look for the telephone with the second factor
SEEN_EVERY = timedelta(minutes=1)  # a page view writes no more often than this


@dataclass(frozen=True)
class AccountView:
    """Who is at the desk."""

    id: int
    name: str
    email: str
    organisation: str
    roles: frozenset[str]
    has_second_factor: bool = False

    def may(self, *roles: str) -> bool:
        """Tell whether the account has one of these roles."""
        return not self.roles.isdisjoint(roles)


@dataclass(frozen=True)
class OpenSession:
    """A valid log-in; ``is_complete`` is False as long as the second factor is missing."""

    key: str
    csrf_token: str
    is_complete: bool
    notice: str
    account: AccountView


def open_session(session: Session, account: Account, *, now: datetime, is_complete: bool = True) -> str:
    """Open a session and return the token for the cookie; each log-in gets a new one."""
    token = make_token()
    session.add(
        StaffSession(
            key=make_key(token),
            account_id=account.id,
            csrf_token=make_token(),
            is_complete=is_complete,
            created_at=now,
            last_seen_at=now,
            expires_at=now + (LONGEST if is_complete else HALF_OPEN),
        )
    )
    delete_outdated(session, now)
    return token


def find_session(session: Session, token: str, *, now: datetime) -> OpenSession | None:
    """Return the valid session of a cookie and note that it is in use; None where there is none."""
    statement = (
        select(StaffSession, Account)
        .join(Account, Account.id == StaffSession.account_id)
        .where(StaffSession.key == make_key(token), Account.is_active.is_(True))
        .options(selectinload(Account.roles))
    )
    found = session.execute(statement).first()
    if found is None:
        return None
    row, account = found
    if now >= row.expires_at or now >= row.last_seen_at + IDLE:
        session.delete(row)
        return None
    if now >= row.last_seen_at + SEEN_EVERY:
        row.last_seen_at = now
    return OpenSession(row.key, row.csrf_token, row.is_complete, row.notice, view_account(account))


def is_open(session: Session, key: str, *, now: datetime) -> bool:
    """Tell whether a log-in still lasts; to ask is no use of it."""
    lasts = (StaffSession.key == key, StaffSession.expires_at > now, StaffSession.last_seen_at > now - IDLE)
    statement = select(StaffSession.key).join(Account, Account.id == StaffSession.account_id)
    return session.scalar(statement.where(*lasts, Account.is_active.is_(True))) is not None


def complete_session(session: Session, current: OpenSession, account: Account, *, now: datetime) -> str:
    """Replace a half-open session after the second factor; the token changes with what it opens."""
    close_session(session, current.key)
    return open_session(session, account, now=now)


def close_session(session: Session, key: str) -> None:
    """End one session."""
    session.execute(delete(StaffSession).where(StaffSession.key == key))


def close_all_sessions(session: Session, account_id: int, *, except_key: str = "") -> None:
    """End the sessions of an account: its password, roles or second factor changed."""
    session.execute(delete(StaffSession).where(StaffSession.account_id == account_id, StaffSession.key != except_key))


def count_sessions(session: Session, account_id: int, *, now: datetime) -> int:
    """Return how many log-ins of an account are open."""
    is_open = (StaffSession.expires_at > now, StaffSession.last_seen_at > now - IDLE, StaffSession.is_complete)
    counted = select(func.count()).where(StaffSession.account_id == account_id, *is_open)
    return int(session.scalar(counted) or 0)


def leave_notice(session: Session, key: str, text: str) -> None:
    """Keep a sentence for the next page."""
    session.execute(update(StaffSession).where(StaffSession.key == key).values(notice=text[:500]))


def take_notice(session: Session, current: OpenSession) -> OpenSession:
    """Return the session without its sentence, which is shown once."""
    if current.notice:
        leave_notice(session, current.key, "")
    return replace(current, notice="")


def view_account(row: Account) -> AccountView:
    """Return an account as plain data."""
    roles = frozenset(role.role for role in row.roles)
    return AccountView(row.id, row.name, row.email, row.organisation, roles, bool(row.totp_secret))
