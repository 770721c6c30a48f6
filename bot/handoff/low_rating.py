"""Offer a person to a visitor who was not helped."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.models import Message
from bot.conversations.queries import ConversationView
from bot.conversations.record import add_message, make_message_id
from bot.search.offering import HANDOFF, offer_after_rating

ALONE = ("bot", "closed")  # states in which nobody has the concern yet


def offer_person(session: Session, conversation: ConversationView) -> dict[str, Any] | None:
    """Say in a conversation that a person can help, and return the message; None where that is known already.

    It is known where a person has the concern, where the form is open, and where the last message offers it.
    The caller commits.
    """
    is_busy = conversation.is_in_form or conversation.adding_to is not None
    if conversation.state not in ALONE or is_busy or _is_offered(session, conversation.key):
        return None
    body = {"id": make_message_id(), "from": "bot", **offer_after_rating().to_dict()}
    return body if add_message(session, conversation.key, body) else None


def _is_offered(session: Session, key: str) -> bool:
    last = session.scalar(
        select(Message.body).where(Message.conversation_key == key).order_by(Message.position.desc()).limit(1)
    )
    buttons = (last or {}).get("buttons") or ()
    return any(button["payload"].startswith(HANDOFF) for button in buttons)
