"""Reminders of content that has to be looked at: one mail a week for each person, until it is done."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload, sessionmaker

from bot.accounts.models import Account
from bot.accounts.roles import EDITOR
from bot.accounts.sessions import view_account
from bot.content.freshness import ENDING_SOON, OVERDUE, Aging, Concern, find_aging
from bot.content.kinds import FAQ, Kind
from bot.faq.models import FaqEntry
from bot.handoff.outbox import queue_mail
from bot.handoff.reminder_mail import DueItem, write_reminder
from bot.revisions.categories import read_all_rules
from bot.settings import Settings

REMINDED = (OVERDUE, ENDING_SOON)


@dataclass
class Reminder:
    """What one person is reminded of; ``name`` is empty where the address belongs to no account."""

    email: str
    name: str = ""
    items: list[DueItem] = field(default_factory=list)


@dataclass(frozen=True)
class Editors:
    """Who can be reminded: names by address, those who have left, and the addresses in charge of each category."""

    names: dict[str, str]
    gone: frozenset[str]
    in_charge: dict[str, list[str]]

    def find(self, responsible: str, category: str) -> list[str]:
        """Return who is to be told: whoever the record names, else everybody in charge of its category."""
        email = responsible.lower()
        return [email] if email and email not in self.gone else self.in_charge.get(category, [])


def send_reminders(factory: sessionmaker, settings: Settings) -> int:
    """Write the reminders of this week that are not written yet into the outbox, and return how many these are."""
    if not settings.reminders:
        return 0
    today = settings.current_day()
    with factory() as session:
        reminders = find_reminders(session, today)
    with factory.begin() as session:
        return sum(queue_reminder(session, settings, reminder, today) for reminder in reminders)


def find_reminders(session: Session, today: date) -> list[Reminder]:
    """Return what each person has to look at, by address: reviews that are overdue, and what ends within 30 days."""
    editors, found = _read_editors(session), dict[str, Reminder]()
    for concern, kind, one, category in _find_due(session, today):
        item = DueItem(concern, kind, one.key, one.title, one.day)
        for email in editors.find(one.responsible, category):
            found.setdefault(email, Reminder(email, editors.names.get(email, ""))).items.append(item)
    return sorted(found.values(), key=lambda reminder: reminder.email)


def queue_reminder(session: Session, settings: Settings, reminder: Reminder, today: date) -> bool:
    """Write one reminder into the outbox; False where this person has had one this week."""
    subject, body = write_reminder(settings, reminder.name, reminder.items)
    key = make_key(reminder.email, today)
    return queue_mail(session, dedup_key=key, recipient=reminder.email, subject=subject, body=body)


def make_key(email: str, today: date) -> str:
    """Return what tells the reminder of a person and a week from all other mails."""
    year, week, _day = today.isocalendar()
    return f"erinnerung-{year}-{week:02}-{hashlib.sha256(email.encode()).hexdigest()[:32]}"


def _find_due(session: Session, today: date) -> Iterable[tuple[Concern, Kind, Aging, str]]:
    groups = dict(session.execute(select(FaqEntry.slug, FaqEntry.topic_group)).all())
    for concern in REMINDED:
        for kind in concern.kinds:
            for one in find_aging(session, concern, kind, today, size=None):
                yield concern, kind, one, f"{FAQ.name}:{groups[one.key]}" if kind is FAQ else kind.name


def _read_editors(session: Session) -> Editors:
    accounts = session.scalars(select(Account).options(selectinload(Account.roles)).order_by(Account.email)).all()
    active = [view_account(account) for account in accounts if account.is_active]
    # Who has not accepted the invitation yet could do nothing about it.
    ready = {account.email for account in accounts if account.is_active and account.password_hash}
    editors = [account for account in active if account.email in ready and account.may(EDITOR)]
    return Editors(
        {account.email: account.name for account in active},
        frozenset(account.email for account in accounts if not account.is_active),
        {
            key: [account.email for account in editors if rules.allows_writing(account)]
            for key, rules in read_all_rules(session).items()
        },
    )
