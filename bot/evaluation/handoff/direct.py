"""Hand-offs without Rasa: the ticket is opened by the functions behind the form, everything else stays real."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

from sqlalchemy.orm import sessionmaker

from bot.conversations.queries import find_conversation, make_key
from bot.conversations.record import create_conversation, make_conversation_id
from bot.evaluation.client import Turn
from bot.evaluation.handoff.busy_database import write
from bot.evaluation.handoff.chat import ChatPage
from bot.evaluation.handoff.journal import Told
from bot.evaluation.handoff.plan import Character
from bot.handoff.confirmation import confirm
from bot.handoff.request import HandoffRequest
from bot.handoff.thread import say
from bot.handoff.tickets import open_ticket
from bot.settings import Settings

FORM_SECONDS = 0.7  # without a pause SQLite would hardly let the gateways write


class DirectForm:
    """Stands in for the form of the chat."""

    def __init__(
        self,
        factory: sessionmaker,
        settings: Settings,
        writers: asyncio.Semaphore,
        page: ChatPage,
        character: Character,
    ) -> None:
        self._factory = factory
        self._settings = settings
        self._writers = writers
        self._page = page
        self._character = character

    async def hand_over(self, concern: str) -> Turn | None:
        """Open a ticket, in a conversation of its own where there is none yet."""
        self._page.visit.conversation = self._page.visit.conversation or make_conversation_id()
        async with self._writers:
            await asyncio.sleep(FORM_SECONDS)
            message = await write(partial(self._open, concern))
        return Turn([message], "waiting")

    def _open(self, concern: str) -> dict[str, Any]:
        one, key, now = self._character, make_key(self._page.visit.conversation), self._page.now()
        with self._factory.begin() as session:
            if find_conversation(session, key) is None:
                create_conversation(session, key)
                session.flush()
            request = HandoffRequest(
                conversation_key=key,
                reason="asked",
                concern=concern,
                name=one.name,
                email=one.email * one.has_email,
                phone=one.phone * one.has_phone,
                company="",
                consent_at=now,
            )
            ticket = open_ticket(session, request, self._settings, now=now)
            reply = confirm(session, self._settings, ticket, now=now)
            say(session, ticket, reply)
            told = Told(ticket.case_number, reply.text, now, self._page.now())
        self._page.visit.told.append(told)
        return reply.to_dict()
