"""Answer without Rasa: the gateway's own way when Rasa or the action server is down. No memory, no forms."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.orm import Session, sessionmaker

from bot.german.languages import recognise
from bot.german.vectors import open_vectors
from bot.german.words import Words, open_words
from bot.search import render
from bot.search.brain import Brain
from bot.search.classifier import TextClassifier
from bot.search.classifier_store import ClassifierStore, follow_classifier
from bot.search.dialogue import Dialogue
from bot.search.followed import Followed
from bot.search.funding_check_reply import START
from bot.search.knowledge import Knowledge
from bot.search.labels import CONTENT_INTENTS, FALLBACK, OUT_OF_SCOPE
from bot.search.memory import Memory
from bot.search.message import prepare
from bot.search.preferences import USUAL, Preferences
from bot.search.reply import Reference, Reply
from bot.search.sentences import sentence
from bot.search.turn import Turn
from bot.settings import Settings

logger = logging.getLogger(__name__)

CHOICE = render.CHOICE + '{"reference": "'
MoveReply = Callable[[Dialogue, str, str], Reply]  # from a dialogue, an intent and a language


def make_brain(
    factory: sessionmaker,
    settings: Settings,
    words: Words,
    *,
    read_trained: Callable[[], frozenset[str]],
    hidden: frozenset[str] = frozenset(),
) -> Brain:
    """Build the answering brain of a process; ``read_trained`` gives what the classifier behind the posterior knows.

    ``hidden`` are ways to ask that it shall not find among those of the content.
    """
    return Brain(
        factory,
        words,
        encoder=open_vectors(settings.vectors_model, settings.german_dir, words),
        current_day=settings.current_day,
        show_samples=settings.show_samples,
        read_trained=read_trained,
        hidden=hidden,
    )


class ReducedBrain:
    """Answers single questions from the content; built at the first question, so that the gateway starts at once."""

    def __init__(self, factory: sessionmaker, settings: Settings) -> None:
        self._factory = factory
        self._settings = settings
        self._lock = threading.Lock()
        self._parts: tuple[Brain, Followed[TextClassifier | None]] | None = None

    def reply(self, text: str, preferences: Preferences = USUAL) -> list[Reply]:
        """Return the replies to a text or to the payload of a choice button."""
        return self._reply(text, preferences, self._cannot)

    def rehearse(self, text: str) -> list[Reply]:
        """Return what a visitor's text is answered with while everything works; of a move, only that it is one."""
        return self._reply(text, USUAL, _name_move)

    def _reply(self, text: str, preferences: Preferences, make_move: MoveReply) -> list[Reply]:
        brain, classifier = self.parts()
        with self._factory() as session:
            dialogue = Dialogue(
                brain,
                session,
                today=self._settings.current_day(),
                show_samples=self._settings.show_samples,
                lead=self._settings.handoff_contact,
            )
            return list(self._answer(dialogue, Turn(text, Memory(), preferences=preferences), classifier, make_move))

    def knowledge(self, session: Session) -> Knowledge:
        """Return what is known of the content now. Raises MissingTables."""
        brain, _ = self.parts()
        return brain.knowledge(session)

    def parts(self) -> tuple[Brain, TextClassifier | None]:
        """Return the brain and the classifier as it is now, for asking them without a dialogue."""
        with self._lock:  # building takes seconds: once is enough
            self._parts = self._parts or self._build()
        brain, classifier = self._parts
        return brain, classifier.get()

    def _build(self) -> tuple[Brain, Followed[TextClassifier | None]]:
        words = open_words(self._settings.german_dir)
        classifier = follow_classifier(ClassifierStore(self._settings.models_dir), words).watch()
        if classifier.get() is None:
            logger.warning("no trained classifier, answering by words alone")

        def read_trained() -> frozenset[str]:
            # What is in use, not what lies in the folder: reading a new classifier takes seconds, and until then its
            # new entries are found by their words alone.
            in_use = classifier.get()
            return frozenset(in_use.labels) if in_use else frozenset()

        brain = make_brain(self._factory, self._settings, words, read_trained=read_trained)
        brain.watch()
        return brain, classifier

    def _answer(
        self, dialogue: Dialogue, turn: Turn, classifier: TextClassifier | None, make_move: MoveReply
    ) -> tuple[Reply, ...]:
        text = turn.text
        if text.startswith(CHOICE):
            reference = Reference.parse(text.removeprefix(CHOICE).split('"')[0])
            return dialogue.show(turn, reference).replies
        if text.startswith("/"):
            return (make_move(dialogue, "foerdercheck" if text.startswith(START) else "handoff", turn.language),)
        if classifier is None:
            language = recognise(text, expected=turn.preferences.language)
            return dialogue.answer_question(replace(turn, written_in=language)).replies
        prepared = prepare(text, classifier, expected=turn.preferences.language)
        turn = replace(turn, guesses=prepared.guesses or None, concerns=prepared.concerns, written_in=prepared.language)
        if prepared.intent in CONTENT_INTENTS.values():
            return dialogue.answer_question(turn).replies
        if prepared.intent == OUT_OF_SCOPE:
            return dialogue.refer(turn).replies
        if prepared.intent == FALLBACK:
            return dialogue.give_up(turn).replies
        return (make_move(dialogue, prepared.intent, turn.language),)

    @staticmethod
    def _cannot(dialogue: Dialogue, intent: str, language: str) -> Reply:
        """Say what does not work now: forms and the moves of a conversation need Rasa."""
        if intent == "handoff":
            text = sentence("stoerung.person", language, kontakt=dialogue.contact_line())
            return Reply("notice", text, lang=render.lang_of(language))
        return limits_reply(language)


def _name_move(_dialogue: Dialogue, _intent: str, _language: str) -> Reply:
    return Reply(
        "notice", "Das beantwortet kein Eintrag: Der Assistent beginnt hier ein Formular oder einen Gesprächsschritt."
    )


def limits_reply(language: str) -> Reply:
    """Return the word on what works now and what does not."""
    return Reply("notice", sentence("stoerung.eingeschraenkt", language), lang=render.lang_of(language))
