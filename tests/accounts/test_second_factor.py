"""The second factor: codes that count once, recovery codes, an end to guessing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.lockout import FREE_TRIES
from bot.accounts.login import LoginRefused, log_in
from bot.accounts.models import Account, RecoveryCode, StaffSession
from bot.accounts.second_factor import (
    CODES,
    LOCKED,
    WRONG_CODE,
    complete_login,
    count_recovery_codes,
    prepare_secret,
    renew_recovery_codes,
    switch_off,
    switch_on,
)
from bot.accounts.sessions import OpenSession, find_session, open_session
from bot.accounts.totp import STEP, find_step, make_secret
from tests.accounts.people import ADDRESS, NOON, PASSWORD, add_account

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ONE_STEP = timedelta(seconds=STEP)
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # RFC 6238, appendix B: "12345678901234567890"


def code_at(moment: datetime, secret: str = SECRET) -> str:
    return pyotp.TOTP(secret).at(moment)


def half_open(session: Session, account: Account, *, now: datetime = NOON) -> OpenSession:
    """Give the password of an account with a second factor."""
    login = log_in(session, email=account.email, password=PASSWORD, address=ADDRESS, now=now)
    assert not isinstance(login, LoginRefused)
    found = find_session(session, login.token, now=now)
    assert found is not None
    return found


@pytest.fixture
def account(session: Session) -> Account:
    """An account with a second factor."""
    account = add_account(session)
    account.totp_secret = SECRET
    return account


def try_code(session: Session, login: OpenSession, code: str, now: datetime = NOON) -> str | LoginRefused:
    return complete_login(session, login, code=code, address=ADDRESS, now=now)


@pytest.mark.parametrize(("second", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")])
def test_codes_are_those_of_the_standard(second: int, code: str) -> None:
    moment = datetime.fromtimestamp(second, NOON.tzinfo)
    assert find_step(RFC_SECRET, code, now=moment) == second // STEP


@pytest.mark.parametrize(("steps", "is_right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_the_clock_of_a_telephone_may_be_half_a_minute_wrong(steps: int, is_right: bool) -> None:
    assert (find_step(SECRET, code_at(NOON + steps * ONE_STEP), now=NOON) is not None) is is_right


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "１２３４５６", "0" * 5000])
def test_what_is_no_code_is_wrong(code: str) -> None:
    assert find_step(SECRET, code, now=NOON) is None


def test_secrets_are_long_and_not_repeated() -> None:
    assert len({make_secret() for _ in range(50)}) == 50
    assert len(make_secret()) * 5 == 160


def test_the_right_code_completes_the_log_in(session: Session, account: Account) -> None:
    token = try_code(session, half_open(session, account), f" {code_at(NOON)[:3]} {code_at(NOON)[3:]} ")
    assert isinstance(token, str)
    assert find_session(session, token, now=NOON).is_complete
    assert session.scalars(select(StaffSession.is_complete)).all() == [True]


def test_a_code_counts_once_and_earlier_ones_not_at_all(session: Session, account: Account) -> None:
    assert isinstance(try_code(session, half_open(session, account), code_at(NOON)), str)
    for moment in (NOON, NOON - ONE_STEP):
        assert str(try_code(session, half_open(session, account), code_at(moment))) == WRONG_CODE
    assert isinstance(try_code(session, half_open(session, account), code_at(NOON + ONE_STEP)), str)


def test_guessing_codes_locks_the_account_and_ends_the_log_in(session: Session, account: Account) -> None:
    login = half_open(session, account)
    answers = [str(try_code(session, login, "000000")) for _ in range(FREE_TRIES)]
    assert answers == [WRONG_CODE] * (FREE_TRIES - 1) + [LOCKED]
    assert session.scalars(select(StaffSession)).all() == []
    refused = log_in(session, email=account.email, password=PASSWORD, address=ADDRESS, now=NOON)
    assert isinstance(refused, LoginRefused)


def test_the_password_in_between_gives_no_further_guesses(session: Session, account: Account) -> None:
    for _ in range(FREE_TRIES - 1):
        try_code(session, half_open(session, account), "000000")
    assert str(try_code(session, half_open(session, account), "000000")) == LOCKED


def test_a_locked_account_takes_not_even_the_right_code(session: Session, account: Account) -> None:
    login = half_open(session, account)
    account.locked_until = NOON + timedelta(minutes=1)
    assert str(try_code(session, login, code_at(NOON))) == LOCKED


def test_each_recovery_code_opens_once(session: Session, account: Account) -> None:
    code = renew_recovery_codes(session, account.id)[0]
    assert isinstance(try_code(session, half_open(session, account), code.upper()), str)
    assert str(try_code(session, half_open(session, account), code)) == WRONG_CODE
    assert count_recovery_codes(session, account.id) == CODES - 1


def test_a_recovery_code_opens_no_other_account(session: Session, account: Account) -> None:
    other = add_account(session, email="zwei@example.org")
    code = renew_recovery_codes(session, other.id)[0]
    assert str(try_code(session, half_open(session, account), code)) == WRONG_CODE
    assert count_recovery_codes(session, other.id) == CODES


def test_new_recovery_codes_end_the_old_ones_and_none_is_kept_as_it_is(session: Session, account: Account) -> None:
    old, new = renew_recovery_codes(session, account.id), renew_recovery_codes(session, account.id)
    session.flush()
    kept = set(session.scalars(select(RecoveryCode.key)))
    assert len(kept) == len(set(new)) == CODES
    assert not kept & set(new)
    assert str(try_code(session, half_open(session, account), old[0])) == WRONG_CODE


def test_it_is_switched_on_by_a_first_code_which_ends_log_ins_elsewhere(session: Session) -> None:
    account = add_account(session)
    here, elsewhere = (open_session(session, account, now=NOON) for _ in range(2))
    login = find_session(session, here, now=NOON)
    secret = prepare_secret(session, login)
    assert switch_on(session, login, code="000000", now=NOON) is None
    assert account.totp_secret == ""
    codes = switch_on(session, login, code=code_at(NOON, secret), now=NOON)
    assert len(codes or []) == CODES
    assert account.totp_secret == secret
    assert find_session(session, here, now=NOON) is not None
    assert find_session(session, elsewhere, now=NOON) is None
    assert str(try_code(session, half_open(session, account), code_at(NOON, secret))) == WRONG_CODE


def test_without_a_prepared_secret_no_code_switches_it_on(session: Session) -> None:
    account = add_account(session)
    login = find_session(session, open_session(session, account, now=NOON), now=NOON)
    assert switch_on(session, login, code="000000", now=NOON) is None


def test_switching_it_off_ends_recovery_codes_and_log_ins(session: Session, account: Account) -> None:
    renew_recovery_codes(session, account.id)
    token = open_session(session, account, now=NOON)
    switch_off(session, None, account)
    assert count_recovery_codes(session, account.id) == 0
    assert find_session(session, token, now=NOON) is None
