"""The chat API: what comes in over HTTP, what goes out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import msgspec
from anyio import to_thread
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.analytics.recording import record_complaint, withdraw_complaint
from bot.conversations.live import announce
from bot.conversations.queries import find_conversation, make_key, read_messages
from bot.conversations.record import note_seen, record_feedback
from bot.handoff.low_rating import offer_person
from bot.live.response import EventStreamResponse
from bot.settings import Settings, split_list
from bot.web.errors import ApiError, out_of_order, unknown_conversation
from bot.web.events import EventStreams
from bot.web.limits import Limits, client_address
from bot.web.metrics import Metrics
from bot.web.requests import read_chat_request, read_feedback_request
from bot.web.turns import ChatService
from bot.web.websites import refuse_foreign_websites

logger = logging.getLogger(__name__)

NO_STORE = {"Cache-Control": "no-store"}
WITH_PERSON = ("waiting", "person")  # states in which somebody may be looking


class ChatApi:
    """The endpoints of the chat; whoever has a conversation's id may use it, nobody else."""

    def __init__(
        self,
        settings: Settings,
        factory: sessionmaker,
        *,
        service: ChatService,
        streams: EventStreams,
        limits: Limits,
        metrics: Metrics,
    ) -> None:
        self._trusted_proxies = split_list(settings.trusted_proxies)
        self._websites = settings.origins
        self._factory = factory
        self._service = service
        self._streams = streams
        self._limits = limits
        self._metrics = metrics

    async def post_message(self, request: Request) -> Response:
        """``POST /api/chat``: take a message or a button's payload, answer with the assistant's messages."""
        refuse_foreign_websites(request.headers, self._websites)
        chat = await read_chat_request(request)
        self._check_rate(request, make_key(chat.conversation) if chat.conversation is not None else None)
        answer = msgspec.json.encode(await self._service.take_turn(chat))
        return Response(answer, media_type="application/json", headers=NO_STORE)

    async def get_history(self, request: Request) -> Response:
        """``GET /api/chat/{conversation}``: all messages so far with their times, the visitor's redacted."""
        self._check_rate(request)
        try:
            history = await to_thread.run_sync(self._read_history, request.path_params["conversation"])
        except SQLAlchemyError:
            raise _report_failure() from None
        return JSONResponse(history, headers=NO_STORE)

    async def delete(self, request: Request) -> Response:
        """``DELETE /api/chat/{conversation}``: delete the conversation for good."""
        self._check_rate(request)
        try:
            is_known = await self._service.forget(make_key(request.path_params["conversation"]))
        except SQLAlchemyError:
            raise _report_failure() from None
        if not is_known:
            raise unknown_conversation()
        return Response(status_code=204, headers=NO_STORE)

    async def post_feedback(self, request: Request) -> Response:
        """``POST /api/chat/{conversation}/feedback``: rate one of its messages; a bad rating brings an ``offer``."""
        refuse_foreign_websites(request.headers, self._websites)
        self._check_rate(request)
        feedback = await read_feedback_request(request)
        key = make_key(request.path_params["conversation"])

        def write() -> dict[str, Any] | None:
            with self._factory.begin() as session:
                conversation = find_conversation(session, key)
                if conversation is None:
                    raise unknown_conversation()
                is_kept = record_feedback(
                    session, key, feedback.message, rating=feedback.rating, comment=feedback.comment
                )
                if not is_kept:
                    raise ApiError(404, "unknown_message", "unbekannte_nachricht")
                complain = record_complaint if feedback.rating < 0 else withdraw_complaint
                complain(session, key, feedback.message)
                return offer_person(session, conversation) if feedback.rating < 0 else None

        try:
            offer = await to_thread.run_sync(write)
        except SQLAlchemyError:
            raise _report_failure() from None
        self._metrics.count_feedback(feedback.rating)
        return JSONResponse({"status": "ok", **({"offer": offer} if offer else {})}, headers=NO_STORE)

    async def get_events(self, request: Request) -> Response:
        """``GET /api/chat/{conversation}/events``: the stream of later events, resumed behind Last-Event-ID."""
        self._check_rate(request)
        key = make_key(request.path_params["conversation"])
        stream = await self._streams.open(key, request.headers.get("last-event-id"))
        return EventStreamResponse(stream)

    async def post_typing(self, request: Request) -> Response:
        """``POST /api/chat/{conversation}/typing``: tell a person, if one may be looking, that the visitor writes."""
        return await self._take_sign(request, tell_typing)

    async def post_seen(self, request: Request) -> Response:
        """``POST /api/chat/{conversation}/seen``: the visitor looks at the chat, so answers need no mail."""
        return await self._take_sign(request, note_seen)

    async def _take_sign(self, request: Request, take: Callable[[Session, str], None]) -> Response:
        """Take a sign of life of a conversation with a person, or one that waits for a person; others need none."""
        refuse_foreign_websites(request.headers, self._websites)
        key = make_key(request.path_params["conversation"])
        address = client_address(request, self._trusted_proxies)
        _refuse_after(self._limits.seconds_to_wait_typing(address=address, conversation_key=key))

        def write() -> None:
            with self._factory.begin() as session:
                conversation = find_conversation(session, key)
                if conversation is None:
                    raise unknown_conversation()
                if conversation.state in WITH_PERSON:
                    take(session, key)

        try:
            await to_thread.run_sync(write)
        except SQLAlchemyError:
            raise _report_failure() from None
        return Response(status_code=204, headers=NO_STORE)

    def _check_rate(self, request: Request, conversation_key: str | None = None) -> None:
        address = client_address(request, self._trusted_proxies)
        _refuse_after(self._limits.seconds_to_wait(address=address, conversation_key=conversation_key))

    def _read_history(self, conversation_id: str) -> dict[str, Any]:
        key = make_key(conversation_id)
        with self._factory() as session:
            conversation = find_conversation(session, key)
            if conversation is None:
                raise unknown_conversation()
            messages = [{**message.body, "at": message.at.isoformat()} for message in read_messages(session, key)]
        return {"conversation": conversation_id, "state": conversation.state, "messages": messages}


def tell_typing(session: Session, key: str) -> None:
    """Tell whoever looks at a conversation that the visitor writes. The caller commits."""
    announce(session, key, "typing", {"from": "visitor"})


def _refuse_after(seconds: int) -> None:
    if seconds:
        raise ApiError(429, "too_many_messages", "zu_viele", retry_after=seconds, sekunden=seconds)


def _report_failure() -> ApiError:
    logger.exception("the database failed")
    return out_of_order()
