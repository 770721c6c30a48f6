"""Moves of the conversation: follow-ups, more, details, corrections, back, start over, delete."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import AllSlotsReset
from rasa_sdk.executor import CollectingDispatcher

from actions.context import DialogueAction, entity_of, intent_of
from bot.search.cues import read_dropped_conditions
from bot.search.dialogue import Dialogue
from bot.search.memory import Memory
from bot.search.reply import Button, Reference, Reply
from bot.search.sentences import sentence
from bot.search.turn import Outcome, Turn


class ActionFollowUp(DialogueAction):
    """Answer "was kostet das?" and the like about what is in focus; the intent's last part is the aspect."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_follow_up"

    def respond(self, dialogue: Dialogue, turn: Turn, tracker: Tracker) -> Outcome:
        """Answer the follow-up."""
        return dialogue.follow_up(turn, intent_of(tracker).rpartition("_")[2])


class ActionShowMore(DialogueAction):
    """Show the next hits of the last search."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_show_more"

    def respond(self, dialogue: Dialogue, turn: Turn, tracker: Tracker) -> Outcome:
        """Show more."""
        return dialogue.show_more(turn)


class ActionShowDetails(DialogueAction):
    """Show one thing: the one on the pressed button, or the one a number names."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_show_details"

    def respond(self, dialogue: Dialogue, turn: Turn, tracker: Tracker) -> Outcome:
        """Show the details."""
        reference = entity_of(tracker, "reference")
        return dialogue.show(turn, Reference.parse(reference)) if reference else dialogue.pick(turn)


class ActionShowSecond(DialogueAction):
    """Answer the second concern of the message before, which was named and offered."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_show_second"

    def respond(self, dialogue: Dialogue, turn: Turn, tracker: Tracker) -> Outcome:
        """Go on with the second concern."""
        return dialogue.show_second(turn)


class ActionForgetOffer(DialogueAction):
    """Forget what was offered and declined: a later "ja" must not accept it."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_forget_offer"

    def respond(self, dialogue: Dialogue, turn: Turn, tracker: Tracker) -> Outcome:
        """Say nothing; the reply to the "nein" was given already."""
        return Outcome((), turn.memory.settled(turn.memory.focus))


class ActionExplainSimply(DialogueAction):
    """Say the answer in focus in plain language."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_explain_simply"

    def respond(self, dialogue: Dialogue, turn: Turn, tracker: Tracker) -> Outcome:
        """Explain simply."""
        reference = entity_of(tracker, "reference")
        if reference:
            return dialogue.show(turn, Reference.parse(reference), plain=True)
        return dialogue.show_plain(turn)


class ActionCorrectSearch(DialogueAction):
    """Take "nein, ich meinte …" into the last search."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_correct_search"

    def respond(self, dialogue: Dialogue, turn: Turn, tracker: Tracker) -> Outcome:
        """Correct the search."""
        return dialogue.correct(turn)


class ActionRefineSearch(DialogueAction):
    """Narrow or widen the last search ("nur online", "der Ort ist egal")."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_refine_search"

    def respond(self, dialogue: Dialogue, turn: Turn, tracker: Tracker) -> Outcome:
        """Refine the search, as a pressed button or as the message says."""
        change = entity_of(tracker, "filter")
        return dialogue.change_search(turn, change) if change else dialogue.answer_question(turn)


class ActionGoBack(DialogueAction):
    """Show the last list or answer again."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_go_back"

    def respond(self, dialogue: Dialogue, turn: Turn, tracker: Tracker) -> Outcome:
        """Go back."""
        return dialogue.go_back(turn)


class ActionCancel(DialogueAction):
    """Confirm that nothing is under way any more."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_cancel"

    def respond(self, dialogue: Dialogue, turn: Turn, tracker: Tracker) -> Outcome:
        """Confirm; "egal wo" gives up a condition of the search instead."""
        if turn.memory.filters.type and read_dropped_conditions(turn.text):
            return dialogue.answer_question(turn)
        return Outcome((Reply("notice", sentence("gespraech.abgebrochen")),), turn.memory.settled(turn.memory.focus))


class ActionStartOver(DialogueAction):
    """Forget focus and search and begin anew; the written messages stay."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_start_over"

    def respond(self, dialogue: Dialogue, turn: Turn, tracker: Tracker) -> Outcome:
        """Begin anew."""
        return Outcome((Reply("notice", sentence("gespraech.neu")),), Memory())

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Answer, and empty every slot."""
        await super().run(dispatcher, tracker, domain)
        return [AllSlotsReset()]


class ActionDeleteConversation(DialogueAction):
    """Ask before deleting; the button's press asks the gateway to delete."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_delete_conversation"

    def respond(self, dialogue: Dialogue, turn: Turn, tracker: Tracker) -> Outcome:
        """Ask, or pass the confirmed wish on."""
        if entity_of(tracker, "confirmed"):
            reply = Reply("notice", sentence("gespraech.geloescht"), directive="delete")
            return Outcome((reply,), Memory())
        buttons = (
            Button(sentence("gespraech.loeschen_knopf"), '/dialog_gespraech_loeschen{"confirmed": "ja"}'),
            Button(sentence("gespraech.behalten_knopf"), "/smalltalk_verneinung"),
        )
        reply = Reply("notice", sentence("gespraech.loeschen_frage"), buttons=buttons)
        return Outcome((reply,), turn.memory.settled(turn.memory.focus))
