"""The register: what an account may be, and that somebody can always administer."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.models import AuditEntry
from bot.accounts.register import (
    AccountData,
    InvalidAccount,
    LastAdministrator,
    change_account,
    create_account,
    deactivate_account,
    list_organisations,
    reactivate_account,
    read_data,
)
from bot.accounts.roles import ADMINISTRATOR, ANALYST, EDITOR
from bot.accounts.sessions import find_session, open_session
from tests.accounts.people import NOON, add_account

DATA = AccountData("Erika Beispiel", "Hochschule", frozenset({EDITOR, ANALYST}))


def test_a_new_account_waits_for_its_password(session: Session) -> None:
    account = create_account(session, None, email=" Erika@Example.org ", data=DATA)
    assert (account.email, account.password_hash) == ("erika@example.org", "")
    assert read_data(account) == DATA
    assert session.scalars(select(AuditEntry.action)).all() == ["Konto angelegt"]


@pytest.mark.parametrize(
    ("email", "data", "field"),
    [
        ("erika", DATA, "email"),
        ("erika@example.org\nBcc: x@example.org", DATA, "email"),
        ("schon@example.org", DATA, "email"),
        ("a@example.org", AccountData("", "", frozenset({EDITOR})), "name"),
        ("a@example.org", AccountData("x" * 201, "", frozenset({EDITOR})), "name"),
        ("a@example.org", AccountData("x", "y" * 201, frozenset({EDITOR})), "organisation"),
        ("a@example.org", AccountData("x"), "roles"),
        ("a@example.org", AccountData("x", "", frozenset({"koenig"})), "roles"),
    ],
)
def test_a_wrong_entry_is_refused_with_a_sentence_for_its_field(
    session: Session, email: str, data: AccountData, field: str
) -> None:
    add_account(session, email="schon@example.org")
    with pytest.raises(InvalidAccount) as caught:
        create_account(session, None, email=email, data=data)
    assert list(caught.value.problems) == [field]


def test_a_change_ends_the_log_ins_of_the_account_but_the_one_it_came_from(session: Session) -> None:
    account = add_account(session)
    here, elsewhere = open_session(session, account, now=NOON), open_session(session, account, now=NOON)
    key = find_session(session, here, now=NOON).key
    assert change_account(session, None, account, DATA, except_key=key)
    assert find_session(session, here, now=NOON).account.organisation == "Hochschule"
    assert find_session(session, elsewhere, now=NOON) is None


def test_saving_without_a_change_ends_nothing(session: Session) -> None:
    account = add_account(session)
    token = open_session(session, account, now=NOON)
    assert not change_account(session, None, account, read_data(account))
    assert find_session(session, token, now=NOON) is not None


def test_the_last_administrator_stays_one(session: Session) -> None:
    account = add_account(session, ADMINISTRATOR)
    add_account(session, ADMINISTRATOR, email="aus@example.org", is_active=False)
    add_account(session, ADMINISTRATOR, email="eingeladen@example.org", has_password=False)
    with pytest.raises(LastAdministrator):
        change_account(session, None, account, DATA)
    with pytest.raises(LastAdministrator):
        deactivate_account(session, None, account)
    assert account.is_active


def test_of_two_administrators_one_may_go_and_come_back(session: Session) -> None:
    first = add_account(session, ADMINISTRATOR)
    second = add_account(session, ADMINISTRATOR, email="zwei@example.org")
    token = open_session(session, first, now=NOON)
    deactivate_account(session, None, first)
    session.flush()
    assert find_session(session, token, now=NOON) is None
    with pytest.raises(LastAdministrator):
        deactivate_account(session, None, second)
    reactivate_account(session, None, first)
    session.flush()
    deactivate_account(session, None, second)


def test_organisations_are_suggested_once_each(session: Session) -> None:
    for number, organisation in enumerate(("WFG", "Hochschule", "WFG", "")):
        add_account(session, email=f"{number}@example.org").organisation = organisation
    session.flush()
    assert list_organisations(session) == ["Hochschule", "WFG"]
