"""Take new misses in: work out how they ended, sort away what needs nobody, put the rest into groups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, exists, func, insert, or_, select, union_all, update
from sqlalchemy.orm import Session, aliased, sessionmaker

from bot.analytics.grouping import Cluster, group_questions
from bot.analytics.meaning import Meaning, read_question
from bot.analytics.miss_models import Miss, MissAction, MissGroup
from bot.analytics.naming import UNCHECKED
from bot.conversations.models import Conversation, Message
from bot.db import utc_now
from bot.faq.models import FaqVariant
from bot.german.words import Words
from bot.offers.models import OfferVariant

QUIET = timedelta(minutes=30)  # without a message: the visitor has left
AT_ONCE = 5000
SYSTEM = "Lotse"

_MISSES = Miss.__table__
_PLACE = (
    update(_MISSES)
    .where(_MISSES.c.id == bindparam("of"))
    .values(state=bindparam("to"), group_id=bindparam("group"), has_ended_there=bindparam("ended"))
)


@dataclass(frozen=True)
class Taken:
    """A miss that is being sorted; ``next_text`` is what the visitor said after it, None where they left."""

    id: int
    text: str
    choices: Sequence[str]
    next_text: str | None
    is_conversation_kept: bool

    @property
    def has_ended_there(self) -> bool:
        """Tell whether the visitor left."""
        return self.is_conversation_kept and self.next_text is None

    @property
    def is_chosen(self) -> bool:
        """Tell whether the visitor took one of the choices; the last button is the way out."""
        return self.next_text in self.choices[:-1]


class MissIntake:
    """The job that sorts new misses. Several processes may run it: each takes other misses."""

    def __init__(self, factory: sessionmaker, open_words: Callable[[], Words]) -> None:
        self._factory = factory
        self._open_words = open_words
        self._meaning: Meaning | None = None

    def run(self) -> int:
        """Sort what has come in and return how many that were; the rest waits for the next run."""
        now = utc_now()
        with self._factory() as session:
            if not has_new(session, now=now):
                return 0
            if self._meaning is None:  # the words of the content change slowly: read once per process
                self._meaning = Meaning(self._open_words(), read_phrases(session))
        with self._factory.begin() as session:
            return take_in(session, self._meaning, now=now)


def has_new(session: Session, *, now: datetime) -> bool:
    """Tell whether misses wait whose end is known."""
    return session.execute(_select_settled(now).limit(1)).first() is not None


def take_in(session: Session, meaning: Meaning, *, now: datetime) -> int:
    """Sort the oldest new misses and return how many; the caller commits."""
    settled = _select_settled(now).order_by(Miss.id).limit(AT_ONCE)
    # The first statement writes: whoever comes at the same time waits here, and then finds them taken.
    session.execute(
        update(Miss).where(Miss.id.in_(settled), Miss.state == "new").values(state="taken"),
        execution_options={"synchronize_session": False},
    )
    taken = _read_taken(session)
    chosen = {miss.id for miss in taken if miss.is_chosen}
    worthless = {miss.id for miss in taken if miss.id not in chosen and meaning.is_worthless(miss.text)}
    questions = [miss for miss in taken if miss.id not in chosen | worthless]
    groups = _group(session, questions, meaning, now=now)
    places = [
        {
            "of": miss.id,
            "to": "chosen" if miss.id in chosen else "worthless" if miss.id in worthless else "grouped",
            "group": groups.get(miss.id),
            "ended": miss.has_ended_there,
        }
        for miss in taken
    ]
    if places:
        session.connection().execute(_PLACE, places)
    bring_back(session, set(groups.values()), now=now)
    return len(taken)


def read_phrases(session: Session) -> list[str]:
    """Return the phrasings of the content."""
    return list(session.scalars(union_all(select(FaqVariant.text), select(OfferVariant.text))))


def bring_back(session: Session, group_ids: set[int], *, now: datetime) -> None:
    """Open dismissed groups among some whose count has doubled since."""
    count = select(func.count()).where(Miss.group_id == MissGroup.id).correlate(MissGroup).scalar_subquery()
    returned = session.scalars(
        select(MissGroup).where(
            MissGroup.id.in_(group_ids),
            MissGroup.state == "dismissed",
            count >= 2 * MissGroup.count_when_dismissed,
        )
    ).all()
    for group in returned:
        group.state = "open"
        note = f"Seit dem Verwerfen doppelt so häufig (damals {group.count_when_dismissed})"
        session.add(MissAction(group_id=group.id, at=now, actor=SYSTEM, kind="returned", note=note))


def _select_settled(now: datetime) -> Any:
    """Select new misses whose conversation went on, fell silent, or is gone."""
    went_on = exists().where(
        Message.conversation_key == Miss.conversation_key,
        Message.position > Miss.position,
        Message.author == "visitor",
    )
    return (
        select(Miss.id)
        .outerjoin(Conversation, Conversation.key == Miss.conversation_key)
        .where(Miss.state == "new", or_(Conversation.key.is_(None), Conversation.last_at < now - QUIET, went_on))
    )


def _read_taken(session: Session) -> list[Taken]:
    later = aliased(Message)
    next_text = (
        select(later.text)
        .where(
            later.conversation_key == Miss.conversation_key,
            later.position > Miss.position,
            later.author == "visitor",
        )
        .order_by(later.position)
        .limit(1)
        .correlate(Miss)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Miss.id, Miss.text, Miss.choices, Miss.conversation_key, next_text.label("next_text"), Miss.reason)
        .where(Miss.state == "taken")
        .order_by(Miss.id)
    )
    return [
        Taken(
            row.id,
            row.text,
            row.choices if row.reason == "choices" else [],
            row.next_text,
            is_conversation_kept=row.conversation_key is not None,
        )
        for row in rows
    ]


def _group(session: Session, questions: Sequence[Taken], meaning: Meaning, *, now: datetime) -> dict[int, int]:
    """Put questions into groups, new ones where needed; return the group of each miss."""
    if not questions:
        return {}
    known = [
        Cluster(key, list(words))
        for key, words in session.execute(
            select(MissGroup.id, MissGroup.words).where(MissGroup.state != "merged").order_by(MissGroup.id)
        )
        if words
    ]
    found: dict[int, int] = {}
    for cluster in group_questions([read_question(miss.text) for miss in questions], known, meaning):
        members = [questions[number] for number in cluster.members]
        if not members:
            continue
        key = cluster.key or _add_group(session, members[0].text, now=now)
        _note_examples(session, key, cluster.examples)
        found |= {miss.id: key for miss in members}
    return found


def _add_group(session: Session, title: str, *, now: datetime) -> int:
    return int(session.execute(insert(MissGroup.__table__).values(title=title, created_at=now)).inserted_primary_key[0])


def _note_examples(session: Session, key: int, examples: Sequence[str]) -> None:
    """Write what a group is recognised by; the assistant has to be asked again about it."""
    session.connection().execute(
        update(MissGroup.__table__)
        .where(MissGroup.__table__.c.id == key)
        .values(words=list(examples), checked_version=UNCHECKED)
    )
