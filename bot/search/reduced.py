"""Answer without Rasa: the gateway's own way when Rasa or the action server is down. No memory, no forms."""

from __future__ import annotations

import logging

from sqlalchemy.orm import sessionmaker

from bot.german.tables import open_tables
from bot.german.words import Words
from bot.search import render
from bot.search.brain import Brain, load_classifier, read_trained_labels
from bot.search.dialogue import Dialogue
from bot.search.labels import CONTENT_INTENTS, FALLBACK, OUT_OF_SCOPE
from bot.search.memory import Memory
from bot.search.message import prepare
from bot.search.reply import Reference, Reply
from bot.search.sentences import sentence
from bot.search.turn import Turn
from bot.settings import Settings

logger = logging.getLogger(__name__)

CHOICE = render.CHOICE + '{"reference": "'


def make_brain(factory: sessionmaker, settings: Settings, *, with_classifier: bool) -> Brain:
    """Build the answering brain of a process; the classifier is needed only where Rasa gives no posterior."""
    words = Words(open_tables(settings.var_dir / "german"))
    return Brain(
        factory,
        words,
        current_day=settings.current_day,
        show_samples=settings.show_samples,
        classifier=load_classifier(settings.models_dir, words) if with_classifier else None,
        read_trained=lambda: read_trained_labels(settings.models_dir),
    )


class ReducedBrain:
    """Answers single questions from the content; built at the first question, so that the gateway starts at once."""

    def __init__(self, factory: sessionmaker, settings: Settings) -> None:
        self._factory = factory
        self._settings = settings
        self._brain: Brain | None = None

    def reply(self, text: str) -> list[Reply]:
        """Return the replies to a text or to the payload of a choice button."""
        if self._brain is None:
            self._brain = make_brain(self._factory, self._settings, with_classifier=True)
        with self._factory() as session:
            dialogue = Dialogue(
                self._brain,
                session,
                today=self._settings.current_day(),
                show_samples=self._settings.show_samples,
                lead=self._settings.handoff_contact,
            )
            return list(self._answer(dialogue, text))

    def _answer(self, dialogue: Dialogue, text: str) -> tuple[Reply, ...]:
        assert self._brain is not None
        if text.startswith(CHOICE):
            reference = Reference.parse(text.removeprefix(CHOICE).split('"')[0])
            return dialogue.show(Turn("", Memory()), reference).replies
        if text.startswith("/"):
            return (self._cannot(dialogue, "handoff"),)
        if self._brain.classifier is None:
            return dialogue.answer_question(Turn(text, Memory())).replies
        prepared = prepare(text, self._brain.classifier)
        turn = Turn(text, Memory(), prepared.guesses or None, prepared.concerns)
        if prepared.intent in CONTENT_INTENTS.values():
            return dialogue.answer_question(turn).replies
        if prepared.intent == OUT_OF_SCOPE:
            return dialogue.refer(turn).replies
        if prepared.intent == FALLBACK:
            return dialogue.give_up(turn).replies
        return (self._cannot(dialogue, prepared.intent),)

    @staticmethod
    def _cannot(dialogue: Dialogue, intent: str) -> Reply:
        """Say what does not work now: forms and the moves of a conversation need Rasa."""
        if intent == "handoff":
            return Reply("notice", sentence("stoerung.person", kontakt=dialogue.contact_line()))
        return Reply("notice", sentence("stoerung.eingeschraenkt"))
