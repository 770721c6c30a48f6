"""One turn of the chat: from a visitor's message to the assistant's, whatever may be out of order behind it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from anyio import to_thread
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import sessionmaker

from bot.analytics.expiry import forget_texts
from bot.analytics.recording import MissedTurn, find_mark, record_handoff, record_miss
from bot.contacts.queries import WAY_OUT
from bot.conversations.queries import ConversationView, find_button, find_conversation, make_key
from bot.conversations.record import (
    TurnRecord,
    create_conversation,
    delete_conversation,
    forget_tracker,
    make_conversation_id,
    make_message_id,
    record_turn,
)
from bot.handoff.form_moves import is_question
from bot.search.reply import Reply
from bot.search.sentences import sentence
from bot.web.errors import ApiError, unknown_conversation
from bot.web.metrics import Metrics
from bot.web.rasa_client import RasaClient, RasaUnavailable
from bot.web.requests import ChatRequest

logger = logging.getLogger(__name__)

Message = dict[str, Any]
FOR_THE_GATEWAY = ("state", "directive", "miss")


@dataclass(frozen=True)
class Said:
    """What the visitor said: the words for the record, and the text or payload for Rasa."""

    words: str
    forwarded: str

    @property
    def is_pressed(self) -> bool:
        return self.words != self.forwarded


@dataclass(frozen=True)
class Answer:
    """The assistant's messages; ``is_reduced`` where they were made without Rasa."""

    messages: list[Message]
    is_reduced: bool = False
    new_state: str | None = None
    is_deleting: bool = False
    miss: Mapping[str, Any] | None = None


class ChatService:
    """Takes turns; one at a time within a conversation, any number of conversations at once."""

    def __init__(
        self,
        factory: sessionmaker,
        tracker_engine: Engine,
        *,
        rasa: RasaClient,
        reduced: Callable[[str], list[Reply]],
        metrics: Metrics,
        after_handoff: Callable[[], None],
    ) -> None:
        self._factory = factory
        self._tracker_engine = tracker_engine
        self._rasa = rasa
        self._reduced = reduced
        self._metrics = metrics
        self._after_handoff = after_handoff
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def take_turn(self, request: ChatRequest) -> dict[str, Any]:
        """Return the answer of ``POST /api/chat``. Raises ApiError 400 or 404."""
        conversation_id = request.conversation or make_conversation_id()
        key = make_key(conversation_id)
        async with self._lock(key):
            started = time.perf_counter()
            try:
                conversation, said = await self._open(request, key)
            except SQLAlchemyError:
                logger.exception("the database failed before the turn")
                return _describe(conversation_id, "bot", [_finish(_out_of_order())])
            if conversation.state == "person":
                answer = Answer([])
            else:
                answer = await self._answer(conversation, said)
            milliseconds = round((time.perf_counter() - started) * 1000)
            self._metrics.count_turn(answer.messages, is_reduced=answer.is_reduced, seconds=milliseconds / 1000)
            if answer.is_deleting:
                return await self._begin_anew(key, answer)
            state = await self._record(conversation, said, answer, milliseconds)
        if answer.new_state == "waiting":
            self._after_handoff()
        return _describe(conversation_id, state, answer.messages)

    async def forget(self, key: str) -> bool:
        """Delete a conversation here and in Rasa's store; False for an unknown one. Raises SQLAlchemyError."""
        async with self._lock(key):
            return await to_thread.run_sync(self._forget, key)

    def _lock(self, key: str) -> asyncio.Lock:
        return self._locks.setdefault(key, asyncio.Lock())

    async def _open(self, request: ChatRequest, key: str) -> tuple[ConversationView, Said]:
        """Find the conversation and what was said. Raises ApiError for what does not belong to it."""
        if request.conversation is not None:
            return await to_thread.run_sync(self._look_up, request, key)
        if request.message is None:  # a button of no conversation
            raise ApiError(400, "unknown_payload", "unbekannter_knopf")
        fresh = ConversationView(key, state="bot", message_count=0, is_in_form=False)
        return fresh, Said(request.message, request.message)

    def _look_up(self, request: ChatRequest, key: str) -> tuple[ConversationView, Said]:
        with self._factory() as session:
            conversation = find_conversation(session, key)
            if conversation is None:
                raise unknown_conversation()
            if request.payload is None:
                assert request.message is not None
                return conversation, Said(request.message, request.message)
            button = find_button(session, key, request.payload)
            if button is None:
                raise ApiError(400, "unknown_payload", "unbekannter_knopf")
            return conversation, Said(button["title"], request.payload)

    async def _answer(self, conversation: ConversationView, said: Said) -> Answer:
        try:
            messages = await self._rasa.send(conversation.key, said.forwarded)
        except RasaUnavailable:
            replies = await to_thread.run_sync(self._answer_reduced, conversation, said)
            messages = [reply.to_dict() for reply in replies]
            return Answer([_finish(message) for message in messages], is_reduced=True, miss=find_mark(messages))
        new_state = next((m["state"] for m in reversed(messages) if m.get("state")), None)
        is_deleting = any(message.get("directive") == "delete" for message in messages)
        return Answer(
            [_finish(message) for message in messages],
            new_state=new_state,
            is_deleting=is_deleting,
            miss=find_mark(messages),
        )

    def _answer_reduced(self, conversation: ConversationView, said: Said) -> list[Reply]:
        """Answer from the content alone, and say so; the last resort needs nothing but this process."""
        if conversation.is_in_form and not is_question(said.words):
            return [Reply("notice", sentence("stoerung.formular", kontakt=WAY_OUT))]
        try:
            replies = self._reduced(said.forwarded)
        except Exception:  # whatever is broken, the visitor gets the way out
            logger.exception("the reduced mode failed")
            return [Reply("notice", sentence("stoerung.ganz", kontakt=WAY_OUT))]
        if any(reply.kind != "notice" for reply in replies):
            replies = [*replies, Reply("notice", sentence("stoerung.eingeschraenkt"))]
        return replies

    async def _record(self, conversation: ConversationView, said: Said, answer: Answer, milliseconds: int) -> str:
        """Keep the turn and return the state; a visitor whose turn cannot be kept still gets the answer."""
        kinds = {message["kind"] for message in answer.messages}
        was_in_form = conversation.is_in_form
        is_form_answer = was_in_form and not said.is_pressed and not is_question(said.words)
        record = TurnRecord(
            said.words,
            answer.messages,
            new_state=answer.new_state,
            is_in_form=was_in_form if answer.is_reduced or not kinds else "form" in kinds,
            is_form_answer=is_form_answer and conversation.state != "person",  # a person has to read it
            is_reduced=answer.is_reduced,
            milliseconds=milliseconds,
        )
        try:
            await to_thread.run_sync(self._write, conversation, record, None if said.is_pressed else answer.miss)
        except SQLAlchemyError:
            logger.exception("a turn could not be kept")
        return answer.new_state or conversation.state

    def _write(self, conversation: ConversationView, record: TurnRecord, miss: Mapping[str, Any] | None) -> None:
        with self._factory.begin() as session:
            position = record_turn(session, conversation.key, record)
            if conversation.is_in_form:  # whatever is written there is not for other eyes
                return
            if miss:
                record_miss(session, conversation.key, position, MissedTurn(record.visitor_text, record.replies, miss))
            elif record.is_in_form:
                record_handoff(session, conversation.key, before=position)

    async def _begin_anew(self, key: str, answer: Answer) -> dict[str, Any]:
        """Delete the conversation and go on in a new one, which holds nothing but the confirmation."""
        await to_thread.run_sync(self._forget, key)
        fresh_id = make_conversation_id()
        await to_thread.run_sync(self._create, make_key(fresh_id))
        return _describe(fresh_id, "bot", answer.messages)

    def _create(self, key: str) -> None:
        with self._factory.begin() as session:
            create_conversation(session, key)

    def _forget(self, key: str) -> bool:
        with self._factory.begin() as session:
            forget_texts(session, key)
            is_known = delete_conversation(session, key)
        if is_known:
            forget_tracker(self._tracker_engine, key)
        return is_known


def _finish(message: Message) -> Message:
    """Return a message as the visitor gets it: with id and author, without what is meant for the gateway."""
    shown = {name: value for name, value in message.items() if name not in FOR_THE_GATEWAY}
    return {"id": make_message_id(), "from": "bot", **shown}


def _out_of_order() -> Message:
    return Reply("notice", sentence("stoerung.ganz", kontakt=WAY_OUT)).to_dict()


def _describe(conversation_id: str, state: str, messages: list[Message]) -> dict[str, Any]:
    return {"conversation": conversation_id, "state": state, "messages": messages}
