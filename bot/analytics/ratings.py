"""Count ratings into daily sums; one that a visitor has changed is counted anew."""

from __future__ import annotations

from collections import Counter
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.analytics.adding import add_to_sums
from bot.analytics.daily_models import CountedRating, DailyRating
from bot.conversations.models import Feedback
from bot.local_time import local_day

COLUMN = {1: "good", -1: "bad"}


def count_ratings(session: Session) -> None:
    """Bring the sums to the ratings as they are. The caller holds the mark of the count, and commits."""
    changed = session.execute(
        select(Feedback.id, Feedback.created_at, Feedback.reference, Feedback.rating, CountedRating.rating.label("was"))
        .outerjoin(CountedRating, CountedRating.feedback_id == Feedback.id)
        .where(or_(CountedRating.rating.is_(None), CountedRating.rating != Feedback.rating))
    ).all()
    sums: dict[tuple[date, str], Counter[str]] = {}
    for row in changed:
        of_day = sums.setdefault((local_day(row.created_at), row.reference), Counter(good=0, bad=0))
        of_day[COLUMN[row.rating]] += 1
        if row.was is not None:
            of_day[COLUMN[row.was]] -= 1
    add_to_sums(session, DailyRating, [{"day": day, "reference": name, **of} for (day, name), of in sums.items()])
    add_to_sums(
        session, CountedRating, [{"feedback_id": row.id, "rating": row.rating - (row.was or 0)} for row in changed]
    )
