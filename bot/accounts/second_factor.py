"""The second factor: switched on with a first code, asked for after the password, replaced by recovery codes."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from bot.accounts.audit import record_audit
from bot.accounts.lockout import count_account_failure, count_address_failure, is_address_blocked, is_locked
from bot.accounts.login import TOO_MANY, LoginRefused, note_login
from bot.accounts.models import Account, RecoveryCode, StaffSession
from bot.accounts.secrets import make_key
from bot.accounts.sessions import (
    AccountView,
    OpenSession,
    close_all_sessions,
    close_session,
    complete_session,
    view_account,
)
from bot.accounts.totp import find_step, make_secret

CODES = 10
CODE_GROUPS, GROUP_LENGTH = 4, 4  # 80 bit: a fast digest is enough
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # 32, none that looks like another

WRONG_CODE = "Dieser Code stimmt nicht oder wurde schon benutzt. Nehmen Sie den nächsten, den die App zeigt."
LOCKED = "Das waren zu viele falsche Codes. Bitte melden Sie sich später noch einmal an."


def prepare_secret(session: Session, login: OpenSession, *, anew: bool = False) -> str:
    """Return the secret that this log-in is about to confirm; ``anew`` throws an earlier one away."""
    row = session.get(StaffSession, login.key)
    if anew or not row.new_totp_secret:
        row.new_totp_secret = make_secret()
    return str(row.new_totp_secret)


def find_prepared_secret(session: Session, login: OpenSession) -> str:
    """Return the secret that this log-in has been shown, empty where there is none."""
    return str(session.get(StaffSession, login.key).new_totp_secret)


def switch_on(session: Session, login: OpenSession, *, code: str, now: datetime) -> list[str] | None:
    """Switch the second factor on with a first code and return the recovery codes; None for a wrong code.

    Other log-ins of the account end.
    """
    row, account = session.get(StaffSession, login.key), session.get(Account, login.account.id)
    step = find_step(row.new_totp_secret, tidy_code(code), now=now) if row.new_totp_secret else None
    if step is None:
        return None
    account.totp_secret, account.totp_last_step, row.new_totp_secret = row.new_totp_secret, step, ""
    close_all_sessions(session, account.id, except_key=login.key)
    record_audit(session, login.account, "zweiter Faktor eingeschaltet", f"konto:{account.email}")
    return renew_recovery_codes(session, account.id)


def switch_off(session: Session, actor: AccountView | None, account: Account, *, except_key: str = "") -> None:
    """Switch the second factor off; other log-ins of the account end."""
    account.totp_secret = ""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    close_all_sessions(session, account.id, except_key=except_key)
    record_audit(session, actor, "zweiter Faktor abgeschaltet", f"konto:{account.email}")


def renew_recovery_codes(session: Session, account_id: int) -> list[str]:
    """Return new recovery codes, to be shown once; earlier ones end."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = [_make_code() for _ in range(CODES)]
    session.add_all(RecoveryCode(key=_code_key(account_id, code), account_id=account_id) for code in codes)
    return codes


def count_recovery_codes(session: Session, account_id: int) -> int:
    """Return how many recovery codes are left."""
    counted = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.account_id == account_id)
    return int(session.scalar(counted) or 0)


def complete_login(
    session: Session, login: OpenSession, *, code: str, address: str, now: datetime
) -> str | LoginRefused:
    """Take the code of a half-open log-in and return the token of the full one; refusals are returned.

    A wrong code counts like a wrong password. When the account is locked, the half-open log-in ends.
    """
    if is_address_blocked(session, address, now):
        return LoginRefused(TOO_MANY)
    account = session.get(Account, login.account.id)
    if not is_locked(account, now):
        if take_code(session, account, tidy_code(code), now=now):
            note_login(session, account, now)
            return complete_session(session, login, account, now=now)
        count_address_failure(session, address, now)
        count_account_failure(session, account, now)
    if is_locked(account, now):
        close_session(session, login.key)
        return LoginRefused(LOCKED)
    return LoginRefused(WRONG_CODE)


def take_code(session: Session, account: Account, code: str, *, now: datetime) -> bool:
    """Use up a code of the app or a recovery code; none of them counts twice."""
    step = find_step(account.totp_secret, code, now=now)
    if step is not None:
        later = update(Account).where(Account.id == account.id, Account.totp_last_step < step)
        used = later.values(totp_last_step=step)
        return bool(session.execute(used.execution_options(synchronize_session=False)).rowcount)
    spent = delete(RecoveryCode).where(RecoveryCode.key == _code_key(account.id, code))
    if not session.execute(spent.execution_options(synchronize_session=False)).rowcount:
        return False
    record_audit(session, view_account(account), "Wiederherstellungscode benutzt", f"konto:{account.email}")
    return True


def tidy_code(code: str) -> str:
    """Return a code as it is compared: without spaces and hyphens, in small letters."""
    return "".join(character for character in code.lower() if character.isalnum())


def _make_code() -> str:
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(CODE_GROUPS))
    return "-".join(groups)


def _code_key(account_id: int, code: str) -> str:
    return make_key(f"{account_id}:{tidy_code(code)}")
