"""Read conversations: state, messages, what was said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import takewhile
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.conversations.models import Conversation, Message
from bot.conversations.transcript import TranscriptLine

_CONVERSATIONS = Conversation.__table__
_FIND = select(  # with each message: composed once, for that takes longer than to run it
    _CONVERSATIONS.c.state,
    _CONVERSATIONS.c.message_count,
    _CONVERSATIONS.c.is_in_form,
    _CONVERSATIONS.c.adding_to,
).where(_CONVERSATIONS.c.key == bindparam("of"))


@dataclass(frozen=True)
class ConversationView:
    """Where a conversation stands; ``message_count`` is also the position of its last message.

    ``adding_to`` is the ticket that the visitor's next message is meant for.
    """

    key: str
    state: str
    message_count: int
    is_in_form: bool
    adding_to: int | None = None


@dataclass(frozen=True)
class MessageView:
    """A message as the chat API gives it, with its position in the conversation (from 1 on) and its time."""

    position: int
    body: dict[str, Any]
    at: datetime


def make_key(conversation_id: str) -> str:
    """Return the key under which the database and Rasa know a conversation: a digest opens no conversation."""
    return sha256(conversation_id.encode()).hexdigest()


def find_conversation(session: Session, key: str) -> ConversationView | None:
    """Return a conversation, None for an unknown key."""
    row = session.connection().execute(_FIND, {"of": key}).first()
    return ConversationView(key, *row) if row else None


def read_messages(session: Session, key: str, *, after: int = 0) -> list[MessageView]:
    """Return the messages behind a position, oldest first."""
    rows = session.execute(
        select(Message.position, Message.body, Message.created_at)
        .where(Message.conversation_key == key, Message.position > after)
        .order_by(Message.position)
    )
    return [MessageView(position, body, at) for position, body, at in rows]


def find_answer(session: Session, key: str, client_id: str) -> list[dict[str, Any]] | None:
    """Return what the bot answered to what a browser sent under a name of its own, None where it has sent nothing so.

    That is what the bot said up to the visitor's next message.
    """
    position = session.scalar(
        select(Message.position).where(Message.conversation_key == key, Message.client_id == client_id)
    )
    if position is None:
        return None
    bodies = [message.body for message in read_messages(session, key, after=position)]
    return [body for body in takewhile(lambda body: body["from"] != "visitor", bodies) if body["from"] == "bot"]


def read_transcript(session: Session, key: str) -> list[TranscriptLine]:
    """Return what was said, oldest first, as it is kept: redacted."""
    rows = session.execute(
        select(Message.author, Message.text, Message.created_at)
        .where(Message.conversation_key == key)
        .order_by(Message.position)
    )
    return [TranscriptLine(author, text, at) for author, text, at in rows]


def read_page(session: Session, key: str) -> str:
    """Return the address on the website where the visitor was, "" where it is unknown."""
    return str(session.scalar(select(Conversation.page).where(Conversation.key == key)) or "")


def find_button(session: Session, key: str, payload: str) -> dict[str, Any] | None:
    """Return the button of this conversation that carries exactly this payload, None where there is none.

    ``lang`` is the language of its title, as it says itself or as its message does; not there in German alone.
    """
    bodies = session.scalars(
        select(Message.body)
        .where(Message.conversation_key == key, Message.author == "bot")
        .order_by(Message.position.desc())
    )
    return next((button for button in _buttons(bodies) if button.get("payload") == payload), None)


def find_message(session: Session, key: str, public_id: str) -> tuple[int, str] | None:
    """Return row and first reference of one of the bot's messages in this conversation, None for any other."""
    row = session.execute(
        select(Message.id, Message.body).where(
            Message.conversation_key == key, Message.public_id == public_id, Message.author != "visitor"
        )
    ).first()
    return (row.id, first_reference(row.body)) if row else None


def first_reference(body: dict[str, Any]) -> str:
    """Return what a message states first, as ``type:slug``, "" without a reference."""
    references = body.get("references") or []
    return f"{references[0]['type']}:{references[0]['slug']}" if references else ""


def _buttons(bodies: Any) -> Iterator[dict[str, Any]]:
    for body in bodies:
        lang = {"lang": body["lang"]} if "lang" in body else {}
        for button in body.get("buttons") or ():
            yield {**lang, **button}
