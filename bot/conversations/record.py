"""Write what is kept of a conversation: messages, outcomes, ratings; and delete all of it."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, text, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.conversations.live import announce
from bot.conversations.models import Conversation, Feedback, Message, Outcome
from bot.conversations.queries import find_message, first_reference
from bot.conversations.redaction import FORM_ANSWER, redact
from bot.db import utc_now

logger = logging.getLogger(__name__)

PERSONAL_KINDS = ("form", "handoff")  # replies of these kinds may repeat what the visitor entered

# The statements of each turn are composed once: that takes longer than to run them.
_CONVERSATIONS = Conversation.__table__
_COUNT_MESSAGES = (
    update(_CONVERSATIONS)
    .where(_CONVERSATIONS.c.key == bindparam("of"), _CONVERSATIONS.c.state != bindparam("unless_state"))
    .values(
        message_count=_CONVERSATIONS.c.message_count + bindparam("more"),
        state=func.coalesce(bindparam("new_state"), _CONVERSATIONS.c.state),
        is_in_form=bindparam("now_in_form"),
        page=func.coalesce(bindparam("new_page"), _CONVERSATIONS.c.page),
        last_at=bindparam("now"),
    )
)
_COUNT_ONE = (
    update(_CONVERSATIONS)
    .where(_CONVERSATIONS.c.key == bindparam("of"))
    .values(message_count=_CONVERSATIONS.c.message_count + 1, last_at=bindparam("now"))
)
_READ_COUNT = select(_CONVERSATIONS.c.message_count).where(_CONVERSATIONS.c.key == bindparam("of"))
_ADD_CONVERSATION = insert(_CONVERSATIONS)
_ADD_MESSAGES = insert(Message.__table__)
_ADD_OUTCOME = insert(Outcome.__table__)


@dataclass(frozen=True)
class TurnRecord:
    """One turn: what the visitor said, the bot's messages as the chat API gives them, and how it went.

    ``new_state`` and ``page`` (of the website) are None where the turn does not change them. ``is_for_person`` where
    a person reads it, and no bot is to answer; ``is_watched`` where pages may be open that wait for news. ``client_id``
    is the browser's own name for what was said; a conversation has each only once.
    """

    visitor_text: str
    replies: Sequence[dict[str, Any]]
    new_state: str | None
    is_in_form: bool
    is_form_answer: bool = False
    is_reduced: bool = False
    milliseconds: int = 0
    page: str | None = None
    is_for_person: bool = False
    is_watched: bool = True
    client_id: str | None = None


class PersonTookOver(RuntimeError):
    """A person has taken a conversation over while the bot was answering."""


def make_conversation_id(secret: str | None = None) -> str:
    """Return a new conversation id: 192 random bits, or the secret with which a browser opens the conversation."""
    return "c_" + (secret or secrets.token_urlsafe(24))


def make_message_id() -> str:
    """Return a new message id."""
    return "m_" + secrets.token_urlsafe(12)


def create_conversation(session: Session, key: str) -> None:
    """Write a conversation without messages. The caller commits."""
    session.add(Conversation(key=key))


def record_turn(session: Session, key: str, turn: TurnRecord) -> int:
    """Write a turn, redacted; the first turn creates the conversation. The caller commits.

    Returns the position of what the visitor said. Raises PersonTookOver, with nothing written, where the bot's answer
    comes too late.
    """
    said = FORM_ANSWER if turn.is_form_answer else redact(turn.visitor_text)
    name = {"client_id": turn.client_id} if turn.client_id is not None else {}
    bodies = [{"id": make_message_id(), "from": "visitor", "text": said, **name}, *map(_redact_reply, turn.replies)]
    last = _claim_positions(session, key, len(bodies), turn)
    now = utc_now()
    rows = [
        {
            "conversation_key": key,
            "position": last - len(bodies) + number,
            "public_id": body["id"],
            "client_id": turn.client_id if body["from"] == "visitor" else None,
            "author": body["from"],
            "text": body["text"],
            "body": body,
            "created_at": now,
        }
        for number, body in enumerate(bodies, start=1)
    ]
    session.connection().execute(_ADD_MESSAGES, rows)
    if turn.is_watched:
        announce(session, key, "message")
    if turn.replies:
        _record_outcome(session, key, turn)
    return last - len(turn.replies)


def add_message(session: Session, key: str, body: dict[str, Any]) -> bool:
    """Add a message that belongs to no turn, and tell open pages; False where the conversation was deleted.

    ``body`` is the message as the chat API gives it. The caller commits.
    """
    connection, now = session.connection(), utc_now()
    if not connection.execute(_COUNT_ONE, {"of": key, "now": now}).rowcount:
        return False
    row = {
        "conversation_key": key,
        "position": connection.scalar(_READ_COUNT, {"of": key}),
        "public_id": body["id"],
        "author": body["from"],
        "text": body["text"],
        "body": body,
        "created_at": now,
    }
    connection.execute(_ADD_MESSAGES, [row])
    announce(session, key, "message")
    return True


def record_feedback(session: Session, key: str, public_id: str, *, rating: int, comment: str = "") -> bool:
    """Write or change the rating (1 or -1) of a bot's message; False where this conversation has no such message."""
    found = find_message(session, key, public_id)
    if found is None:
        return False
    message_id, reference = found
    feedback = session.scalars(select(Feedback).where(Feedback.message_id == message_id)).first()
    if feedback is None:
        feedback = Feedback(message_id=message_id, reference=reference)
        session.add(feedback)
    feedback.rating, feedback.comment = rating, redact(comment)[:1000]
    return True


def note_seen(session: Session, key: str) -> None:
    """Note that a page of the visitor shows the conversation now. The caller commits."""
    session.connection().execute(update(_CONVERSATIONS).where(_CONVERSATIONS.c.key == key).values(seen_at=utc_now()))


def expect_addition(session: Session, key: str, ticket_id: int | None) -> None:
    """Have the visitor's next message belong to a ticket, to none with None. The caller commits."""
    session.connection().execute(update(_CONVERSATIONS).where(_CONVERSATIONS.c.key == key).values(adding_to=ticket_id))


def delete_conversation(session: Session, key: str) -> bool:
    """Delete a conversation with its messages and ratings; outcomes stay without a link. False for an unknown key.

    A ticket that was handed over stays: its sender agreed to that.
    """
    announce(session, key, "state")
    return session.execute(delete(Conversation).where(Conversation.key == key)).rowcount == 1


def forget_tracker(tracker_engine: Engine, key: str) -> bool:
    """Delete what Rasa keeps of a conversation; False where its store cannot be reached."""
    try:
        with tracker_engine.begin() as connection:
            connection.execute(text("DELETE FROM events WHERE sender_id = :key"), {"key": key})
    except SQLAlchemyError:
        logger.exception("The tracker of a conversation could not be deleted.")
        return False
    return True


def _claim_positions(session: Session, key: str, count: int, turn: TurnRecord) -> int:
    """Return the last of ``count`` new positions; writing first keeps two turns at once from taking the same."""
    connection, now = session.connection(), utc_now()
    counted = {
        "of": key,
        "unless_state": "" if turn.is_for_person else "person",
        "more": count,
        "new_state": turn.new_state,
        "now_in_form": turn.is_in_form,
        "new_page": turn.page,
        "now": now,
    }
    if connection.execute(_COUNT_MESSAGES, counted).rowcount:
        return int(connection.scalar(_READ_COUNT, {"of": key}) or 0)
    if connection.scalar(_READ_COUNT, {"of": key}) is not None:
        raise PersonTookOver
    first = {"key": key, "state": turn.new_state or "bot", "message_count": count, "page": turn.page or ""}
    connection.execute(_ADD_CONVERSATION, {**first, "is_in_form": turn.is_in_form, "last_at": now})
    return count


def _redact_reply(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "text": redact(body["text"])} if body["kind"] in PERSONAL_KINDS else body


def _record_outcome(session: Session, key: str, turn: TurnRecord) -> None:
    said = next((reply for reply in turn.replies if reply["kind"] != "notice"), turn.replies[0])
    session.connection().execute(
        _ADD_OUTCOME,
        {
            "at": utc_now(),
            "conversation_key": key,
            "kind": said["kind"],
            "reference": first_reference(said),
            "is_reduced": turn.is_reduced,
            "milliseconds": turn.milliseconds,
        },
    )
