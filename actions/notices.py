"""The form for notices of new offers: what of, the address, the consent, and the subscription at the end."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.context import Context, failure_reply, open_context, say
from actions.forms import CANCEL, CONFIRM, DENY, YES, CheckedForm
from bot.contacts.queries import WAY_OUT
from bot.db import utc_now
from bot.handoff.contact_details import read_email
from bot.offers.filters import OfferFilters
from bot.offers.finding import count_offers
from bot.search.memory import Memory
from bot.search.named_conditions import describe_conditions
from bot.search.reply import Button, Reply
from bot.search.sentences import sentence
from bot.search.wishes import NOTICE, can_wait, read_wish, wish_of
from bot.subscriptions.links import UNCONFIRMED_FOR
from bot.subscriptions.subscribing import Order, TooManySubscriptions, subscribe

logger = logging.getLogger(__name__)

FORM_SLOTS = ("notice_filters", "notice_email", "notice_consent", "notice_cancelled", "notice_ready")
CONSENT = "benachrichtigung.frage_einwilligung"
FORM = "benachrichtigung"  # what tells the gateway this form from the hand-off
MOST_MATCHING = 50  # offers for which there is so much already are no rare news


class ActionBeginNotice(Action):
    """Find out what of the visitor is to be told, and whether that makes sense; ``notice_ready`` begins the form."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_begin_notice"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Begin the form, say what is missing, or write down what could not be written before."""
        if tracker.get_slot("notice_email") and tracker.get_slot("notice_consent") == YES:
            return _order(dispatcher, tracker)
        try:
            context = open_context()
            wish = _read_wish(tracker)
            if not can_wait(wish, context.settings.current_day()):
                say(dispatcher, Reply("notice", sentence("benachrichtigung.wozu")))
                return _emptied()
            with context.factory() as session:
                count = count_offers(session, wish, today=context.settings.current_day(), show_samples=False)
        except Exception:  # Rasa would drop the events and stay silent
            logger.exception("action %s failed", self.name())
            say(dispatcher, failure_reply())
            return _emptied()
        if count > MOST_MATCHING:
            say(dispatcher, Reply("notice", sentence("benachrichtigung.zu_weit", anzahl=count)))
            return _emptied()
        return [SlotSet("notice_ready", True)]


class AskInNoticeForm(Action, ABC):
    """One question of the form, with the way out of it."""

    @abstractmethod
    def ask(self, tracker: Tracker) -> tuple[str, tuple[Button, ...]]:
        """Return the question and the buttons that answer it."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Ask."""
        text, answers = self.ask(tracker)
        cancel = Button(sentence("benachrichtigung.abbrechen_knopf"), CANCEL)
        question = Reply("form", text, buttons=(*answers, cancel))
        dispatcher.utter_message(json_message={**question.to_dict(), "form": FORM})
        return []


class AskForAddress(AskInNoticeForm):
    """Ask for the address, and say what will be sent there."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_ask_notice_form_notice_email"

    def ask(self, tracker: Tracker) -> tuple[str, tuple[Button, ...]]:
        """Return the question."""
        context = open_context()
        with context.factory() as session:
            conditions = _describe(session, context, _read_wish(tracker))
        return sentence("benachrichtigung.frage_adresse", bedingungen=conditions), ()


class AskForConsent(AskInNoticeForm):
    """Ask whether the address may be kept."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_ask_notice_form_notice_consent"

    def ask(self, tracker: Tracker) -> tuple[str, tuple[Button, ...]]:
        """Return the question with "yes" and "no"."""
        yes = Button(sentence("benachrichtigung.ja_knopf"), CONFIRM)
        understood = sentence("benachrichtigung.adresse", adresse=tracker.get_slot("notice_email"))
        return f"{understood} {sentence(CONSENT)}", (yes, Button(sentence("benachrichtigung.nein_knopf"), DENY))


class ValidateNoticeForm(CheckedForm):
    """Checks the answers of the form."""

    cancelled = "notice_cancelled"
    first = "notice_email"

    def name(self) -> str:
        """Return the action's name."""
        return "validate_notice_form"

    def validate_notice_email(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Take the address, or answer a question in between."""
        if "@" not in value and self.answer_between(value, dispatcher, tracker):
            return {"notice_email": None}
        return self.check("notice_email", value, read_email, dispatcher)

    def validate_notice_consent(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Take a clear yes or no; anything else is asked again."""
        return self.check_consent("notice_consent", value, "benachrichtigung.einwilligung_unklar", dispatcher, tracker)


class ActionFinishNotice(Action):
    """Write the subscription and the mail that asks to confirm it; nothing is kept without consent."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_finish_notice"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Finish the form: cancelled, refused, or ordered."""
        if tracker.get_slot("notice_cancelled"):
            say(dispatcher, Reply("notice", sentence("benachrichtigung.abgebrochen")))
            return _emptied()
        if tracker.get_slot("notice_consent") != YES:
            say(dispatcher, Reply("notice", sentence("benachrichtigung.keine_einwilligung")))
            return _emptied()
        return _order(dispatcher, tracker)


def _order(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]]:
    """Subscribe with what was entered; where that fails it is kept, and a button tries again."""
    context = open_context()
    try:
        wish = _read_wish(tracker)
        with context.factory.begin() as session:
            conditions = _describe(session, context, wish)
            email = tracker.get_slot("notice_email")
            order = Order(email, wish, conditions, tracker.sender_id, sentence(CONSENT))
            is_new = subscribe(session, context.settings, order, now=utc_now())
    except TooManySubscriptions as refusal:
        say(dispatcher, Reply("notice", str(refusal)))
        return _emptied()
    except Exception:  # nothing entered may be lost
        logger.exception("a subscription could not be written")
        again = Button(sentence("benachrichtigung.noch_einmal_knopf"), NOTICE)
        say(dispatcher, Reply("notice", sentence("benachrichtigung.gestoert", kontakt=WAY_OUT), buttons=(again,)))
        return [SlotSet("notice_ready", None)]
    # The address is not said again: unlike what forms say, this is kept as it is.
    ordered = sentence("benachrichtigung.bestellt", tage=UNCONFIRMED_FOR.days)
    say(dispatcher, Reply("notice", ordered if is_new else sentence("benachrichtigung.schon_bestellt")))
    return _emptied()


def _read_wish(tracker: Tracker) -> OfferFilters:
    """Return what the pressed button stands for, else the last search."""
    data = tracker.get_slot("notice_filters")
    return wish_of(read_wish(data) if data else Memory.from_slots(tracker.slots).filters)


def _describe(session: Session, context: Context, wish: OfferFilters) -> str:
    return describe_conditions(wish, context.brain.knowledge(session).vocabulary.names)


def _emptied() -> list[dict[str, Any]]:
    return [SlotSet(name, None) for name in FORM_SLOTS]
