"""Misses for the tests, each in a conversation of its own."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from bot.analytics.intake import take_in
from bot.analytics.miss_models import Miss, MissAction, MissGroup
from bot.conversations.models import Conversation, Message
from tests.analytics.meanings import content_meaning

NOW = datetime(2026, 11, 22, 12, tzinfo=timezone.utc)
_numbers = count(1)


def add_miss(
    factory: sessionmaker, text: str, *, next_text: str | None = None, quiet: bool = True, **values: Any
) -> int:
    """Write a miss at noon, or at ``at``, and what the visitor said next; ``quiet``: hours ago by now."""
    key = f"key-{next(_numbers)}"
    values = {"at": NOW - timedelta(days=1), "reason": "unsure", **values}
    with factory.begin() as session:
        session.add(Conversation(key=key, last_at=values["at"] if quiet else NOW))
        session.flush()
        miss = Miss(text=text, conversation_key=key, position=1, **values)
        session.add(miss)
        for position, (author, said) in enumerate((("visitor", text), ("bot", "Hm."), ("visitor", next_text)), start=1):
            if said is not None:
                message = Message(conversation_key=key, position=position, author=author, text=said, body={})
                message.public_id = f"m-{key}-{position}"
                session.add(message)
        session.flush()
        return int(miss.id)


def add_many(factory: sessionmaker, *texts: str, **values: Any) -> None:
    for text in texts:
        add_miss(factory, text, **values)


def sort(factory: sessionmaker, now: datetime = NOW) -> int:
    """Sort what has come in."""
    with factory.begin() as session:
        return take_in(session, content_meaning(), now=now)


def read_groups(factory: sessionmaker) -> list[MissGroup]:
    with factory() as session:
        return list(session.scalars(select(MissGroup).order_by(MissGroup.id)))


def read_misses(factory: sessionmaker) -> list[Miss]:
    with factory() as session:
        return list(session.scalars(select(Miss).order_by(Miss.id)))


def read_actions(factory: sessionmaker) -> list[MissAction]:
    with factory() as session:
        return list(session.scalars(select(MissAction).order_by(MissAction.id)))


def set_group(factory: sessionmaker, group_id: int, **values: Any) -> None:
    with factory.begin() as session:
        group = session.get(MissGroup, group_id)
        for name, value in values.items():
            setattr(group, name, value)
