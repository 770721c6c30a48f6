"""What all actions share: the database and the answering brain, opened at the first use of a process."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import sessionmaker

from bot.addresses import public_url
from bot.contacts.queries import WAY_OUT
from bot.db import make_engine, make_session_factory
from bot.german.languages import GERMAN
from bot.german.normalize import clean
from bot.german.words import open_words
from bot.search.brain import Brain
from bot.search.classifier import Guess
from bot.search.classifier_store import KEPT, UNREADABLE, ClassifierStore, follow_labels
from bot.search.dialogue import Dialogue
from bot.search.memory import Memory
from bot.search.message import Concern
from bot.search.preferences import Preferences
from bot.search.reduced import make_brain
from bot.search.reply import Reply
from bot.search.sentences import follow_wording, sentence
from bot.search.turn import Outcome, Turn
from bot.settings import Settings, read_settings

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Context:
    """The parts that live as long as the process."""

    settings: Settings
    factory: sessionmaker
    brain: Brain
    read_labels: Callable[[str], frozenset[str] | None] = lambda _version: None

    @contextmanager
    def dialogue(self, classifier: str = "") -> Iterator[Dialogue]:
        """Open a dialogue on a database session of its own.

        ``classifier`` is the version that has read the message: after a training Rasa reads on with the former one for
        a moment, and what only the newest has learnt must still be found by its words.
        """
        with self.factory() as session:
            yield Dialogue(
                self.brain,
                session,
                today=self.settings.current_day(),
                show_samples=self.settings.show_samples,
                lead=self.settings.handoff_contact,
                public_url=public_url(self.settings),
                trained=self.read_labels(classifier),
            )


@lru_cache(maxsize=1)
def open_context() -> Context:
    """Open database and brain once per process."""
    settings = read_settings()
    factory = make_session_factory(make_engine(settings.database_url))
    follow_wording(factory)
    store = ClassifierStore(settings.models_dir)
    brain = make_brain(factory, settings, open_words(settings.german_dir), read_trained=follow_labels(store).get)
    brain.watch()

    @lru_cache(maxsize=KEPT)
    def read_labels(version: str) -> frozenset[str] | None:
        try:
            return store.read_labels(version) if version else None
        except UNREADABLE:  # it is gone by now: the newest one counts
            return None

    return Context(settings, factory, brain, read_labels)


def read_turn(tracker: Tracker) -> Turn:
    """Return the visitor's latest message with the memory of the conversation."""
    posterior = tracker.latest_message.get("posterior")
    concerns = [Concern(text, _unpack(part)) for text, part in tracker.latest_message.get("concerns") or ()]
    return Turn(
        clean(tracker.latest_message.get("text") or ""),
        Memory.from_slots(tracker.slots),
        _unpack(posterior) if posterior else None,
        concerns,
        Preferences.from_metadata(tracker.latest_message.get("metadata")),
        tracker.latest_message.get("language") or GERMAN,
    )


def _unpack(posterior: list[list[Any]]) -> list[Guess]:
    return [Guess(label, probability) for label, probability in posterior]


def intent_of(tracker: Tracker) -> str:
    """Return the name of the latest message's intent."""
    return (tracker.latest_message.get("intent") or {}).get("name") or ""


def classifier_of(tracker: Tracker) -> str:
    """Return the version of the classifier that has read the latest message, "" where it is not known."""
    return tracker.latest_message.get("classifier") or ""


def entity_of(tracker: Tracker, name: str) -> str:
    """Return the value of an entity of the latest message, "" without one."""
    return next((str(value) for value in tracker.get_latest_entity_values(name)), "")


def say(dispatcher: CollectingDispatcher, *replies: Reply) -> None:
    """Send replies in the terms of the chat API."""
    for reply in replies:
        dispatcher.utter_message(json_message=reply.to_dict())


def memory_events(before: Memory, after: Memory) -> list[dict[str, Any]]:
    """Return the events that make one memory of another; Rasa replays and stores each of them for good."""
    kept = before.to_slots()
    return [SlotSet(name, value) for name, value in after.to_slots().items() if value != kept[name]]


class DialogueAction(Action, ABC):
    """An action that turns a message into replies; whatever fails, the visitor gets a sentence and a contact.

    Rasa drops the events of an action that raises and says nothing to the visitor, so no exception may leave ``run``.
    """

    @abstractmethod
    def respond(self, dialogue: Dialogue, turn: Turn, tracker: Tracker) -> Outcome:
        """Return what the visitor is told."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Answer the latest message."""
        try:
            turn = read_turn(tracker)
            with open_context().dialogue(classifier_of(tracker)) as dialogue:
                outcome = dialogue.offer_person(self.respond(dialogue, turn, tracker))
        except Exception:  # the one broad net: see the class
            logger.exception("action %s failed", self.name())
            say(dispatcher, failure_reply())
            return []
        say(dispatcher, *outcome.replies)
        return memory_events(turn.memory, outcome.memory)


def failure_reply() -> Reply:
    """Return the sentence for a failed action, with a contact that needs no database."""
    return Reply("notice", sentence("stoerung.aktion", kontakt=WAY_OUT))
