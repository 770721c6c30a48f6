"""Keep a turn of the chat: what was said on both sides, and what it means for a ticket."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from anyio import to_thread
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from bot.analytics.recording import MissedTurn, record_handoff, record_miss
from bot.conversations.queries import ConversationView, find_answer, find_conversation
from bot.conversations.record import PersonTookOver, TurnRecord, expect_addition, record_turn
from bot.db import utc_now
from bot.handoff.chat import pass_addition, pass_to_person
from bot.handoff.form_moves import is_question
from bot.search.preferences import USUAL, Preferences
from bot.settings import Settings

logger = logging.getLogger(__name__)

Message = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """What the visitor said: the words for the record, and the text or payload for Rasa."""

    words: str
    forwarded: str
    page: str | None = None
    client_id: str | None = None
    preferences: Preferences = USUAL

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
    adds_to: int | None = None
    is_about_case: bool = False  # mails may wait for being sent
    is_for_visitor: bool = False  # a form that leads to no person


@dataclass(frozen=True)
class Kept:
    """What became of a turn: the state of the conversation by then, and the messages that the visitor gets."""

    state: str
    messages: list[Message]


class TurnKeeper:
    """Writes turns into the database."""

    def __init__(self, settings: Settings, factory: sessionmaker) -> None:
        self._settings = settings
        self._factory = factory

    async def keep(self, conversation: ConversationView, said: Said, answer: Answer, milliseconds: int) -> Kept:
        """Keep the turn; a visitor whose turn cannot be kept still gets the answer."""
        kinds = {message["kind"] for message in answer.messages}
        was_in_form = conversation.is_in_form
        is_for_person = conversation.state == "person"
        is_form_answer = was_in_form and not said.is_pressed and not is_question(said.words)
        record = TurnRecord(
            said.words,
            answer.messages,
            # whoever writes into a closed conversation begins with the bot again
            new_state=answer.new_state or ("bot" if conversation.state == "closed" else None),
            is_in_form=was_in_form if answer.is_reduced or not kinds else "form" in kinds,
            is_form_answer=is_form_answer and not is_for_person,  # a person has to read it
            is_reduced=answer.is_reduced,
            milliseconds=milliseconds,
            page=said.page,
            is_for_person=is_for_person,
            is_watched=conversation.state != "bot" or answer.is_about_case,  # no page listens to a bot alone
            client_id=said.client_id,
        )
        try:
            return await to_thread.run_sync(self._write, conversation, said, record, answer)
        except IntegrityError:
            earlier = await to_thread.run_sync(self._find_earlier, conversation.key, said.client_id)
            if earlier is not None:  # another process got the same message too, and was faster
                return earlier
            logger.exception("a turn could not be kept")
        except SQLAlchemyError:
            logger.exception("a turn could not be kept")
        return Kept(record.new_state or conversation.state, answer.messages)

    def _find_earlier(self, key: str, client_id: str | None) -> Kept | None:
        """Return what another process answered to the same message, None where it is another message."""
        if client_id is None:
            return None
        with self._factory() as session:
            conversation, messages = find_conversation(session, key), find_answer(session, key, client_id)
        return None if conversation is None or messages is None else Kept(conversation.state, messages)

    def _write(self, conversation: ConversationView, said: Said, record: TurnRecord, answer: Answer) -> Kept:
        now = utc_now()
        with self._factory.begin() as session:
            try:
                position = record_turn(session, conversation.key, record)
            except PersonTookOver:  # what the bot would say comes too late, but for the number of a case
                late = [message for message in record.replies if message["kind"] == "handoff"]
                record = replace(record, replies=late, new_state=None, is_for_person=True, is_watched=True)
                position = record_turn(session, conversation.key, record)
            if record.is_for_person:
                if conversation.adding_to is not None:  # what was announced as an addition reaches a person directly
                    expect_addition(session, conversation.key, None)
                pass_to_person(session, self._settings, conversation.key, said.words, position=position, now=now)
            elif answer.adds_to is not None:
                addition = (conversation.key, answer.adds_to, said.words)
                pass_addition(session, self._settings, *addition, position=position, now=now)
            elif not conversation.is_in_form:  # whatever is written there is not for other eyes
                self._note_miss(session, conversation, said, record, answer, position)
            if not (record.is_for_person or answer.is_about_case):
                return Kept(record.new_state or conversation.state, list(record.replies))
            current = find_conversation(session, conversation.key)
            return Kept(current.state if current else "bot", list(record.replies))

    def _note_miss(
        self,
        session: Session,
        conversation: ConversationView,
        said: Said,
        record: TurnRecord,
        answer: Answer,
        position: int,
    ) -> None:
        if answer.miss and not said.is_pressed:
            missed = MissedTurn(record.visitor_text, record.replies, answer.miss)
            record_miss(session, conversation.key, position, missed)
        elif record.is_in_form and not answer.is_for_visitor:
            record_handoff(session, conversation.key, before=position)
