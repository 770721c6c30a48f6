"""Some offers and topics of the tests' own, and a visitor who wants to be told of more."""

from __future__ import annotations

import re
from datetime import date, datetime, timezone
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot.handoff.mail_models import OutboxMail
from bot.offers.filters import TRAINING, OfferFilters
from bot.offers.models import OfferTopic, TrainingOffer
from bot.settings import Settings
from bot.subscriptions.models import Subscription
from bot.subscriptions.subscribing import Order, subscribe
from bot.topics.models import Topic

NOW = datetime(2026, 11, 22, 11, tzinfo=timezone.utc)  # noon in Kassel
SETTINGS = Settings(today=date(2026, 11, 22), public_url="https://lotse.example")
WELDING = OfferFilters(TRAINING, ("schweissen",))
CONDITIONS = "Weiterbildung, Schweißen"
LINK = re.compile(r"https://lotse\.example(/benachrichtigung/(bestaetigen|abbestellen)/\w+)")


def order(**changes: Any) -> Order:
    """Return what a visitor asks for."""
    values = {"email": "kim@example.org", "filters": WELDING, "conditions": CONDITIONS, "conversation_key": "k"}
    return Order(**{**values, "consent_text": "Dürfen wir?", **changes})


def add_course(session: Session, slug: str, **values: Any) -> TrainingOffer:
    """Add a course on welding next spring."""
    told = {"title": f"Kurs {slug}", "provider": "Akademie", "source_date": "2026-11-01", "place": "Kassel"}
    course = TrainingOffer(slug=slug, **{"starts_on": date(2027, 3, 1), **told, **values})
    course.topics = [OfferTopic(topic="schweissen")]
    session.add(course)
    session.flush()
    return course


def read_mails(session: Session) -> list[OutboxMail]:
    return list(session.scalars(select(OutboxMail).order_by(OutboxMail.id)))


def paths_of(mail: OutboxMail) -> dict[str, str]:
    """Return the addresses of the pages that a mail links, by what they are for."""
    return {purpose: path for path, purpose in LINK.findall(mail.body)}


def add_confirmed(session: Session, **changes: Any) -> Subscription:
    """Subscribe and confirm, some days ago."""
    subscribe(session, SETTINGS, order(**changes), now=NOW)
    found = session.scalars(select(Subscription).order_by(Subscription.id.desc())).first()
    found.state, found.confirmed_at, found.conversation_key = "confirmed", NOW, ""
    session.flush()
    return found


@pytest.fixture
def factory(session_factory: sessionmaker) -> sessionmaker:
    """A database with one topic."""
    with session_factory.begin() as session:
        session.add(Topic(slug="schweissen", name="Schweißen"))
    return session_factory
