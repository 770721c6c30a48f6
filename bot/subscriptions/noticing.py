"""The job that tells subscriptions of new offers: each at most once a day, whoever else does the same."""

from __future__ import annotations

import logging
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session, sessionmaker

from bot.addresses import public_url
from bot.german.dates import german_date
from bot.local_time import local_day, local_time
from bot.offers.addresses import page_of
from bot.offers.availability import last_day_of
from bot.offers.queries import FundingView, OfferView, TrainingView
from bot.settings import Settings
from bot.subscriptions.letters import write_notice
from bot.subscriptions.models import Subscription
from bot.subscriptions.posting import post
from bot.subscriptions.telling import remember, select_new

logger = logging.getLogger(__name__)

NOT_BEFORE = 7  # o'clock in Kassel: what was published in the evening and at night comes in one mail
AT_ONCE = 500
MOST_NAMED = 30  # offers in a mail


def send_notices(factory: sessionmaker, settings: Settings, *, now: datetime) -> int:
    """Look once a day for what is new to each confirmed subscription; return how many mails were written for it."""
    if local_time(now).hour < NOT_BEFORE:
        return 0
    day = local_day(now)
    with factory() as session:
        due = session.scalars(select(Subscription.id).where(_is_due(day)).order_by(Subscription.id).limit(AT_ONCE))
        waiting = list(due)
    return sum(_look(factory, settings, subscription_id, day, now) for subscription_id in waiting)


def describe(offer: OfferView, *, site: str) -> str:
    """Return an offer in some lines: title, what there is to know in short, and its page on our site."""
    day = last_day_of(offer)
    facts = [offer.provider]
    if isinstance(offer, TrainingView):
        facts += [offer.place, f"ab {german_date(day.isoformat())}" if day else ""]
    elif isinstance(offer, FundingView):
        facts += [f"bis {german_date(day.isoformat())}" if day else ""]
    return "\n".join((offer.title, ", ".join(filter(None, facts)), f"{site}{page_of(offer.slug)}"))


def _look(factory: sessionmaker, settings: Settings, subscription_id: int, day: date, now: datetime) -> bool:
    """Tell one subscription what is new to it; False where that is nothing, or it cannot be done today."""
    try:
        with factory.begin() as session:
            return _claim(session, subscription_id, day) and _tell(session, settings, subscription_id, day, now)
    except Exception:  # whatever is wrong with one, the others have to be told
        logger.exception("the subscription %s could not be told of new offers", subscription_id)
        return False


def _claim(session: Session, subscription_id: int, day: date) -> bool:
    """Take a subscription for this day; False where another worker was faster, or it has ended."""
    claimed = session.execute(
        update(Subscription)
        .where(Subscription.id == subscription_id, _is_due(day))
        .values(checked_on=day)
        .execution_options(synchronize_session=False)
    )
    return bool(claimed.rowcount)


def _tell(session: Session, settings: Settings, subscription_id: int, day: date, now: datetime) -> bool:
    subscription = session.get(Subscription, subscription_id)
    new = select_new(session, subscription, today=settings.current_day())
    if not new:
        return False
    site = public_url(settings)
    named, more = [describe(offer, site=site) for offer in new[:MOST_NAMED]], len(new[MOST_NAMED:])
    remember(session, subscription, new)
    subscription.notified_at = now
    return post(
        session,
        settings,
        subscription,
        lambda url: write_notice(subscription.conditions, named, more=more, unsubscribe_url=url),
        key=f"neu-{day}",
        now=now,
    )


def _is_due(day: date) -> Any:
    unchecked = or_(Subscription.checked_on.is_(None), Subscription.checked_on < day)
    return and_(Subscription.state == "confirmed", unchecked)
