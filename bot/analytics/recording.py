"""Write down questions that were not settled, redacted; what was entered in a form is never among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from bot.analytics.miss_models import Miss
from bot.conversations.models import Message
from bot.conversations.queries import first_reference
from bot.conversations.record import PERSONAL_KINDS
from bot.conversations.redaction import FORM_ANSWER, redact
from bot.db import utc_now
from bot.offers.filters import OfferFilters
from bot.search.wishes import key_of

LONGEST_TEXT = 500
ANSWERED_KINDS = ("answer", "offers", "contact")
ENTIRE_TURN = 12  # messages; no turn has more

_ADD_MISS = insert(Miss.__table__)


@dataclass(frozen=True)
class MissedTurn:
    """A turn that left a question unsettled; ``miss`` is the mark of the reply (see ``bot.search.reply.Miss``)."""

    question: str
    replies: Sequence[Mapping[str, Any]]
    miss: Mapping[str, Any]


def find_mark(messages: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the mark of a turn that left its question unsettled, None where all is well."""
    return next((message["miss"] for message in messages if message.get("miss")), None)


def record_miss(session: Session, key: str | None, position: int, turn: MissedTurn) -> None:
    """Write one miss of a conversation, or of none; ``position`` is that of the question. The caller commits."""
    best, filters = turn.miss.get("best"), turn.miss.get("filters") or {}
    session.connection().execute(
        _ADD_MISS,
        {
            "at": utc_now(),
            "reason": turn.miss["reason"],
            "text": redact(turn.question)[:LONGEST_TEXT],
            "answer": _shorten(turn.replies),
            "choices": [button["title"] for reply in turn.replies for button in reply.get("buttons") or ()],
            "best": f"{best['type']}:{best['slug']}" if best else "",
            "score": turn.miss.get("score"),
            "conditions": str(turn.miss.get("conditions") or "")[:LONGEST_TEXT],
            "filters": filters,
            "wish_key": key_of(OfferFilters.from_slot(filters)) if filters else "",
            "emptied_by": str(turn.miss.get("emptied_by") or "")[:LONGEST_TEXT],
            "conversation_key": key,
            "position": position,
        },
    )


def record_handoff(session: Session, key: str, *, before: int) -> None:
    """Write down the question whose answer did not help: the one before a visitor asked for a person, if answered."""
    question, replies = _read_turn(session, key, before=before)
    if question and _said(replies).get("kind") in ANSWERED_KINDS:
        _record_answered(session, question, replies, "handoff")


def record_complaint(session: Session, key: str, public_id: str) -> None:
    """Write down the question whose answer got a thumb down."""
    rated = _find_message(session, key, public_id)
    if rated is None:
        return
    question, replies = _read_turn(session, key, before=rated.position + 1)
    if question and not any(reply["kind"] in PERSONAL_KINDS for reply in replies):
        _record_answered(session, question, replies, "thumbs_down")


def withdraw_complaint(session: Session, key: str, public_id: str) -> None:
    """Take a complaint back: the visitor has changed the thumb."""
    rated = _find_message(session, key, public_id)
    if rated is None:
        return
    question, _ = _read_turn(session, key, before=rated.position + 1)
    if question:
        session.execute(
            delete(Miss).where(
                Miss.conversation_key == key, Miss.position == question.position, Miss.reason == "thumbs_down"
            )
        )


def _record_answered(session: Session, question: Any, replies: list[dict[str, Any]], reason: str) -> None:
    """Write a miss of an answered question, unless the question has one already."""
    key, position = question.conversation_key, question.position
    if session.scalar(select(Miss.id).where(Miss.conversation_key == key, Miss.position == position)):
        return
    kind, _, slug = first_reference(_said(replies)).partition(":")
    mark = {"reason": reason, "best": {"type": kind, "slug": slug} if slug else None}
    record_miss(session, key, position, MissedTurn(question.text, replies, mark))


def _read_turn(session: Session, key: str, *, before: int) -> tuple[Any, list[dict[str, Any]]]:
    """Return the last question before a position and the replies to it; None where it is not a question."""
    rows = session.execute(
        select(Message.conversation_key, Message.position, Message.author, Message.text, Message.body)
        .where(Message.conversation_key == key, Message.position < before)
        .order_by(Message.position.desc())
        .limit(ENTIRE_TURN)
    ).all()
    replies: list[dict[str, Any]] = []
    for row in rows:
        if row.author == "visitor":
            return (row if row.text != FORM_ANSWER else None), replies[::-1]
        if row.author == "bot":
            replies.append(row.body)
    return None, []


def _find_message(session: Session, key: str, public_id: str) -> Any:
    return session.execute(
        select(Message.position).where(Message.conversation_key == key, Message.public_id == public_id)
    ).first()


def _said(replies: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return dict(next((reply for reply in replies if reply["kind"] != "notice"), {}))


def _shorten(replies: Sequence[Mapping[str, Any]]) -> str:
    text = "\n\n".join(reply["text"] for reply in replies)
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1].rstrip() + "…"
