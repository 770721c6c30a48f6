"""Take a wish for notices down, with consent; nothing but one mail follows before its address has confirmed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.handoff.unique_rows import insert_if_new
from bot.local_time import local_day
from bot.offers.filters import OfferFilters
from bot.search.sentences import sentence
from bot.search.wishes import key_of, wish_of
from bot.settings import Settings
from bot.subscriptions.letters import write_already, write_opt_in
from bot.subscriptions.links import UNCONFIRMED_FOR
from bot.subscriptions.models import Subscription
from bot.subscriptions.posting import confirm_url, post
from bot.subscriptions.telling import remember, select_new

MOST_IN_CONVERSATION = 3  # that are not confirmed
MOST_UNCONFIRMED = 3  # of an address: a stranger's mailbox is not to be filled
MOST_OF_ADDRESS = 10


class TooManySubscriptions(ValueError):
    """One more is not taken; the message is a German sentence."""


@dataclass(frozen=True)
class Order:
    """What a visitor asks to be told of, and what was agreed to; ``conditions`` are the filters in German."""

    email: str
    filters: OfferFilters
    conditions: str
    conversation_key: str
    consent_text: str


def subscribe(session: Session, settings: Settings, order: Order, *, now: datetime) -> bool:
    """Write a subscription and the mail that asks to confirm it; the caller commits.

    False where the same conversation has asked for the same before. Whether somebody else has is told in a mail to
    the address alone. Raises TooManySubscriptions.
    """
    email, wish = order.email.lower(), wish_of(order.filters)
    mine = select(Subscription).where(Subscription.email == email, Subscription.wish_key == key_of(wish))
    known = session.scalar(mine)
    if known is None:
        _check_limits(session, email, order.conversation_key)
        _insert(session, order, email, wish, now)
        known = session.execute(mine).scalar_one()
        told = select_new(session, known, today=settings.current_day())
        remember(session, known, told)  # what is there already was shown in the chat
    elif known.conversation_key == order.conversation_key:
        return False
    _write_mail(session, settings, known, now)
    return True


def _write_mail(session: Session, settings: Settings, known: Subscription, now: datetime) -> None:
    """Ask to confirm, or say that it is confirmed, each once a day; who has declined is left in peace."""
    day = local_day(now)
    if known.state == "confirmed":
        post(
            session,
            settings,
            known,
            lambda url: write_already(known.conditions, unsubscribe_url=url),
            key=f"schon-{day}",
            now=now,
        )
    elif known.state == "pending":
        post(
            session,
            settings,
            known,
            lambda url: write_opt_in(
                known.conditions,
                confirm_url=confirm_url(session, settings, known, now=now),
                unsubscribe_url=url,
                days=UNCONFIRMED_FOR.days,
            ),
            key=f"bestaetigen-{day}",
            now=now,
        )


def _check_limits(session: Session, email: str, conversation_key: str) -> None:
    unconfirmed = Subscription.state != "confirmed"
    if _count(session, Subscription.conversation_key == conversation_key, unconfirmed) >= MOST_IN_CONVERSATION:
        raise TooManySubscriptions(sentence("benachrichtigung.zu_viele_im_gespraech", anzahl=MOST_IN_CONVERSATION))
    of_address = Subscription.email == email
    if _count(session, of_address, unconfirmed) >= MOST_UNCONFIRMED or _count(session, of_address) >= MOST_OF_ADDRESS:
        raise TooManySubscriptions(sentence("benachrichtigung.zu_viele_an_adresse"))


def _count(session: Session, *which: Any) -> int:
    return int(session.scalar(select(func.count(Subscription.id)).where(*which)) or 0)


def _insert(session: Session, order: Order, email: str, wish: OfferFilters, now: datetime) -> None:
    values = {
        "email": email,
        "filters": wish.to_slot(),
        "wish_key": key_of(wish),
        "conditions": order.conditions[:500],
        "ends_on": wish.last_day,
        "conversation_key": order.conversation_key,
        "consent_at": now,
        "consent_text": order.consent_text,
        "consent_version": sha256(order.consent_text.encode()).hexdigest()[:12],
        "created_at": now,
    }
    insert_if_new(session, Subscription, values)
