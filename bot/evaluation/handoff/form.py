"""How a visitor gets through the hand-off form, with mistakes, second thoughts and a service that dies in between."""

from __future__ import annotations

import asyncio
import random
import time
from datetime import datetime

from bot.evaluation.client import Turn
from bot.evaluation.handoff.chat import ChatPage
from bot.evaluation.handoff.journal import Told
from bot.evaluation.handoff.line import NoAnswer
from bot.evaluation.handoff.mail_server import CASE_NUMBER
from bot.evaluation.handoff.plan import Character
from bot.search.sentences import sentence

WISH = "Ich möchte mit einem Menschen sprechen"
QUESTION = "Was fördert ZIM?"
STEPS = ("concern", "name", "reach", "company", "consent")
DISTURBANCES = ("aktion", "eingeschraenkt", "formular", "ganz", "person")
MOST_TURNS = 40
PATIENCE, LONGEST_PAUSE = 900.0, 6.0  # seconds, while something behind the chat is out of order


class Form:
    """Fills the form in for one concern."""

    def __init__(self, page: ChatPage, character: Character, dice: random.Random) -> None:
        self._page = page
        self._character = character
        self._dice = dice
        self._whims = {
            "asks_between": character.asks_between,
            "mistypes_address": character.mistypes_address,
            "cancels": character.cancels_first,
            "refuses": character.refuses_first,
        }

    async def hand_over(self, concern: str) -> Turn | None:
        """Return the turn with the case number; None where a person has taken the conversation over meanwhile.

        Raises NoAnswer where that does not come to an end.
        """
        said, resent, turns = WISH, 0, 0
        deadline = time.monotonic() + PATIENCE
        while turns < MOST_TURNS and time.monotonic() < deadline:
            asked_at = self._page.now()
            turn = await self._page.say(said)
            if turn.state == "person":
                return None
            if "handoff" in turn.kinds:
                return self._note(turn, asked_at)
            if step := find_step(turn):
                said, resent, turns = self._answer(step, concern), 0, turns + 1
            elif is_disturbed(turn):
                await asyncio.sleep(min(LONGEST_PAUSE, self._dice.uniform(0.5, 1) * 2**resent))
                resent += 1
            else:  # cancelled, refused, or the form was lost on the way
                said, resent, turns = WISH, 0, turns + 1
        raise NoAnswer(f"nach {turns} Zügen keine Vorgangsnummer; zuletzt: {turn.text[:120]}")

    def _answer(self, step: str, concern: str) -> str:
        if step == "name" and self._whim("asks_between"):
            return QUESTION
        if step == "reach" and self._whim("mistypes_address"):
            return "besuch@example"
        if step == "company" and self._whim("cancels"):
            return "abbrechen"
        if step == "consent" and self._whim("refuses"):
            return "nein"
        one = self._character
        reach = " und ".join(way for way in (one.email * one.has_email, one.phone * one.has_phone) if way)
        return {"concern": concern, "name": one.name, "reach": reach, "company": "weiter", "consent": "ja"}[step]

    def _whim(self, name: str) -> bool:
        """Tell once whether the visitor has it."""
        has_it, self._whims[name] = self._whims[name], False
        return has_it

    def _note(self, turn: Turn, asked_at: datetime) -> Turn:
        told = [message["text"] for message in turn.messages if message["kind"] == "handoff"]
        for text in told:
            found = CASE_NUMBER.search(text)
            if not found:
                raise NoAnswer(f"Übergabe ohne Vorgangsnummer: {text[:120]}")
            self._page.visit.told.append(Told(found[0], text, asked_at, self._page.now()))
        return turn


def find_step(turn: Turn) -> str:
    """Return what the form asks for, "" where it asks nothing."""
    for message in reversed(turn.messages):
        if message["kind"] != "form":
            continue
        for step in STEPS:
            question = sentence(f"utter_ask_handoff_form_handoff_{step}")
            if question[:30] in message["text"]:
                return step
    return ""


def is_disturbed(turn: Turn) -> bool:
    """Tell whether the assistant says that something is out of order."""
    return any(sentence(f"stoerung.{name}")[:30] in turn.text for name in DISTURBANCES)
