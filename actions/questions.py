"""Questions about the content: FAQ, funding, training, contacts, and what is not ours."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.context import DialogueAction
from bot.search.dialogue import Dialogue
from bot.search.turn import Outcome, Turn


class ActionAnswerQuestion(DialogueAction):
    """Answer from the FAQ; the brain may find that offers or a contact are the better answer."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_answer_question"

    def respond(self, dialogue: Dialogue, turn: Turn, tracker: Tracker) -> Outcome:
        """Answer the question."""
        return dialogue.answer_question(turn)


class ActionSearchFunding(ActionAnswerQuestion):
    """Search funding programmes."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_search_funding"


class ActionSearchTraining(ActionAnswerQuestion):
    """Search training."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_search_training"


class ActionFindContact(ActionAnswerQuestion):
    """Find a contact by name, organisation or topic."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_find_contact"


class ActionRefer(DialogueAction):
    """Name the right place for a question that is not ours."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_refer"

    def respond(self, dialogue: Dialogue, turn: Turn, tracker: Tracker) -> Outcome:
        """Refer the visitor."""
        return dialogue.refer(turn)


class ActionFallback(DialogueAction):
    """Say honestly that nothing was understood: first ask back, then offer a person."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_fallback"

    def respond(self, dialogue: Dialogue, turn: Turn, tracker: Tracker) -> Outcome:
        """Ask back or offer a person."""
        return dialogue.give_up(turn)
