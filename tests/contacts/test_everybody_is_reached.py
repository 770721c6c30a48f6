"""Whatever a concern is about and whoever is away: it reaches somebody with an address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, sessionmaker

from bot.contacts.leave import add_absence
from bot.contacts.models import Contact, ContactArea, ContactVariant
from bot.contacts.queries import read_contacts
from bot.contacts.routing import WFG_ADDRESS, find_route
from bot.contacts.rules import save_rule
from bot.content.fields import GROUP
from bot.handoff.contact_details import read_email
from bot.settings import Settings
from bot.topics.queries import read_topics
from tests.contacts.people import add_receiver

TODAY = date(2026, 11, 25)
SETTINGS = Settings()
RULED = ("anna-beck", "bert-cohn", "carl-dorn")


def list_areas(session: Session) -> list[str]:
    """Return every topic, every group of the FAQ and every organisation."""
    organisations = [contact.slug for contact in read_contacts(session) if contact.is_organisation]
    return [*(topic.slug for topic in read_topics(session)), *GROUP, *organisations]


def as_seeded(_session: Session) -> None:
    """Leave it as it is on the first day."""


def with_rules(session: Session) -> None:
    """Lead the areas to three receivers in turn."""
    for slug in RULED:
        add_receiver(session, slug)
    for number, area in enumerate(list_areas(session)):
        save_rule(session, area, RULED[number % len(RULED)])


def with_everybody_away(session: Session) -> None:
    """Send all contacts on leave."""
    with_rules(session)
    for slug in session.scalars(select(Contact.slug)).all():
        add_absence(session, slug, TODAY, TODAY, note="", today=TODAY)


def with_the_ruled_archived(session: Session) -> None:
    """Archive whom the rules name."""
    with_rules(session)
    session.execute(update(Contact).where(Contact.slug.in_(RULED)).values(is_archived=True))


def with_the_ruled_switched_off(session: Session) -> None:
    """Let those whom the rules name take nothing any more."""
    with_rules(session)
    session.execute(update(Contact).where(Contact.slug.in_(RULED)).values(takes_handoffs=False))


def with_a_circle_of_deputies(session: Session) -> None:
    """Let everybody who is away be stood in for by the next one who is away."""
    with_everybody_away(session)
    for slug, deputy in zip(RULED, (*RULED[1:], RULED[0]), strict=True):
        session.execute(update(Contact).where(Contact.slug == slug).values(deputy_slug=deputy))


def without_addresses(session: Session) -> None:
    """Take everybody's address."""
    with_rules(session)
    session.execute(update(Contact).values(email=""))


def without_contacts(session: Session) -> None:
    """Delete all contacts, and keep the rules that name them."""
    with_rules(session)
    for model in (ContactArea, ContactVariant, Contact):
        session.execute(delete(model))


@pytest.mark.parametrize(
    "make",
    [
        as_seeded,
        with_rules,
        with_everybody_away,
        with_the_ruled_archived,
        with_the_ruled_switched_off,
        with_a_circle_of_deputies,
        without_addresses,
        without_contacts,
    ],
    ids=lambda make: make.__name__,
)
def test_every_topic_group_and_organisation_reaches_somebody(
    seeded: sessionmaker, make: Callable[[Session], None]
) -> None:
    with seeded() as session:
        areas = list_areas(session)
        make(session)
        routes = {area: find_route(session, [area], SETTINGS, today=TODAY) for area in [*areas, "gibt-es-nicht"]}
    assert len(areas) > 40
    assert {
        area: route.to.email for area, route in routes.items() if read_email(route.to.email) != route.to.email
    } == {}


def test_nobody_receives_who_never_agreed_to(session: Session) -> None:
    add_receiver(session, "anna-beck", takes_handoffs=False)
    save_rule(session, "hochvolt", "anna-beck")
    assert find_route(session, ["hochvolt"], SETTINGS, today=TODAY).to.email == WFG_ADDRESS


def test_the_deputy_receives_while_the_one_in_charge_is_away(session: Session) -> None:
    add_receiver(session, "anna-beck", deputy_slug="bert-cohn")
    add_receiver(session, "bert-cohn")
    save_rule(session, "hochvolt", "anna-beck")
    before = find_route(session, ["hochvolt"], SETTINGS, today=TODAY)
    add_absence(session, "anna-beck", TODAY, TODAY, note="", today=TODAY)
    away = find_route(session, ["hochvolt"], SETTINGS, today=TODAY)
    assert (before.to.slug, before.is_stood_in_for) == ("anna-beck", False)
    assert (away.to.slug, away.is_stood_in_for) == ("bert-cohn", True)
