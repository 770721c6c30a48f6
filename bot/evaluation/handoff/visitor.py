"""A visitor from the first question to the last look at the conversation."""

from __future__ import annotations

import asyncio
import random
from typing import Any

from bot.evaluation.handoff.case_page import CasePage
from bot.evaluation.handoff.chat import ChatPage
from bot.evaluation.handoff.direct import DirectForm
from bot.evaluation.handoff.form import QUESTION, Form
from bot.evaluation.handoff.journal import Visit
from bot.evaluation.handoff.line import NoAnswer
from bot.search.sentences import sentence

LONGEST_STAY = 40.0  # seconds
MOST_WORDS = 4  # to a person
CALLBACK = "/fall/rueckruf/"
BOOKED = sentence("warten.rueckruf_gebucht", wann="", telefon="", nummer="").partition(":")[0]
SETTLED, UNSETTLED = "/fall/geklaert/", "/fall/offen/"


class Visitor:
    """Plays one character; the form opens the ticket: through the chat, or beside it where nobody answers questions."""

    def __init__(
        self,
        page: ChatPage,
        form: Form | DirectForm,
        case_page: CasePage,
        dice: random.Random,
        *,
        has_questions: bool = True,
    ) -> None:
        self._page = page
        self._case_page = case_page
        self._form = form
        self._has_questions = has_questions
        self._dice = dice
        self._is_unsettled = page.visit.character.is_unsettled
        self._words = 0  # spoken to persons

    async def play(self) -> None:
        """Play; what goes wrong stands in the visit."""
        try:
            await self._play()
        except NoAnswer as error:
            self.visit.trouble = str(error)
        finally:
            await self._page.close()

    @property
    def visit(self) -> Visit:
        """What this visitor has seen."""
        return self._page.visit

    async def _play(self) -> None:
        character = self.visit.character
        if character.asks_first and self._has_questions:
            await self._page.say(QUESTION)
        await self._hand_over(1)
        if character.stays or character.has_second_concern:
            self._page.watch()
            await self._stay()
        if character.has_second_concern and self._page.state != "person":
            await self._hand_over(2)
            await self._stay()
        if character.adds and character.has_email:
            text = f"Ergänzung {character.number}: Wir sind zwölf Leute."
            if await self._case_page.add(text):
                self.visit.added.append(text)

    async def _hand_over(self, part: int) -> None:
        """Hand a concern over; who can be called back takes the first time that is offered."""
        turn = await self._form.hand_over(self.visit.character.concern(part))
        offered = [payload for message in turn.messages if (payload := find_button(message, CALLBACK))] if turn else []
        if turn and offered:
            answer = await self._page.press(offered[0])
            if BOOKED in answer.text:
                self.visit.booked.append(self.visit.told[-1].case_number)

    async def _stay(self) -> None:
        """Wait for a person, talk, and say whether it is settled."""
        loop = asyncio.get_running_loop()
        until, seen = loop.time() + LONGEST_STAY * self._dice.uniform(0.3, 1), len(self.visit.events)
        while (left := until - loop.time()) > 0:
            self._page.news.clear()
            for _position, message in self.visit.events[seen:]:
                seen += 1
                if message["from"] == "person" and self._page.state == "person" and self._words < MOST_WORDS:
                    self._words += 1
                    await self._page.say(f"Rückmeldung {self.visit.character.number}-{self._words}: gut, danke.")
                elif (payload := find_button(message, SETTLED)) and await self._settle(message, payload):
                    return
            if seen == len(self.visit.events):
                try:
                    await asyncio.wait_for(self._page.news.wait(), left)
                except asyncio.TimeoutError:
                    return

    async def _settle(self, message: dict[str, Any], payload: str) -> bool:
        """Press one of the two buttons; return whether that is the end."""
        if not self._is_unsettled:
            await self._page.press(payload)
            return True
        self._is_unsettled = False
        case_number = payload.rpartition("/")[2]
        turn = await self._page.press(find_button(message, UNSETTLED))
        if sentence("fall.wieder_offen", nummer=case_number) in turn.text:
            text = f"Nachtrag {self.visit.character.number}: Bitte noch die Fristen nennen."
            if (await self._page.say(text)).messages:  # else a person has it, as what was written live
                self.visit.added.append(text)
        return False


def find_button(message: dict[str, Any], beginning: str) -> str:
    """Return the payload of a message's first button that begins so, "" without one."""
    payloads = [str(button["payload"]) for button in message.get("buttons") or []]
    return next((payload for payload in payloads if payload.startswith(beginning)), "")
