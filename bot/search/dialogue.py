"""One turn of the conversation: a message and the memory in, replies and the new memory out.

Rasa decides which of these moves a message makes (rules over intents); a move without anything to lean on is a
question like any other. What is said comes from the content.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from bot.search import follow_up, picking, policy, referring, refining, searching, showing
from bot.search.brain import Brain
from bot.search.cues import asks_to_undo
from bot.search.misses import UNSURE, miss
from bot.search.offering import offer_with_topic
from bot.search.rechecking import recheck
from bot.search.reply import Reference
from bot.search.sources import Sources
from bot.search.turn import Outcome, Turn


class Dialogue:
    """Answers turns within one database session; ``trained`` is what the classifier behind their guesses has learnt."""

    def __init__(
        self,
        brain: Brain,
        session: Session,
        *,
        today: date,
        show_samples: bool,
        lead: str,
        public_url: str = "",
        trained: frozenset[str] | None = None,
    ) -> None:
        knowledge = brain.knowledge(session, trained=trained)
        self._sources = Sources(brain, knowledge, session, today, show_samples, lead, public_url)

    def answer_question(self, turn: Turn) -> Outcome:
        """Answer any question about the content: an FAQ entry, offers, a contact, choices, or an honest "unsure"."""
        return policy.answer_question(self._sources, turn)

    def search(self, turn: Turn, type_: str) -> Outcome:
        """Search offers of a type, whatever else the message may mean."""
        filters = replace(self._sources.read_filters(turn.text), type=type_)
        return searching.search(self._sources, turn, filters, self._sources.decide(turn))

    def refer(self, turn: Turn) -> Outcome:
        """Say that a question is not ours, and where it belongs.

        What staff have written in these words is ours, even where the classifier has not learnt it yet.
        """
        is_ours = self._sources.knowledge.is_claimed(turn.text)
        return self.answer_question(turn) if is_ours else referring.refer(self._sources, turn)

    def correct(self, turn: Turn) -> Outcome:
        """Take a correction ("nein, ich meinte Weiterbildung") into the last search."""
        return refining.correct(self._sources, turn) or self.answer_question(turn)

    def follow_up(self, turn: Turn, aspect: str) -> Outcome:
        """Answer a short question about what is in focus; ``aspect`` is one of ``aspects.ASPECTS``."""
        second = policy.take_up_second(turn)
        if second:
            return self.show(turn, second)
        return follow_up.follow_up(self._sources, turn, aspect) or self.answer_question(turn)

    def show(self, turn: Turn, reference: Reference, *, plain: bool = False) -> Outcome:
        """Show one piece of content with all its details."""
        return showing.show(self._sources, turn, reference, plain=plain)

    def show_second(self, turn: Turn) -> Outcome:
        """Show what the second concern of the message before was about."""
        return self.show(turn, turn.memory.second) if turn.memory.second else self.answer_question(turn)

    def show_plain(self, turn: Turn) -> Outcome:
        """Show the answer in focus in plain language."""
        entry = next((ref for ref in turn.memory.focus if ref.type == "faq"), None)
        return self.show(turn, entry, plain=True) if entry else self.answer_question(turn)

    def show_more(self, turn: Turn) -> Outcome:
        """Show the next hits of the last search, or search what the entry before was about.

        Where the message names conditions ("Lohfelden ginge auch noch"), more is what meets these.
        """
        memory = turn.memory
        filters = self._sources.read_filters(turn.text)
        refined = refining.refine_search(self._sources, turn, filters, UNSURE) if filters.has_conditions else None
        if refined:
            return refined
        if memory.results:
            return searching.show_more(self._sources, turn)
        if memory.filters.type and memory.filters.topics:
            return searching.search(self._sources, turn, memory.filters, UNSURE)
        return self.answer_question(turn)

    def pick(self, turn: Turn) -> Outcome:
        """Show the hit that a number names ("das zweite"), or compare two of them."""
        if asks_to_undo(turn.text):
            return self.go_back(turn)
        return picking.pick(self._sources, turn) or self.answer_question(turn)

    def change_search(self, turn: Turn, change: str) -> Outcome:
        """Change the conditions of the last search as a pressed button says."""
        return refining.change(self._sources, turn, change)

    def give_up(self, turn: Turn) -> Outcome:
        """Handle a message nothing was made of, or a refused choice."""
        return recheck(self._sources, turn) or miss(self._sources, turn)

    def go_back(self, turn: Turn) -> Outcome:
        """Take the last change of the search back, or show the list or the content again."""
        return refining.go_back(self._sources, turn)

    def offer_person(self, outcome: Outcome) -> Outcome:
        """Add the button to a person where something was said about a topic that staff have marked."""
        return replace(outcome, replies=offer_with_topic(self._sources.knowledge, outcome.replies))

    def contact_line(self) -> str:
        """Return the project lead in one line, for sentences that name a way out."""
        return self._sources.lead_line
