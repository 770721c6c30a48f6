"""Guessing is slowed down, for an account and for a network address."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, sessionmaker

from bot.accounts import login
from bot.accounts.cleaning import KEEP_ATTEMPTS
from bot.accounts.invitations import VALID_FOR, make_invitation
from bot.accounts.lockout import ADDRESS_TRIES, ADDRESS_WINDOW, FREE_TRIES, count_account_failure, lock_after
from bot.accounts.login import TOO_MANY, WRONG, Login, LoginRefused, log_in
from bot.accounts.models import Account, Invitation, LoginAttempt, StaffSession
from bot.accounts.passwords import hash_password, verify_password
from bot.accounts.sessions import LONGEST
from tests.accounts.people import ADDRESS, NOON, PASSWORD, add_account

EMAIL = "erika@example.org"
OTHER_ADDRESS = "192.0.2.77"


def try_login(
    session: Session, password: str = PASSWORD, *, email: str = EMAIL, address: str = ADDRESS, now: datetime = NOON
) -> Login | LoginRefused:
    return log_in(session, email=email, password=password, address=address, now=now)


@pytest.mark.parametrize(("failures", "minutes"), [(4, 0), (5, 1), (6, 2), (7, 4), (10, 32), (11, 60), (10_000, 60)])
def test_the_lock_doubles_up_to_an_hour(failures: int, minutes: int) -> None:
    assert lock_after(failures) == timedelta(minutes=minutes)


def test_a_locked_account_refuses_the_right_password_until_the_lock_ends(session: Session) -> None:
    add_account(session)
    for _ in range(FREE_TRIES):
        try_login(session, "falsch und lang genug")
    assert str(try_login(session)) == WRONG
    assert isinstance(try_login(session, now=NOON + timedelta(minutes=1)), Login)


def test_guesses_at_a_locked_account_do_not_prolong_the_lock(session: Session) -> None:
    account = add_account(session)
    for _ in range(FREE_TRIES + 7):
        try_login(session, "falsch und lang genug")
    assert account.locked_until == NOON + timedelta(minutes=1)


def test_a_log_in_forgets_the_wrong_passwords_before_it(session: Session) -> None:
    account = add_account(session)
    for _ in range(FREE_TRIES - 1):
        try_login(session, "falsch und lang genug")
    try_login(session)
    assert account.failed_logins == 0


def test_the_right_password_without_the_second_factor_forgets_nothing(session: Session) -> None:
    account = add_account(session)
    account.totp_secret = "JBSWY3DPEHPK3PXP"
    try_login(session, "falsch und lang genug")
    try_login(session)
    assert account.failed_logins == 1


def test_an_address_that_guesses_at_many_accounts_has_to_wait(session: Session) -> None:
    add_account(session)
    for number in range(ADDRESS_TRIES):
        try_login(session, "geraten", email=f"{number}@example.org")
    assert str(try_login(session)) == TOO_MANY
    assert isinstance(try_login(session, address=OTHER_ADDRESS), Login)
    assert isinstance(try_login(session, now=NOON + ADDRESS_WINDOW), Login)


def test_no_wrong_answer_gets_lost_when_many_come_at_once(session_factory: sessionmaker) -> None:
    with session_factory.begin() as session:
        account_id = add_account(session).id

    def fail(_number: int) -> None:
        with session_factory.begin() as session:
            count_account_failure(session, session.get(Account, account_id), NOON)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(fail, range(24)))
    with session_factory() as session:
        assert session.get(Account, account_id).failed_logins == 24


def test_a_password_that_was_being_checked_when_the_account_was_locked_does_not_count(
    session_factory: sessionmaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    with session_factory.begin() as session:
        add_account(session)

    def check_slowly(password: str, password_hash: str) -> bool:
        with session_factory.begin() as other:
            other.execute(update(Account).values(locked_until=NOON + timedelta(hours=1)))
        return verify_password(password, password_hash)

    monkeypatch.setattr(login, "verify_password", check_slowly)
    with session_factory.begin() as session:
        assert str(try_login(session)) == WRONG


@pytest.mark.parametrize("email", [EMAIL, "niemand@example.org", "gesperrt@example.org", "aus@example.org"])
def test_every_refusal_takes_as_long_as_checking_one_hash(
    session: Session, monkeypatch: pytest.MonkeyPatch, email: str
) -> None:
    add_account(session)
    add_account(session, email="aus@example.org", is_active=False)
    add_account(session, email="gesperrt@example.org").locked_until = NOON + timedelta(hours=1)
    checked: list[str] = []
    real = PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", lambda *given: checked.append(given[1]) or real(*given))
    assert str(try_login(session, "falsch und lang genug", email=email)) == WRONG
    costs = [given.split("$")[3] for given in checked]
    assert costs == [hash_password("x").split("$")[3]]


def test_what_has_had_its_time_is_deleted_with_the_next_log_in(session: Session) -> None:
    account = add_account(session)
    make_invitation(session, account, now=NOON)
    try_login(session, "falsch und lang genug")
    try_login(session)
    later = NOON + VALID_FOR + KEEP_ATTEMPTS + LONGEST + timedelta(days=30)
    try_login(session, now=later)
    counts = [session.scalar(select(func.count()).select_from(model)) for model in (Invitation, LoginAttempt)]
    assert counts == [0, 0]
    assert session.scalars(select(StaffSession.created_at)).all() == [later]
