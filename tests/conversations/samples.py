"""Turns of a conversation as the gateway keeps them."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import sessionmaker

from bot.conversations.queries import make_key
from bot.conversations.record import TurnRecord, make_message_id, record_turn

KEY = make_key("c_this")
OTHER_KEY = make_key("c_other")
MORE = {"title": "Mehr dazu", "payload": "/dialog_mehr"}


def make_reply(kind: str = "answer", text: str = "Das ist so.", *references: str, **parts: Any) -> dict[str, Any]:
    """Return a message of the bot; references are given as ``type:slug``."""
    shown = [dict(zip(("type", "slug"), reference.split(":"), strict=True)) for reference in references]
    return {"id": make_message_id(), "from": "bot", "kind": kind, "text": text, "references": shown, **parts}


def keep_turn(factory: sessionmaker, said: str, *replies: dict[str, Any], key: str = KEY, **how: Any) -> None:
    """Keep a turn in a transaction of its own."""
    values = {"new_state": None, "is_in_form": False, **how}
    with factory.begin() as session:
        record_turn(session, key, TurnRecord(said, replies, **values))
