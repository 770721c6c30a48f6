"""Reviews: somebody has looked whether a record still holds, and when it is to be looked at next."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.accounts.sessions import AccountView
from bot.content.kinds import Kind
from bot.revisions.models import Revision
from bot.revisions.publishing import change_live

MONTHS = 6


def confirm_review(
    session: Session, kind: Kind, key: str, *, actor: AccountView, now: datetime, today: date
) -> Revision:
    """Put the next review of a live record six months off. Raises what ``change_live`` raises."""
    change = {"review_on": months_after(today, MONTHS)}
    return change_live(session, kind, key, change, actor=actor, now=now, note="Geprüft")


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
