"""One-time links: valid for 72 hours, once, and only while the account is active."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.invitations import (
    CLOSED,
    EXPIRED,
    UNKNOWN,
    USED,
    VALID_FOR,
    UnusableLink,
    accept_link,
    find_link,
    find_open_links,
    make_invitation,
    revoke_invitations,
)
from bot.accounts.login import Login, log_in
from bot.accounts.models import Invitation, StaffSession
from bot.accounts.passwords import WeakPassword
from bot.accounts.sessions import find_session, open_session
from tests.accounts.people import ADDRESS, NOON, add_account

NEW = "fünf ganz andere Wörter jetzt"


def refusal(session: Session, token: str, *, now: object = NOON) -> str:
    with pytest.raises(UnusableLink) as caught:
        find_link(session, token, now=now)  # type: ignore[arg-type]
    return str(caught.value)


def test_a_link_sets_the_password_and_logs_in(session: Session) -> None:
    token = make_invitation(session, add_account(session, has_password=False), now=NOON)
    link = find_link(session, token, now=NOON)
    login = accept_link(session, link, password=NEW, now=NOON)
    assert link.is_new
    assert find_session(session, login.token, now=NOON).is_complete
    assert isinstance(log_in(session, email=link.email, password=NEW, address=ADDRESS, now=NOON), Login)


def test_a_link_is_valid_for_72_hours(session: Session) -> None:
    token = make_invitation(session, add_account(session), now=NOON)
    find_link(session, token, now=NOON + VALID_FOR - timedelta(seconds=1))
    assert refusal(session, token, now=NOON + timedelta(hours=72)) == EXPIRED


def test_a_used_link_says_so(session: Session) -> None:
    token = make_invitation(session, add_account(session), now=NOON)
    accept_link(session, find_link(session, token, now=NOON), password=NEW, now=NOON)
    assert refusal(session, token) == USED


def test_of_two_who_use_a_link_at_once_one_is_refused(session: Session) -> None:
    token = make_invitation(session, add_account(session), now=NOON)
    first, second = find_link(session, token, now=NOON), find_link(session, token, now=NOON)
    accept_link(session, first, password=NEW, now=NOON)
    with pytest.raises(UnusableLink):
        accept_link(session, second, password="noch ein anderes Passwort", now=NOON)


def test_a_tampered_link_is_unknown(session: Session) -> None:
    token = make_invitation(session, add_account(session), now=NOON)
    assert refusal(session, token[:-1] + ("A" if token[-1] != "A" else "B")) == UNKNOWN


def test_the_digest_in_the_database_opens_nothing(session: Session) -> None:
    make_invitation(session, add_account(session), now=NOON)
    assert refusal(session, session.scalars(select(Invitation.key)).one()) == UNKNOWN


def test_a_new_link_ends_the_one_before(session: Session) -> None:
    account = add_account(session)
    first = make_invitation(session, account, now=NOON)
    second = make_invitation(session, account, now=NOON)
    assert refusal(session, first) == UNKNOWN
    assert find_link(session, second, now=NOON).account_id == account.id


def test_a_revoked_link_is_gone(session: Session) -> None:
    account = add_account(session)
    token = make_invitation(session, account, now=NOON)
    assert revoke_invitations(session, account.id)
    assert refusal(session, token) == UNKNOWN
    assert find_open_links(session, now=NOON) == {}


def test_the_link_of_a_closed_account_is_refused(session: Session) -> None:
    account = add_account(session)
    token = make_invitation(session, account, now=NOON)
    account.is_active = False
    assert refusal(session, token) == CLOSED


def test_a_weak_password_leaves_the_link_usable(session: Session) -> None:
    link = find_link(session, make_invitation(session, add_account(session), now=NOON), now=NOON)
    with pytest.raises(WeakPassword):
        accept_link(session, link, password="Erika Beispiel", now=NOON)
    accept_link(session, link, password=NEW, now=NOON)


def test_a_new_password_ends_every_log_in_and_unlocks(session: Session) -> None:
    account = add_account(session)
    old = open_session(session, account, now=NOON)
    account.failed_logins, account.locked_until = 9, NOON + timedelta(hours=1)
    link = find_link(session, make_invitation(session, account, now=NOON), now=NOON)
    accept_link(session, link, password=NEW, now=NOON)
    assert find_session(session, old, now=NOON) is None
    assert (account.failed_logins, account.locked_until) == (0, None)


def test_a_link_does_not_replace_the_second_factor(session: Session) -> None:
    account = add_account(session)
    account.totp_secret = "JBSWY3DPEHPK3PXP"
    link = find_link(session, make_invitation(session, account, now=NOON), now=NOON)
    assert accept_link(session, link, password=NEW, now=NOON).needs_second_factor
    assert session.scalars(select(StaffSession.is_complete)).all() == [False]
