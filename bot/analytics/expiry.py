"""Texts of misses expire: what was asked is deleted after a while, that it was asked stays for the figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from bot.analytics.grouping import MOST_EXAMPLES
from bot.analytics.meaning import read_question
from bot.analytics.miss_models import Miss, MissGroup
from bot.db import utc_now


def run_expiry(factory: sessionmaker, days: int) -> int:
    """Empty the texts that are older than so many days and return how many."""
    with factory.begin() as session:
        return expire_texts(session, before=utc_now() - timedelta(days=days))


def expire_texts(session: Session, *, before: datetime) -> int:
    """Empty the texts from before a moment and return how many; groups are named by what is left of them.

    The caller commits.
    """
    old = (Miss.at < before, Miss.text != "")
    touched = set(session.scalars(select(Miss.group_id).where(*old, Miss.group_id.is_not(None)).distinct()))
    count = session.execute(
        update(Miss).where(*old).values(text="", answer="", choices=[]),
        execution_options={"synchronize_session": False},
    ).rowcount
    for group in session.scalars(select(MissGroup).where(MissGroup.id.in_(touched))):
        _name_anew(group, _read_texts(session, group.id))
    return int(count)


def _name_anew(group: MissGroup, texts: Sequence[str]) -> None:
    """Name a group and its examples by texts that may still be kept."""
    group.words = list(dict.fromkeys(map(read_question, texts)))[:MOST_EXAMPLES]
    if group.title not in texts:
        group.title = texts[0] if texts else ""


def _read_texts(session: Session, group_id: int) -> list[str]:
    """Return the kept texts of a group, the oldest first, as many as may be needed."""
    kept = select(Miss.text).where(Miss.group_id == group_id, Miss.text != "").order_by(Miss.at, Miss.id)
    return list(session.scalars(kept.limit(10 * MOST_EXAMPLES)))
