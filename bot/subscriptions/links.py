"""Ways into a subscription from its mails: unguessable, for one purpose, with an end."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.handoff.links import EXPIRED, UNKNOWN, UnknownLink, UnusableLink, digest_token, make_token
from bot.subscriptions.models import Subscription, SubscriptionLink

UNCONFIRMED_FOR = timedelta(days=7)  # so long somebody has time to confirm; then all is forgotten
LIFETIMES = {"confirm": UNCONFIRMED_FOR, "unsubscribe": timedelta(days=400)}
GONE = (
    "Diese Benachrichtigung gibt es nicht mehr: Sie ist abbestellt oder abgelaufen. Ihre E-Mail-Adresse ist dazu nicht "
    "mehr gespeichert, und Sie bekommen keine Mails mehr."
)


class GoneSubscription(UnusableLink):
    """The subscription of a link was ended and forgotten."""


def make_link(session: Session, subscription: Subscription, purpose: str, *, now: datetime) -> str:
    """Write a link and return its token; the database keeps only a digest. The caller commits."""
    token, expires_at = make_token(), now + LIFETIMES[purpose]
    link = SubscriptionLink(
        key=digest_token(token), subscription_id=subscription.id, purpose=purpose, expires_at=expires_at
    )
    session.add(link)
    session.flush()
    return token


def open_link(session: Session, token: str, purpose: str, *, now: datetime) -> Subscription:
    """Return where a token leads. Raises UnusableLink for a forged or expired one, or where nothing is left."""
    mine = (SubscriptionLink.key == digest_token(token), SubscriptionLink.purpose == purpose)
    link = session.scalar(select(SubscriptionLink).where(*mine))
    if link is None:
        raise UnknownLink(UNKNOWN)
    if link.subscription_id is None:
        raise GoneSubscription(GONE)
    if link.expires_at <= now:
        raise UnusableLink(EXPIRED)
    found: Subscription = session.get(Subscription, link.subscription_id)
    return found
