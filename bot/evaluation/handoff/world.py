"""The office that a simulation plays in: two contacts, their hours and leave, and who sits there live.

Whether somebody is there is also calculated here, in the plainest way, to check what visitors are told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from bot.accounts.models import Account, AccountRole
from bot.accounts.roles import ADMINISTRATOR, ADVISER
from bot.contacts.models import Absence, Contact, OfficeHours, Route
from bot.local_time import KASSEL, local_time
from bot.topics.models import Topic

LEAD = "michael-wieners"
LEAD_ADDRESS, SECOND_ADDRESS, ADMIN_ADDRESS = "leitung@example.org", "zweite@example.org", "verwaltung@example.org"
STAFF_ADDRESSES = frozenset({LEAD_ADDRESS, SECOND_ADDRESS, ADMIN_ADDRESS})
# Monday of the week before Easter 2027.
BEGINS = datetime(2027, 3, 22, 9, 0, tzinfo=KASSEL)
# Spans of the lead's week, in minutes of the day; the second contact has no hours, so nothing may be said of them.
WEEK = {**dict.fromkeys(range(4), ((540, 720), (780, 960))), 4: ((540, 720),)}
LEAVES = ((LEAD, date(2027, 4, 7), date(2027, 4, 16)), ("", date(2027, 5, 7), date(2027, 5, 7)))
HOLIDAYS = frozenset(
    date(2027, month, day)
    for month, day in ((3, 26), (3, 29), (5, 1), (5, 6), (5, 17), (5, 27), (10, 3), (12, 25), (12, 26))
)
STEP = timedelta(minutes=15)
LIVE_NAMES = ("Anke Reuter", "Tarek Simon", "Wiebke Noll", "Ivo Brandt")


@dataclass(frozen=True)
class World:
    """What was set up: the accounts of those who are there live."""

    live_accounts: Sequence[int]


def set_up_world(factory: sessionmaker) -> World:
    """Write contacts, rules, hours, leave and accounts into a seeded database."""
    with factory.begin() as session:
        second = session.scalars(
            select(Contact)
            .where(Contact.slug != LEAD, Contact.is_contactable, Contact.is_archived.is_(False))
            .order_by(Contact.slug)
        ).first()
        deputy = second.slug if second else ""
        session.execute(
            update(Contact)
            .where(Contact.slug == LEAD)
            .values(email=LEAD_ADDRESS, deputy_slug=deputy, takes_handoffs=True, is_archived=False)
        )
        if second is not None:
            second.email, second.takes_handoffs = SECOND_ADDRESS, True
            _route_every_other_topic(session, second.slug)
        session.add_all(
            OfficeHours(contact_slug=LEAD, weekday=weekday, opens=opens, closes=closes)
            for weekday, spans in WEEK.items()
            for opens, closes in spans
        )
        session.add_all(Absence(contact_slug=slug, first_day=first, last_day=last) for slug, first, last in LEAVES)
        session.add(_account(ADMIN_ADDRESS, "Verwaltung", ADMINISTRATOR))
        live = [_account(f"live{number}@example.org", name, ADVISER) for number, name in enumerate(LIVE_NAMES)]
        session.add_all(live)
        session.flush()
        return World([account.id for account in live])


def is_open(at: datetime) -> bool:
    """Tell whether the lead's office is open."""
    local = local_time(at)
    day, minute = local.date(), local.hour * 60 + local.minute
    is_away = any(first <= day <= last for slug, first, last in LEAVES if slug in (LEAD, ""))
    return day not in HOLIDAYS and not is_away and any(a <= minute < b for a, b in WEEK.get(day.weekday(), ()))


def find_opening(at: datetime) -> datetime:
    """Return the next moment at which it opens."""
    local = local_time(at)
    quarter = datetime.combine(local.date(), time(local.hour, local.minute // 15 * 15), KASSEL).astimezone(timezone.utc)
    while not is_open(quarter) or quarter < at:
        quarter += STEP
    return quarter


def _route_every_other_topic(session: Session, slug: str) -> None:
    topics = session.scalars(select(Topic.slug).order_by(Topic.slug)).all()
    session.add_all(Route(area=topic, contact_slug=slug) for topic in topics[::2])


def _account(email: str, name: str, role: str) -> Account:
    return Account(email=email, name=name, roles=[AccountRole(role=role)])
