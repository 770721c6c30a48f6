"""A wish is taken down with consent, asks its own address first, and cannot be used against anybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from bot.offers.filters import TRAINING, OfferFilters
from bot.subscriptions.ending import forget_over, unsubscribe
from bot.subscriptions.models import Subscription, SubscriptionLink, ToldOffer
from bot.subscriptions.subscribing import MOST_UNCONFIRMED, TooManySubscriptions, subscribe
from tests.subscriptions.conftest import (
    CONDITIONS,
    NOW,
    SETTINGS,
    WELDING,
    add_confirmed,
    add_course,
    order,
    paths_of,
    read_mails,
)


def find(session: Session) -> Subscription:
    return session.scalars(select(Subscription)).one()


def test_the_first_mail_asks_to_confirm_and_repeats_nothing_that_was_typed(factory: sessionmaker) -> None:
    with factory.begin() as session:
        assert subscribe(session, SETTINGS, order(email="Kim@Example.org"), now=NOW)
        [mail], subscription = read_mails(session), find(session)
    assert (mail.recipient, mail.audience, mail.ticket_id) == ("kim@example.org", "visitor", None)
    assert set(paths_of(mail)) == {"bestaetigen", "abbestellen"}
    assert mail.unsubscribe_url.endswith(paths_of(mail)["abbestellen"])
    assert CONDITIONS in mail.body
    assert (subscription.state, subscription.consent_text, subscription.consent_at) == ("pending", "Dürfen wir?", NOW)
    assert len(subscription.consent_version) == 12


def test_the_database_keeps_no_token(factory: sessionmaker) -> None:
    with factory.begin() as session:
        subscribe(session, SETTINGS, order(), now=NOW)
        tokens = {path.rpartition("/")[2] for path in paths_of(read_mails(session)[0]).values()}
        assert tokens.isdisjoint(session.scalars(select(SubscriptionLink.key)))


def test_asked_again_in_the_same_conversation_nothing_more_is_sent(factory: sessionmaker) -> None:
    again = order(filters=replace(WELDING, sort="price"))
    with factory.begin() as session:
        assert subscribe(session, SETTINGS, order(), now=NOW)
        assert not subscribe(session, SETTINGS, again, now=NOW)
        assert len(read_mails(session)) == 1


def test_asked_again_from_elsewhere_only_the_mailbox_learns_what_there_is(factory: sessionmaker) -> None:
    with factory.begin() as session:
        add_confirmed(session)
        for _ in range(3):
            assert subscribe(session, SETTINGS, order(conversation_key="other"), now=NOW)
        _, told = read_mails(session)
    assert told.subject == "Ihre Benachrichtigung ist schon eingerichtet"


def test_who_has_declined_is_not_asked_again_by_anybody(factory: sessionmaker) -> None:
    with factory.begin() as session:
        subscribe(session, SETTINGS, order(), now=NOW)
        unsubscribe(session, find(session))
        assert read_mails(session) == []
        assert subscribe(session, SETTINGS, order(conversation_key="other"), now=NOW + timedelta(days=1))
        assert read_mails(session) == []


def wishes(count: int) -> list[OfferFilters]:
    return [OfferFilters(TRAINING, max_price=float(price)) for price in range(1, count + 1)]


def test_a_mailbox_is_not_filled_by_a_stranger(factory: sessionmaker) -> None:
    with factory.begin() as session:
        for wish in wishes(MOST_UNCONFIRMED):
            subscribe(session, SETTINGS, order(filters=wish, conversation_key=str(wish.max_price)), now=NOW)
        with pytest.raises(TooManySubscriptions, match="Für diese Adresse"):
            subscribe(session, SETTINGS, order(conversation_key="new"), now=NOW)


def test_a_conversation_cannot_ask_in_the_name_of_many(factory: sessionmaker) -> None:
    with factory.begin() as session:
        for number in range(3):
            subscribe(session, SETTINGS, order(email=f"k{number}@example.org"), now=NOW)
        with pytest.raises(TooManySubscriptions, match="in diesem Gespräch schon 3"):
            subscribe(session, SETTINGS, order(), now=NOW)


def test_what_is_there_already_is_no_news_later(factory: sessionmaker) -> None:
    with factory.begin() as session:
        add_course(session, "da")
        add_course(session, "muster", is_sample=True)
        subscribe(session, SETTINGS, order(), now=NOW)
        assert list(session.scalars(select(ToldOffer.reference))) == ["weiterbildung:da"]


@pytest.mark.parametrize(
    ("days", "state", "changes", "is_kept"),
    [
        (6, "pending", {}, True),
        (8, "pending", {}, False),
        (8, "declined", {}, False),
        (364, "confirmed", {}, True),
        (366, "confirmed", {}, False),
        (1, "confirmed", {"ends_on": date(2026, 11, 22)}, False),
    ],
)
def test_what_is_over_is_forgotten_with_its_mails(
    factory: sessionmaker, days: int, state: str, changes: dict[str, date], is_kept: bool
) -> None:
    with factory.begin() as session:
        found = add_confirmed(session)
        found.state, found.confirmed_at = state, NOW if state == "confirmed" else None
        for name, value in changes.items():
            setattr(found, name, value)
    later = NOW + timedelta(days=days)
    assert forget_over(factory, today=later.date(), now=later) == (not is_kept)
    with factory() as session:
        assert session.scalar(select(func.count()).select_from(Subscription)) == is_kept
        assert len(read_mails(session)) == is_kept
