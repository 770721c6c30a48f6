"""The hand-off form: each answer checked, questions in between answered, and the ticket at the end."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.context import Context, memory_events, open_context, say
from actions.forms import PRESSED, YES, CheckedForm
from bot.contacts.queries import WAY_OUT
from bot.conversations.queries import read_messages, read_page, read_transcript
from bot.db import utc_now
from bot.german.normalize import tokenize
from bot.handoff.answers import InvalidAnswer, read_company, read_concern, read_name
from bot.handoff.confirmation import confirm
from bot.handoff.contact_details import read_contact
from bot.handoff.dossier import make_dossier
from bot.handoff.form_moves import is_cancel, is_more_of_concern, is_skip
from bot.handoff.request import HandoffRequest
from bot.handoff.tickets import open_ticket
from bot.search.handed_over import find_areas, name_filters, name_references
from bot.search.memory import Memory
from bot.search.message import is_command
from bot.search.reply import Button, Reply
from bot.search.sentences import sentence

logger = logging.getLogger(__name__)

FORM_SLOTS = ("handoff_concern", "handoff_name", "handoff_reach", "handoff_company", "handoff_consent")
CONSENT_QUESTION = "utter_ask_handoff_form_handoff_consent"
SKIPPED = "-"
LONG_REQUEST = 20  # words from which a request for a person says what it is about
SHORT_REQUEST = 8  # the same where it names a topic


class ValidateHandoffForm(CheckedForm):
    """Checks the answers of the hand-off form."""

    cancelled = "handoff_cancelled"
    first = "handoff_concern"

    def name(self) -> str:
        """Return the action's name."""
        return "validate_handoff_form"

    def validate_handoff_concern(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Take the concern as it is written: also a question is a concern here."""
        return self.check("handoff_concern", value, read_concern, dispatcher)

    def validate_handoff_name(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Take the name, or answer a question in between."""
        if self.answer_between(value, dispatcher, tracker):
            return {"handoff_name": None}
        return self._add_to_concern(value, dispatcher, tracker) or self.check(
            "handoff_name", value, read_name, dispatcher
        )

    def _add_to_concern(self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker) -> dict[str, Any]:
        """Take a sentence that is no name as more of the concern; nothing where it is none."""
        if not is_more_of_concern(value) or is_cancel(value):
            return {}
        try:
            more = read_concern(f"{tracker.get_slot('handoff_concern') or ''}\n{value}")
        except InvalidAnswer as error:
            say(dispatcher, Reply("form", str(error), invalid=True))
            return {"handoff_name": None}
        say(dispatcher, Reply("form", sentence("uebergabe.anliegen_ergaenzt")))
        return {"handoff_concern": more, "handoff_name": None}

    def validate_handoff_reach(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Take e-mail address or phone number, or answer a question in between."""
        if "@" not in value and self.answer_between(value, dispatcher, tracker):
            return {"handoff_reach": None}
        return self.check("handoff_reach", value, _read_reach, dispatcher)

    def validate_handoff_company(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Take the company, a skip, or answer a question in between."""
        value = PRESSED.get(value, value)
        if is_skip(value):
            return {"handoff_company": SKIPPED}
        if self.answer_between(value, dispatcher, tracker):
            return {"handoff_company": None}
        return self.check("handoff_company", value, read_company, dispatcher)

    def validate_handoff_consent(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Take a clear yes or no; anything else is asked again."""
        return self.check_consent("handoff_consent", value, "uebergabe.einwilligung_unklar", dispatcher, tracker)


class ActionNoteConcern(Action):
    """Take a concern that was written along with the wish for a person: it is not asked for again."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_note_concern"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Fill the slot of the concern where the message holds one; a failure leaves it to the form to ask."""
        text = tracker.latest_message.get("text") or ""
        if tracker.get_slot("handoff_concern"):  # a second try after a failure: what was entered stays
            return []
        try:
            concern = read_concern(text) if _holds_concern(text) else ""
        except InvalidAnswer:
            concern = ""
        except Exception:
            logger.exception("the concern could not be read")
            concern = ""
        if not concern:
            return []
        say(dispatcher, Reply("form", sentence("uebergabe.anliegen_genannt")))
        return [SlotSet("handoff_concern", concern)]


def _holds_concern(text: str) -> bool:
    """Tell whether a message says what it is about: it is long, or it names a topic of ours."""
    if is_command(text):
        return False
    length = len(tokenize(text))
    if length >= LONG_REQUEST:
        return True
    context = open_context()
    with context.factory() as session:
        return length >= SHORT_REQUEST and bool(context.brain.knowledge(session).vocabulary.find_topics(text))


class ActionFinishHandoff(Action):
    """Write ticket and mail in one transaction and name the case number; nothing is kept without consent."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_finish_handoff"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Finish the form: cancelled, refused, or handed over."""
        emptied = [SlotSet(name, None) for name in (*FORM_SLOTS, "handoff_cancelled", "handoff_reason")]
        memory = Memory.from_slots(tracker.slots)
        forgotten = memory_events(memory, memory.replied())
        if tracker.get_slot("handoff_cancelled"):
            say(dispatcher, Reply("notice", sentence("uebergabe.abgebrochen")))
            return [*emptied, *forgotten]
        if tracker.get_slot("handoff_consent") != YES:
            say(dispatcher, Reply("notice", sentence("uebergabe.keine_einwilligung", kontakt=WAY_OUT)))
            return [*emptied, *forgotten]
        try:
            reply = _hand_over(tracker)
        except Exception:  # nothing entered may be lost: the button tries again with the same entries
            logger.exception("ticket could not be written")
            again = Button(sentence("uebergabe.noch_einmal_knopf"), "/handoff")
            say(dispatcher, Reply("notice", sentence("uebergabe.gestoert", kontakt=WAY_OUT), buttons=(again,)))
            return []
        say(dispatcher, reply)
        return [*emptied, *forgotten]


def _hand_over(tracker: Tracker) -> Reply:
    """Write the ticket and return what the visitor is told: the case number, and what is true about waiting."""
    context, now = open_context(), utc_now()
    with context.factory.begin() as session:
        ticket = open_ticket(session, _make_request(session, context, tracker, now), context.settings, now=now)
        return confirm(session, context.settings, ticket, now=now)


def _make_request(session: Session, context: Context, tracker: Tracker, now: datetime) -> HandoffRequest:
    knowledge, memory = context.brain.knowledge(session), Memory.from_slots(tracker.slots)
    contact = read_contact(tracker.get_slot("handoff_reach"))
    company, concern = tracker.get_slot("handoff_company"), tracker.get_slot("handoff_concern")
    bodies = [message.body for message in read_messages(session, tracker.sender_id)]
    return HandoffRequest(
        conversation_key=tracker.sender_id,
        reason=tracker.get_slot("handoff_reason") or ("misses" if memory.misses else "asked"),
        concern=concern,
        name=tracker.get_slot("handoff_name"),
        email=contact.email,
        phone=contact.phone,
        company="" if company == SKIPPED else company,
        consent_at=now,
        consent_text=sentence(CONSENT_QUESTION),
        areas=find_areas(knowledge, memory, concern),
        dossier=make_dossier(
            bodies,
            filters=name_filters(knowledge, memory.filters),
            titles=name_references(knowledge),
            page=read_page(session, tracker.sender_id),
        ),
        transcript=tuple(read_transcript(session, tracker.sender_id)),
    )


def _read_reach(text: str) -> str:
    details = read_contact(text)
    return ", ".join(way for way in (details.email, details.phone) if way)
