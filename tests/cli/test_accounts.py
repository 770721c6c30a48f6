"""``lotse accounts``: the first account, its link, and closing one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from bot.accounts.invitations import find_link
from bot.accounts.login import find_account
from bot.accounts.passwords import hash_password
from bot.cli import main
from bot.db import make_engine, make_session_factory, utc_now
from bot.handoff.mail_models import OutboxMail

LINK = re.compile(r"https://lotse\.example/redaktion/einladung/([\w-]{43})\n")
FIRST = ("add", "Erika@example.org", "--name", "Erika Beispiel", "--role", "verwaltung", "--role", "redaktion")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["accounts", *arguments], prog_name="lotse")


@pytest.fixture
def factory(tmp_path: Path, migrated_template: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    shutil.copy(migrated_template, tmp_path / "l.db")
    monkeypatch.setenv("LOTSE_DATABASE_URL", f"sqlite:///{tmp_path}/l.db")
    monkeypatch.setenv("LOTSE_PUBLIC_URL", "https://lotse.example/")
    engine = make_engine(f"sqlite:///{tmp_path}/l.db")
    yield make_session_factory(engine)
    engine.dispose()


def link_of(result: Result) -> str:
    found = LINK.search(result.output)
    assert found, result.output
    return found[1]


def test_the_first_account_gets_a_link_on_the_terminal_and_the_same_by_mail(factory) -> None:  # type: ignore[no-untyped-def]
    result = run(*FIRST)
    assert result.exit_code == 0
    with factory() as session:
        assert find_link(session, link_of(result), now=utc_now()).email == "erika@example.org"
        mail = session.scalars(select(OutboxMail)).one()
        assert (mail.recipient, link_of(result) in mail.body) == ("erika@example.org", True)


def test_the_first_account_has_to_be_able_to_administer(factory) -> None:  # type: ignore[no-untyped-def]
    result = run(*FIRST[:4], "--role", "redaktion")
    assert (result.exit_code, result.output) == (
        2,
        "Das erste Konto braucht die Rolle verwaltung, sonst kann niemand weitere anlegen.\n",
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (FIRST, "Zu dieser Adresse gibt es schon ein Konto.\n"),
        (("add", "erika", *FIRST[2:]), "Das ist keine E-Mail-Adresse. Ein Beispiel: erika.beispiel@example.org\n"),
        ((*FIRST[:4], "--role", "koenig"), "Die Angabe „roles“ hat einen unbrauchbaren Wert."),
        (("link", "x@example.org"), "Zu x@example.org gibt es kein Konto. „lotse accounts list“ zeigt alle.\n"),
    ],
)
def test_a_wrong_call_is_answered_with_one_sentence(factory, arguments: tuple[str, ...], sentence: str) -> None:  # type: ignore[no-untyped-def]
    run(*FIRST)
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.output.startswith(sentence)


def test_a_new_link_replaces_the_first_and_its_mail(factory) -> None:  # type: ignore[no-untyped-def]
    first, second = link_of(run(*FIRST)), link_of(run("link", "erika@example.org"))
    with factory() as session:
        assert first != second
        assert find_link(session, second, now=utc_now()).is_new
        assert session.scalars(select(OutboxMail)).all() == []


def test_a_lost_second_factor_can_be_reset(factory) -> None:  # type: ignore[no-untyped-def]
    run(*FIRST)
    with factory.begin() as session:
        find_account(session, "erika@example.org").totp_secret = "JBSWY3DPEHPK3PXP"
    assert run("link", "erika@example.org", "--reset-second-factor").exit_code == 0
    with factory() as session:
        assert find_account(session, "erika@example.org").totp_secret == ""


def test_accounts_are_listed_with_roles_and_state(factory) -> None:  # type: ignore[no-untyped-def]
    assert "Es gibt noch kein Konto" in run("list").output
    run(*FIRST)
    run("add", "zwei@example.org", "--name", "Zwei", "--role", "beratung", "--organisation", "WFG")
    run("deactivate", "zwei@example.org")
    assert run("list").output.splitlines() == [
        "erika@example.org  Erika Beispiel  –  Redaktion, Verwaltung  eingeladen",
        "zwei@example.org  Zwei  WFG  Beratung  abgeschaltet",
    ]
    assert run("link", "zwei@example.org").output == "Das Konto zwei@example.org ist abgeschaltet.\n"


def test_the_last_administrator_cannot_be_closed(factory) -> None:  # type: ignore[no-untyped-def]
    run(*FIRST)
    with factory.begin() as session:
        find_account(session, "erika@example.org").password_hash = hash_password("x")
    result = run("deactivate", "erika@example.org")
    assert result.exit_code == 2
    assert result.output.startswith("Dies ist das letzte aktive Konto mit der Rolle Verwaltung.")
