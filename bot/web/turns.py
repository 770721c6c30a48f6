"""One turn of the chat: from a visitor's message to the assistant's, whatever may be out of order behind it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from weakref import WeakValueDictionary

from anyio import to_thread
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import sessionmaker

from bot.analytics.expiry import forget_texts
from bot.analytics.recording import find_mark
from bot.contacts.queries import WAY_OUT
from bot.conversations.queries import ConversationView, find_answer, find_button, find_conversation, make_key
from bot.conversations.record import (
    create_conversation,
    delete_conversation,
    forget_tracker,
    make_conversation_id,
    make_message_id,
)
from bot.db import utc_now
from bot.german.languages import ENGLISH, GERMAN
from bot.handoff.buttons import is_case_button, press_button
from bot.handoff.chat import read_case_number
from bot.handoff.form_moves import is_question
from bot.handoff.moves import IllegalTransition
from bot.handoff.untold import tell_untold
from bot.search.preferences import Preferences
from bot.search.reduced import limits_reply
from bot.search.render import lang_of
from bot.search.reply import Reply
from bot.search.sentences import sentence
from bot.settings import Settings
from bot.web.errors import ApiError, unknown_conversation
from bot.web.keeping import Answer, Kept, Message, Said, TurnKeeper
from bot.web.languages import introduce_german, is_in_english
from bot.web.metrics import Metrics
from bot.web.rasa_client import RasaClient, RasaUnavailable
from bot.web.requests import ChatRequest

logger = logging.getLogger(__name__)

FOR_THE_VISITOR = ("foerdercheck", "benachrichtigung")  # the forms that ask for no person

FOR_THE_GATEWAY = ("state", "directive", "miss", "form")


class ChatService:
    """Takes turns; one at a time within a conversation, any number of conversations at once."""

    def __init__(
        self,
        settings: Settings,
        factory: sessionmaker,
        tracker_engine: Engine,
        *,
        rasa: RasaClient,
        reduced: Callable[[str, Preferences], list[Reply]],
        metrics: Metrics,
        after_handoff: Callable[[], None],
    ) -> None:
        self._settings = settings
        self._factory = factory
        self._tracker_engine = tracker_engine
        self._rasa = rasa
        self._reduced = reduced
        self._metrics = metrics
        self._after_handoff = after_handoff
        self._keeper = TurnKeeper(settings, factory)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def take_turn(self, request: ChatRequest) -> dict[str, Any]:
        """Return the answer of ``POST /api/chat``. Raises ApiError 400 or 404."""
        conversation_id = request.conversation or make_conversation_id(request.opens)
        key = make_key(conversation_id)
        async with self._lock(key):
            started = time.perf_counter()
            try:
                opened = await self._open(request, key)
            except SQLAlchemyError:
                logger.exception("the database failed before the turn")
                return _describe(conversation_id, "bot", [_finish(_out_of_order())])
            if isinstance(opened, Kept):
                return _describe(conversation_id, opened.state, opened.messages)
            conversation, said = opened
            answer = await self._find_answer(conversation, said)
            milliseconds = round((time.perf_counter() - started) * 1000)
            self._metrics.count_turn(answer.messages, is_reduced=answer.is_reduced, seconds=milliseconds / 1000)
            if answer.is_deleting:
                return await self._begin_anew(key, answer)
            kept = await self._keeper.keep(conversation, said, answer, milliseconds)
        if answer.is_about_case:
            self._after_handoff()
        return _describe(conversation_id, kept.state, kept.messages)

    async def forget(self, key: str) -> bool:
        """Delete a conversation here and in Rasa's store; False for an unknown one. Raises SQLAlchemyError."""
        async with self._lock(key):
            return await to_thread.run_sync(self._forget, key)

    def _lock(self, key: str) -> asyncio.Lock:
        return self._locks.setdefault(key, asyncio.Lock())

    async def _open(self, request: ChatRequest, key: str) -> tuple[ConversationView, Said] | Kept:
        """Find the conversation and what was said, or what was answered when a browser sent the same before.

        Raises ApiError for what does not belong to the conversation.
        """
        if request.conversation is not None or request.opens is not None:
            return await to_thread.run_sync(self._look_up, request, key)
        return self._begin(request, key)

    def _begin(self, request: ChatRequest, key: str) -> tuple[ConversationView, Said]:
        if request.message is None:  # a button of no conversation
            raise ApiError(400, "unknown_payload", "unbekannter_knopf")
        fresh = ConversationView(key, state="bot", message_count=0, is_in_form=False)
        return fresh, _read_said(request, request.message, request.message)

    def _look_up(self, request: ChatRequest, key: str) -> tuple[ConversationView, Said] | Kept:
        with self._factory() as session:
            conversation = find_conversation(session, key)
            if conversation is None and request.conversation is None:
                return self._begin(request, key)
            if conversation is None:
                raise unknown_conversation()
            answered = find_answer(session, key, request.client_id) if request.client_id is not None else None
            if answered is not None:
                return Kept(conversation.state, answered)
            if request.payload is None:
                assert request.message is not None
                return conversation, _read_said(request, request.message, request.message)
            button = find_button(session, key, request.payload)
            if button is None:
                raise ApiError(400, "unknown_payload", "unbekannter_knopf")
            if button.get("lang") == ENGLISH:  # what is pressed in English is answered in English
                request.language = "en"
            return conversation, _read_said(request, button["title"], request.payload)

    async def _find_answer(self, conversation: ConversationView, said: Said) -> Answer:
        """Return the answer of whoever is in charge: a person (no bot then), the ticket, or Rasa."""
        if conversation.state == "person":
            return Answer([], is_about_case=True)
        if said.is_pressed and is_case_button(said.forwarded):
            return await to_thread.run_sync(self._press, conversation, said)
        if conversation.adding_to is not None and not said.is_pressed:
            return await to_thread.run_sync(self._thank, conversation.adding_to)
        answer = self._name_languages(conversation, said, await self._answer(conversation, said))
        if conversation.state == "waiting" and not is_telling_case(answer.messages):
            untold = await to_thread.run_sync(self._tell_untold, conversation)
            return replace(answer, messages=[*untold, *answer.messages])
        return answer

    def _name_languages(self, conversation: ConversationView, said: Said, answer: Answer) -> Answer:
        """Mark what is German in a turn that is in English."""
        text = "" if said.is_pressed or conversation.is_in_form else said.words
        if not is_in_english(text, said.preferences.language, answer.messages):
            return answer
        messages = introduce_german(answer.messages, goes_on=conversation.is_in_form)
        return replace(answer, messages=[message if "id" in message else _finish(message) for message in messages])

    def _tell_untold(self, conversation: ConversationView) -> list[Message]:
        try:
            with self._factory.begin() as session:
                replies = tell_untold(session, self._settings, conversation.key, now=utc_now())
        except SQLAlchemyError:
            logger.exception("it could not be looked up which cases a visitor knows of")
            return []
        return [_finish(reply.to_dict()) for reply in replies]

    def _press(self, conversation: ConversationView, said: Said) -> Answer:
        try:
            with self._factory.begin() as session:
                reply = press_button(session, self._settings, conversation.key, said.forwarded, now=utc_now())
        except (SQLAlchemyError, IllegalTransition):
            logger.exception("a button of a case failed")
            return Answer([_finish(_out_of_order())])
        return Answer([_finish(reply.to_dict())], is_about_case=True)

    def _thank(self, ticket_id: int) -> Answer:
        with self._factory() as session:
            reply = Reply("notice", sentence("fall.ergaenzt", nummer=read_case_number(session, ticket_id)))
        return Answer([_finish(reply.to_dict())], adds_to=ticket_id, is_about_case=True)

    async def _answer(self, conversation: ConversationView, said: Said) -> Answer:
        try:
            messages = await self._rasa.send(conversation.key, said.forwarded, said.preferences.to_metadata())
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
            is_about_case=new_state == "waiting",
            is_for_visitor=any(message.get("form") in FOR_THE_VISITOR for message in messages),
        )

    def _answer_reduced(self, conversation: ConversationView, said: Said) -> list[Reply]:
        """Answer from the content alone, and say so; the last resort needs nothing but this process."""
        if conversation.is_in_form and not is_question(said.words):
            return [_apologise("stoerung.formular", said)]
        try:
            replies = self._reduced(said.forwarded, said.preferences)
        except Exception:  # whatever is broken, the visitor gets the way out
            logger.exception("the reduced mode failed")
            return [_apologise("stoerung.ganz", said)]
        if any(reply.kind != "notice" for reply in replies):
            replies = [*replies, limits_reply(ENGLISH if any(reply.lang == ENGLISH for reply in replies) else GERMAN)]
        return replies

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


def _read_said(request: ChatRequest, words: str, forwarded: str) -> Said:
    preferences = Preferences(request.plain, request.language)
    return Said(words, forwarded, request.page, request.client_id, preferences)


def _apologise(key: str, said: Said) -> Reply:
    language = ENGLISH if is_in_english(said.words, said.preferences.language) else GERMAN
    return Reply("notice", sentence(key, language, kontakt=WAY_OUT), lang=lang_of(language))


def is_telling_case(messages: list[Message]) -> bool:
    """Tell whether the messages confirm that a concern was handed over."""
    return any(message["kind"] == "handoff" for message in messages)


def _finish(message: Message) -> Message:
    """Return a message as the visitor gets it: with id and author, without what is meant for the gateway."""
    shown = {name: value for name, value in message.items() if name not in FOR_THE_GATEWAY}
    return {"id": make_message_id(), "from": "bot", **shown}


def _out_of_order() -> Message:
    return Reply("notice", sentence("stoerung.ganz", kontakt=WAY_OUT)).to_dict()


def _describe(conversation_id: str, state: str, messages: list[Message]) -> dict[str, Any]:
    return {"conversation": conversation_id, "state": state, "messages": messages}
