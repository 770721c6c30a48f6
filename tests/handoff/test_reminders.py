"""Who is reminded of what, how often, and in which words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from bot.accounts.models import Account
from bot.accounts.roles import ANALYST, EDITOR
from bot.content.kinds import FAQ, FUNDING
from bot.content.records import blank_record, save_record
from bot.handoff.mail_models import OutboxMail
from bot.handoff.reminder_mail import MOST_LINES
from bot.handoff.reminders import find_reminders, send_reminders
from bot.revisions.categories import CategoryRules, save_rules
from bot.settings import Settings
from tests.revisions.people import add_person, faq_record

TODAY = date(2026, 11, 25)  # a Wednesday
PAST, SOON = date(2026, 10, 1), date(2026, 12, 12)
SETTINGS = Settings(today=TODAY, public_url="https://lotse.example/")


def add_entry(factory: sessionmaker, key: str, **changes: Any) -> None:
    with factory.begin() as session:
        record = faq_record(**({"question": f"Frage {key}?", "review_on": PAST} | changes))
        save_record(session, FAQ, key, record)


def add_account(factory: sessionmaker, name: str, *roles: str, organisation: str = "", **changes: Any) -> None:
    with factory.begin() as session:
        view = add_person(session, name, *roles, organisation=organisation)
        account = session.get(Account, view.id)
        account.password_hash = "argon2"
        for field, value in changes.items():
            setattr(account, field, value)


def recipients(factory: sessionmaker) -> dict[str, list[str]]:
    with factory() as session:
        return {one.email: [item.key for item in one.items] for one in find_reminders(session, TODAY)}


def mails(factory: sessionmaker) -> list[OutboxMail]:
    with factory() as session:
        return list(session.scalars(select(OutboxMail).order_by(OutboxMail.recipient)))


def test_whoever_is_responsible_is_reminded_also_without_an_account(session_factory: sessionmaker) -> None:
    add_entry(session_factory, "a", responsible="Petra@Example.org")
    add_account(session_factory, "Erika")
    assert recipients(session_factory) == {"petra@example.org": ["a"]}


def test_where_nobody_is_named_all_editors_in_charge_are_reminded(session_factory: sessionmaker) -> None:
    add_entry(session_factory, "a", topic_group="kontakt")
    add_account(session_factory, "Erika", EDITOR, organisation="WFG")
    add_account(session_factory, "Ida", EDITOR, organisation="IHK")
    add_account(session_factory, "Anna", ANALYST, organisation="WFG")
    assert set(recipients(session_factory)) == {"erika@example.org", "ida@example.org"}
    with session_factory.begin() as session:
        save_rules(session, CategoryRules("faq:kontakt", organisation="IHK"))
    assert set(recipients(session_factory)) == {"ida@example.org"}


@pytest.mark.parametrize("change", [{"is_active": False}, {"password_hash": ""}])
def test_accounts_that_cannot_log_in_are_not_reminded(session_factory: sessionmaker, change: dict[str, Any]) -> None:
    add_entry(session_factory, "a")
    add_account(session_factory, "Erika", **change)
    assert recipients(session_factory) == {}


def test_the_work_of_somebody_who_has_left_goes_to_the_editors(session_factory: sessionmaker) -> None:
    add_entry(session_factory, "a", responsible="otto@example.org")
    add_account(session_factory, "Otto", is_active=False)
    add_account(session_factory, "Erika")
    assert recipients(session_factory) == {"erika@example.org": ["a"]}


@pytest.mark.parametrize(
    ("change", "is_due"),
    [
        ({}, True),
        ({"review_on": TODAY}, False),
        ({"review_on": None}, False),
        ({"status": "archived"}, False),
        ({"review_on": None, "valid_until": TODAY + timedelta(days=30)}, True),
        ({"review_on": None, "valid_until": TODAY + timedelta(days=31)}, False),
        ({"review_on": None, "valid_until": TODAY - timedelta(days=1)}, False),
    ],
)
def test_what_is_due_is_overdue_or_ends_within_a_month(
    session_factory: sessionmaker, change: dict[str, Any], is_due: bool
) -> None:
    add_entry(session_factory, "a", responsible="petra@example.org", **change)
    assert bool(recipients(session_factory)) == is_due


def test_the_mail_names_what_is_due_with_its_address(session_factory: sessionmaker) -> None:
    add_entry(session_factory, "a", question="Was\nist TRegKS?", responsible="erika@example.org")
    programme = {"title": "ZIM", "provider": "BMWK", "source_date": "2026", "level": "bund", "area": "bundesweit"}
    due = {"certainty": "belegt", "valid_until": SOON, "responsible": "erika@example.org"}
    with session_factory.begin() as session:
        save_record(session, FUNDING, "zim", blank_record(FUNDING) | programme | due)
    add_account(session_factory, "Erika")
    assert send_reminders(session_factory, SETTINGS) == 1
    [mail] = mails(session_factory)
    assert (mail.recipient, mail.subject) == ("erika@example.org", "TRegKS-Lotse: 2 Inhalte zu prüfen")
    assert mail.body.startswith("Guten Tag Erika,\n")
    assert (
        "Prüfung überfällig:\n"
        "- Was ist TRegKS? (FAQ-Eintrag, Wiedervorlage: 01.10.2026)\n"
        "  https://lotse.example/redaktion/inhalte/faq/bearbeiten/a\n\n"
        "Endet in 30 Tagen:\n"
        "- ZIM (Förderprogramm, Läuft bis: 12.12.2026)\n"
        "  https://lotse.example/redaktion/inhalte/foerderung/bearbeiten/zim\n"
    ) in mail.body


def test_long_lists_are_cut_the_longest_overdue_first(session_factory: sessionmaker) -> None:
    for number in range(MOST_LINES + 5):
        add_entry(
            session_factory, f"k{number:02}", review_on=PAST - timedelta(days=number), responsible="a@example.org"
        )
    send_reminders(session_factory, SETTINGS)
    body = mails(session_factory)[0].body
    assert body.count("/bearbeiten/") == MOST_LINES
    assert body.index(f"/k{MOST_LINES + 4}\n") < body.index("/k05\n")
    assert "- und 5 weitere\n" in body


def test_there_is_one_mail_a_week_for_each_person(session_factory: sessionmaker) -> None:
    add_entry(session_factory, "a", responsible="petra@example.org")
    week = [TODAY + timedelta(days=days) for days in (0, 1, 4, 5, 11, 12)]  # Sunday is the fifth day, Monday the next
    sent = [send_reminders(session_factory, Settings(today=day)) for day in week]
    assert sent == [1, 0, 0, 1, 0, 1]


def test_what_was_reviewed_is_not_reminded_of_again(session_factory: sessionmaker) -> None:
    add_entry(session_factory, "a", responsible="petra@example.org")
    assert send_reminders(session_factory, SETTINGS) == 1
    add_entry(session_factory, "a", responsible="petra@example.org", review_on=date(2027, 5, 25))
    assert send_reminders(session_factory, Settings(today=TODAY + timedelta(days=7))) == 0


def test_reminders_can_be_switched_off(session_factory: sessionmaker) -> None:
    add_entry(session_factory, "a", responsible="petra@example.org")
    assert send_reminders(session_factory, Settings(today=TODAY, reminders=False)) == 0
    assert mails(session_factory) == []
