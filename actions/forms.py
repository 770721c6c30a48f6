"""What the forms share: an answer is checked, a question in between is answered, a wish to stop is always heard."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.context import classifier_of, failure_reply, open_context, read_turn, say
from bot.handoff.answers import InvalidAnswer
from bot.handoff.consent import read_consent
from bot.handoff.form_moves import is_cancel, is_question
from bot.search.reply import Reply
from bot.search.sentences import sentence

logger = logging.getLogger(__name__)

YES, NO = "ja", "nein"
CANCEL, SKIP, CONFIRM, DENY = "/dialog_abbrechen", "/dialog_weiter", "/smalltalk_bestaetigung", "/smalltalk_verneinung"
# What the buttons of forms stand for.
PRESSED = {CANCEL: "abbrechen", SKIP: "weiter", CONFIRM: YES, DENY: NO}


class CheckedForm(FormValidationAction, ABC):
    """Checks one answer at a time; an empty slot makes the form ask again.

    ``cancelled`` is the slot that says that the visitor wants out, ``first`` the one that is asked first.
    """

    cancelled: ClassVar[str]
    first: ClassVar[str]

    @abstractmethod
    def name(self) -> str:
        """Return the action's name."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Check the answer; a failure keeps what was entered and asks again."""
        try:
            return await super().run(dispatcher, tracker, domain)
        except Exception:  # Rasa would drop the events and stay silent
            logger.exception("%s failed", self.name())
            say(dispatcher, failure_reply())
            return [SlotSet(tracker.get_slot("requested_slot") or self.first, None)]

    def check(
        self, slot: str, value: str, read: Callable[[str], str], dispatcher: CollectingDispatcher
    ) -> dict[str, Any]:
        """Take an answer as ``read`` reads it; what it refuses is explained."""
        value = PRESSED.get(value, value)
        if value.startswith("/"):  # a button from before the form: no answer, so it asks again
            return {slot: None}
        if is_cancel(value):
            return self.cancel(slot)
        try:
            return {slot: read(value)}
        except InvalidAnswer as error:
            say(dispatcher, Reply("form", str(error), invalid=True))
            return {slot: None}

    def check_consent(
        self, slot: str, value: str, unclear: str, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> dict[str, Any]:
        """Take a clear yes or no; anything else is asked again, with a sentence that says why."""
        value = PRESSED.get(value, value)
        consent = read_consent(value)
        if consent is not None:
            return {slot: YES if consent else NO}
        if is_cancel(value):
            return self.cancel(slot)
        if not self.answer_between(value, dispatcher, tracker):
            say(dispatcher, Reply("form", sentence(unclear), invalid=True))
        return {slot: None}

    def answer_between(self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker) -> bool:
        """Answer a question put in the middle of the form; False where it is none or has no answer."""
        if not is_question(value):
            return False
        with open_context().dialogue(classifier_of(tracker)) as dialogue:
            outcome = dialogue.answer_question(read_turn(tracker))
        if outcome.replies[0].kind in ("fallback", "clarify"):
            return False
        say(dispatcher, *outcome.replies)
        return True

    def cancel(self, slot: str) -> dict[str, Any]:
        """Return the values that end the form at once."""
        return {slot: None, self.cancelled: True, "requested_slot": None}
