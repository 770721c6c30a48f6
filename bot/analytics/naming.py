"""What a group is called and recognised by: the texts that are in it and may still be kept."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.analytics.grouping import MOST_EXAMPLES
from bot.analytics.meaning import read_question
from bot.analytics.miss_models import Miss, MissGroup

UNCHECKED = -1  # no version of the content: the assistant has to be asked again
LONGEST_TITLE = 500


def name_anew(session: Session, group: MissGroup) -> None:
    """Name a group and its examples anew after texts have come, gone or expired; the title stays where it can."""
    kept = select(Miss.text).where(Miss.group_id == group.id, Miss.text != "").order_by(Miss.at, Miss.id)
    texts = list(session.scalars(kept.limit(10 * MOST_EXAMPLES)))
    group.words = list(dict.fromkeys(map(read_question, texts)))[:MOST_EXAMPLES]
    if group.title not in texts:
        group.title = texts[0][:LONGEST_TITLE] if texts else ""
    group.checked_version = UNCHECKED
