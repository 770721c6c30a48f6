"""The form of the funding check: eight questions, each may be skipped or corrected, then the programmes in groups."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import partialmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.context import Context, memory_events, open_context, say
from actions.forms import CANCEL, CONFIRM, PRESSED, SKIP, YES, CheckedForm
from bot.addresses import public_url
from bot.contacts.queries import WAY_OUT
from bot.handoff.consent import read_consent
from bot.handoff.form_moves import is_cancel, is_skip
from bot.offers.eligibility import reading
from bot.offers.eligibility.address import page_of_check
from bot.offers.eligibility.answers import Answers
from bot.offers.eligibility.reading import QUESTIONS, Found, Reader
from bot.search.funding_check import run_check
from bot.search.funding_check_reply import START, result_reply
from bot.search.funding_check_words import list_answers, name_said
from bot.search.memory import Memory
from bot.search.rechecking import remember_check
from bot.search.reply import Button, Reply
from bot.search.sentences import sentence

logger = logging.getLogger(__name__)

Slots = dict[str, Any]

SLOTS = {question: f"check_{question}" for question in QUESTIONS}
CONFIRMED, CANCELLED = "check_confirmed", "check_cancelled"


class ValidateFundingCheckForm(CheckedForm):
    """Takes one answer at a time; a skipped question has nothing in its slot."""

    cancelled = CANCELLED
    first = SLOTS[QUESTIONS[0]]

    def name(self) -> str:
        """Return the action's name."""
        return "validate_funding_check_form"

    def validate_check_confirmed(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """Take a clear yes; anything else corrects what was said before, or is asked again."""
        text = read_pressed(value)
        if is_cancel(text):
            return self.cancel(CONFIRMED)
        if read_consent(text):
            return {CONFIRMED: YES}
        corrected = _make_reader(tracker).understand(None, text, list(_read_slots(tracker)))
        if not corrected and not self.answer_between(text, dispatcher, tracker):
            say(dispatcher, Reply("form", sentence("foerdercheck.was_stimmt_nicht")))
        return {**_to_slots(corrected), CONFIRMED: None}

    def _take(
        self, question: str, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """Take the answer to a question, a skip, a correction, or answer what is asked in between."""
        slot, text = SLOTS[question], read_pressed(value)
        if not text:  # a button from before the form
            return {slot: None}
        if is_cancel(text):
            return self.cancel(slot)
        if reading.asks_why(text):
            say(dispatcher, Reply("form", sentence(f"foerdercheck.warum_{question}")))
            return {slot: None}
        if _is_skipped(question, text):
            return {slot: {}}
        if text.endswith("?") and self.answer_between(text, dispatcher, tracker):
            return {slot: None}
        understood = _make_reader(tracker).understand(question, text, list(_read_slots(tracker)))
        if not understood and is_skip(text):
            return {slot: {}}
        if understood and question not in understood:
            say(dispatcher, Reply("form", sentence("foerdercheck.korrigiert", angaben=_name(understood))))
        elif not understood and not self.answer_between(text, dispatcher, tracker):
            helpful = "warum" if text.endswith("?") else "unklar"
            say(dispatcher, Reply("form", sentence(f"foerdercheck.{helpful}_{question}")))
        return {slot: None, **_to_slots(understood)}

    validate_check_employees = partialmethod(_take, reading.EMPLOYEES)
    validate_check_turnover = partialmethod(_take, reading.TURNOVER)
    validate_check_group = partialmethod(_take, reading.GROUP)
    validate_check_place = partialmethod(_take, reading.PLACE)
    validate_check_plan = partialmethod(_take, reading.PLAN)
    validate_check_budget = partialmethod(_take, reading.BUDGET)
    validate_check_started = partialmethod(_take, reading.STARTED)
    validate_check_start = partialmethod(_take, reading.START)


class ActionAskFundingCheckFormCheckConfirmed(Action):
    """Read back what was understood, so that a wrongly read number can be put right."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_ask_funding_check_form_check_confirmed"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Ask whether everything was understood rightly."""
        rows = list_answers(read_answers(tracker), _topic_names())
        lines = "\n".join(f"- {label}: {value}" for label, value in rows)
        text = f"{sentence('foerdercheck.verstanden')}\n\n{lines}\n\n{sentence('foerdercheck.verstanden_frage')}"
        buttons = (
            Button(sentence("foerdercheck.auswerten_knopf"), CONFIRM),
            Button(sentence("foerdercheck.abbrechen_knopf"), CANCEL),
        )
        say(dispatcher, Reply("form", text, buttons=buttons))
        return []


class ActionFinishFundingCheck(Action):
    """Judge the programmes and tell the result; the form is then empty, and the answers can still be corrected."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_finish_funding_check"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Finish the form: cancelled, or with the result."""
        emptied = [SlotSet(name, None) for name in (*SLOTS.values(), CONFIRMED, CANCELLED)]
        memory = Memory.from_slots(tracker.slots)
        if tracker.get_slot(CANCELLED):
            say(dispatcher, Reply("notice", sentence("foerdercheck.abgebrochen")))
            return [*emptied, *memory_events(memory, memory.replied())]
        answers = read_answers(tracker)
        try:
            reply = _tell_result(open_context(), answers)
        except Exception:  # nothing said may be lost: the button tries again with the same answers
            logger.exception("funding check could not be finished")
            again = Button(sentence("uebergabe.noch_einmal_knopf"), START)
            say(dispatcher, Reply("notice", sentence("foerdercheck.gestoert", kontakt=WAY_OUT), buttons=(again,)))
            return []
        say(dispatcher, reply)
        return [*emptied, *memory_events(memory, remember_check(memory, reply, answers))]


def read_pressed(value: str) -> str:
    """Return the words that a pressed button stands for, empty for one of another message; other texts as they are."""
    if not value.startswith("/"):
        return value
    return PRESSED.get(value, "")


def _is_skipped(question: str, text: str) -> bool:
    """Tell whether a question is passed over; "nein" is an answer where yes or no is asked."""
    is_plain_skip = is_skip(text) and (question not in reading.YES_OR_NO or text == PRESSED[SKIP])
    return is_plain_skip or reading.does_not_know(text)


def read_answers(tracker: Tracker) -> Answers:
    """Return everything that was said so far."""
    return Answers.from_slot({name: value for found in _read_slots(tracker).values() for name, value in found.items()})


def _tell_result(context: Context, answers: Answers) -> Reply:
    settings = context.settings
    with context.factory() as session:
        result = run_check(session, answers, today=settings.current_day(), show_samples=settings.show_samples)
    return result_reply(result, f"{public_url(settings)}{page_of_check(answers)}")


def _make_reader(tracker: Tracker) -> Reader:
    context = open_context()
    with context.factory() as session:
        vocabulary = context.brain.knowledge(session).vocabulary
    return Reader(vocabulary, context.settings.current_day(), read_answers(tracker).employees)


def _read_slots(tracker: Tracker) -> dict[str, Found]:
    """Return what was taken, by question; in the slot of the one that is asked, the bare text stands for a while."""
    slots = {question: tracker.get_slot(slot) for question, slot in SLOTS.items()}
    return {question: found for question, found in slots.items() if isinstance(found, dict)}


def _to_slots(understood: Mapping[str, Found]) -> Slots:
    """Return the slots of what was understood; of what has begun nobody is asked when it begins."""
    slots: Slots = {SLOTS[question]: dict(found) for question, found in understood.items()}
    if understood.get(reading.STARTED, {}).get("has_started"):
        slots[SLOTS[reading.START]] = {}
    return slots


def _name(understood: Mapping[str, Found]) -> str:
    said = {name: value for found in understood.values() for name, value in found.items()}
    return name_said(Answers.from_slot(said), _topic_names())


def _topic_names() -> dict[str, str]:
    context = open_context()
    with context.factory() as session:
        return context.brain.knowledge(session).vocabulary.names
