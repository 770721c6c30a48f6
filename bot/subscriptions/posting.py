"""The one way of a subscription's mails into the outbox: each with a link to unsubscribe, none but to its address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.addresses import public_url
from bot.handoff.letter import Letter
from bot.handoff.mail_models import OutboxMail
from bot.handoff.outbox import queue_mail
from bot.settings import Settings
from bot.subscriptions.links import make_link
from bot.subscriptions.models import Subscription

CONFIRM, UNSUBSCRIBE = "/benachrichtigung/bestaetigen", "/benachrichtigung/abbestellen"


def post(
    session: Session,
    settings: Settings,
    subscription: Subscription,
    write: Callable[[str], Letter],
    *,
    key: str,
    now: datetime,
) -> bool:
    """Write a mail into the outbox; ``write`` gets the address for unsubscribing. The caller commits.

    False where one with this key was written before.
    """
    url = f"{public_url(settings)}{UNSUBSCRIBE}/{make_link(session, subscription, 'unsubscribe', now=now)}"
    letter = write(url)
    return queue_mail(
        session,
        dedup_key=f"{_prefix_of(subscription.id)}{key}",
        audience="visitor",
        recipient=subscription.email,
        subject=letter.subject,
        body=letter.write_text(),
        html=letter.write_html(),
        unsubscribe_url=url,
    )


def confirm_url(session: Session, settings: Settings, subscription: Subscription, *, now: datetime) -> str:
    """Return the address of the page on which a subscription is confirmed, with a new link."""
    return f"{public_url(settings)}{CONFIRM}/{make_link(session, subscription, 'confirm', now=now)}"


def forget_mails(session: Session, subscription_id: int) -> None:
    """Delete the mails of a subscription, sent or not; the caller commits."""
    own = OutboxMail.dedup_key.startswith(_prefix_of(subscription_id), autoescape=True)
    session.execute(delete(OutboxMail).where(own).execution_options(synchronize_session=False))


def _prefix_of(subscription_id: int) -> str:
    return f"benachrichtigung-{subscription_id}-"
