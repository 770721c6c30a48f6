"""Slow down guessing: wrong passwords and codes are counted for each account and for each network address."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.accounts.audit import record_audit
from bot.accounts.cleaning import KEEP_ATTEMPTS, delete_outdated
from bot.accounts.models import Account, LoginAttempt
from bot.accounts.secrets import make_key
from bot.addresses import network_of

FREE_TRIES = 5  # wrong answers in a row before an account is locked
FIRST_LOCK = timedelta(minutes=1)  # doubled with each further wrong answer
LONGEST_LOCK = timedelta(hours=1)
ADDRESS_WINDOW = timedelta(minutes=15)
ADDRESS_TRIES = 30  # wrong answers from one network address in that time

assert ADDRESS_WINDOW < KEEP_ATTEMPTS


def lock_after(failures: int) -> timedelta:
    """Return how long an account is locked after so many wrong answers in a row."""
    if failures < FREE_TRIES:
        return timedelta()
    return min(FIRST_LOCK * 2 ** min(failures - FREE_TRIES, 20), LONGEST_LOCK)


def is_locked(account: Account, now: datetime) -> bool:
    """Tell whether an account takes no answers at the moment, not even right ones."""
    return account.locked_until is not None and now < account.locked_until


def is_address_blocked(session: Session, address: str, now: datetime) -> bool:
    """Tell whether too many wrong answers came from a network address."""
    counted = select(func.count()).where(
        LoginAttempt.address_key == _address_key(address), LoginAttempt.at > now - ADDRESS_WINDOW
    )
    return int(session.scalar(counted) or 0) >= ADDRESS_TRIES


def count_address_failure(session: Session, address: str, now: datetime) -> None:
    """Count a wrong answer from a network address."""
    session.add(LoginAttempt(address_key=_address_key(address), at=now))
    delete_outdated(session, now)


def count_account_failure(session: Session, account: Account, now: datetime) -> None:
    """Count a wrong answer for an account and lock it after several; in the database, so that none gets lost."""
    session.execute(
        update(Account)
        .where(Account.id == account.id)
        .values(failed_logins=Account.failed_logins + 1)
        .execution_options(synchronize_session=False)
    )
    session.refresh(account, ["failed_logins"])
    lock = lock_after(account.failed_logins)
    if lock:
        account.locked_until = now + lock
        minutes = int(lock.total_seconds() // 60)
        record_audit(session, None, "Konto gesperrt", f"konto:{account.email}", f"für {minutes} Minuten")


def unlock(account: Account) -> None:
    """Forget the wrong answers of an account."""
    account.failed_logins, account.locked_until = 0, None


def _address_key(address: str) -> str:
    return make_key(network_of(address))
