"""One turn of the conversation: a message and the memory in, replies and the new memory out.

Rasa decides which of these methods a message calls for (rules over intents); what is said comes from the content.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from bot.contacts.queries import ContactView, find_by_area
from bot.german.languages import GERMAN
from bot.german.normalize import tokenize
from bot.german.openers import strip_openers
from bot.offers.availability import is_available
from bot.offers.filters import FUNDING, TRAINING, OfferFilters
from bot.offers.queries import FundingView, OfferView
from bot.offers.reading.sentence import asks_for_list, is_bare_wish
from bot.search import follow_up, render, searching, showing
from bot.search.brain import Brain, Decision
from bot.search.classifier import Guess
from bot.search.cues import (
    asks_for_contact,
    asks_for_replacement,
    asks_to_compare,
    asks_to_undo,
    is_anaphoric,
    read_ordinals,
)
from bot.search.fitting import tell_fit
from bot.search.foreign import answer_foreign
from bot.search.labels import without_moves
from bot.search.misses import UNSURE, miss
from bot.search.offering import offer_with_topic, topics_of_entry
from bot.search.rechecking import recheck
from bot.search.reply import Miss, Reference, Reply
from bot.search.searching import PAGE, SURE
from bot.search.sentences import sentence
from bot.search.sources import Sources
from bot.search.turn import Outcome, Turn
from bot.topics.vocabulary import GENERIC

VERY_SURE = 0.85
LIKELY_OFFER = 0.06  # probability from which an offer is shown beside the best one
LIKELY_TWIN = 0.04  # the same for offers that are remembered beside an entry
NEAR_ENOUGH = 0.2  # probability from which a neighbour of the entry in focus answers a follow-up
SUCCESSION = "gruendung-nachfolge"  # the topic that "Nachfolger" names
OFFICE_COSINE = 0.4  # with a known question from which its office is named


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
        self._brain = brain
        self._public_url = public_url
        self._sources = Sources(brain.knowledge(session, trained=trained), session, today, show_samples, lead)

    # --- questions ---------------------------------------------------------------------------------------------

    def answer_question(self, turn: Turn) -> Outcome:
        """Answer any question about the content: an FAQ entry, offers, a contact, choices, or an honest "unsure".

        Of two concerns the first is answered, the second is named and offered.
        """
        if turn.written_in != GERMAN:
            return answer_foreign(self._sources, turn, self._decide(replace(turn, guesses=_without_moves(turn))))
        if accepts_second(turn):
            return self.show_second(turn)
        if asks_to_undo(turn.text):
            return self.go_back(turn)
        if len(turn.concerns) > 1:
            outcome = self._answer_both(turn)
            if outcome:
                return outcome
        turn = replace(turn, text=strip_openers(turn.text), guesses=_without_moves(turn))
        decision = self._decide(turn)
        filters = self._sources.read_filters(turn.text)
        for attempt in (
            self._compare,
            self._pick_provider,
            self._replace_expired,
            self._refine,
            self._ask_aspect,
            self._name_contact,
        ):
            outcome = attempt(turn, filters, decision)
            if outcome:
                return outcome
        if self._is_search(turn, filters, decision):
            return searching.search(self._sources, turn, searching.complete_type(filters, decision), decision)
        return _remember_topics(self._reply_to(turn, decision, filters), filters)

    def _answer_both(self, turn: Turn) -> Outcome | None:
        """Answer the first of two concerns and offer the second, where each is sure of itself and they are two."""
        first, second = (
            self._brain.decide(concern.text, without_moves(concern.guesses), self._sources.knowledge)
            for concern in turn.concerns[:2]
        )
        if first.kind != "answer" or second.kind != "answer":
            return None
        references = [decision.candidates[0].reference for decision in (first, second)]
        if references[1] in (references[0], *self._sources.knowledge.related(references[0])):
            return None
        concern = turn.concerns[0]
        outcome = self.answer_question(replace(turn, text=concern.text, guesses=concern.guesses, concerns=()))
        if references[1] in outcome.memory.focus:
            return None
        title = second.candidates[0].document.title
        offer = Reply(
            "notice",
            sentence("antwort.zweites_anliegen", titel=title),
            buttons=(render.button_for(title, references[1]),),
        )
        memory = replace(outcome.memory, offered="second", second=references[1])
        return Outcome((*outcome.replies, offer), memory)

    def search(self, turn: Turn, type_: str) -> Outcome:
        """Search offers of a type, whatever else the message may mean."""
        filters = replace(self._sources.read_filters(turn.text), type=type_)
        return searching.search(self._sources, turn, filters, self._decide(turn))

    def refer(self, turn: Turn) -> Outcome:
        """Say that a question is not ours, and where it belongs; what plainly asks for a course is searched first.

        What staff have written in these words is ours, even where the classifier has not learnt it yet.
        """
        if self._sources.knowledge.is_claimed(turn.text):
            return self.answer_question(turn)
        filters = self._sources.read_filters(turn.text)
        refined = self._refine(turn, filters, UNSURE)
        if refined:
            return refined
        if filters.type == TRAINING and filters.topics:
            decision = self._decide(replace(turn, guesses=_without_moves(turn)))
            return searching.search(self._sources, turn, filters, decision)
        office = self._find_office(turn.text)
        text = sentence("nicht_zustaendig.stelle", stelle=office) if office else sentence("nicht_zustaendig.allgemein")
        missed = None if office else Miss("out_of_scope")
        return Outcome((Reply("fallback", text, miss=missed),), replace(turn.memory, misses=0, offered=""))

    def correct(self, turn: Turn) -> Outcome:
        """Take a correction ("nein, ich meinte Weiterbildung") into the last search, or answer it as a question."""
        rechecked = self._recheck(turn)
        if rechecked:
            return rechecked
        filters = self._sources.read_filters(turn.text)
        if not filters.type and not filters.has_conditions:
            return self.answer_question(turn)
        merged = turn.memory.filters.merge(searching.without_echo(filters, turn.memory.filters))
        if not merged.topics and turn.memory.focus:
            merged = replace(merged, topics=self._sources.topics_of(turn.memory.focus))
        merged = searching.complete_type(merged, self._decide(turn))
        return searching.search(self._sources, turn, merged, UNSURE)

    def _decide(self, turn: Turn) -> Decision:
        return self._brain.decide(turn.text, turn.guesses, self._sources.knowledge, focus=turn.memory.focus)

    def _refine(self, turn: Turn, filters: OfferFilters, decision: Decision) -> Outcome | None:
        about_one = self._recheck(turn) or tell_fit(self._sources, turn, filters.employees)
        return about_one or searching.refine(self._sources, turn, filters, decision)

    def _recheck(self, turn: Turn) -> Outcome | None:
        return recheck(self._sources, turn, self._public_url)

    def _find_office(self, text: str) -> str:
        referrals = self._sources.knowledge.referrals
        nearest, _ = referrals.score(text)
        if not len(nearest) or nearest.max() < OFFICE_COSINE:
            return ""
        return referrals.documents[int(nearest.argmax())].text

    # --- what a decision becomes -------------------------------------------------------------------------------

    def _reply_to(self, turn: Turn, decision: Decision, filters: OfferFilters) -> Outcome:
        if decision.kind == "out_of_scope":
            return self.refer(turn)
        if decision.kind == "answer":
            return self._state(turn, decision, filters)
        if turn.memory.focus and is_anaphoric(turn.text) and self._is_near_focus(turn, decision):
            return self.show(turn, turn.memory.focus[0])
        return miss(self._sources, turn, decision)

    def _is_near_focus(self, turn: Turn, decision: Decision) -> bool:
        near = {*turn.memory.focus, *self._sources.knowledge.related(turn.memory.focus[0])}
        return any(candidate.reference in near for candidate in decision.candidates[:5])

    def _state(self, turn: Turn, decision: Decision, filters: OfferFilters) -> Outcome:
        best = decision.candidates[0].reference
        if best.type in (FUNDING, TRAINING):
            return self._state_offers(turn, decision, replace(filters, type=best.type))
        outcome = self.show(turn, best)
        twins = tuple(
            candidate.reference
            for candidate in decision.candidates[1:4]
            if candidate.reference.type in (FUNDING, TRAINING) and candidate.probability > LIKELY_TWIN
        )
        outcome = replace(outcome, memory=replace(outcome.memory, focus=(*outcome.memory.focus, *twins)))
        return self._remember_subject(outcome, best, filters) if best.type == "faq" else outcome

    def _remember_subject(self, outcome: Outcome, reference: Reference, filters: OfferFilters) -> Outcome:
        """Remember what an entry was about, so that "nur Zuschüsse" can search on."""
        entry = self._sources.snapshot.entries.get(reference.slug)
        if entry is None or entry.topic_group not in (FUNDING, TRAINING):
            return outcome
        topics = (
            filters.topics
            or tuple(
                topic for topic in topics_of_entry(self._sources.knowledge, reference.slug) if topic not in GENERIC
            )[:1]
        )
        remembered = OfferFilters(type=entry.topic_group, topics=topics, employees=filters.employees)
        return replace(outcome, memory=replace(outcome.memory, filters=remembered))

    def _state_offers(self, turn: Turn, decision: Decision, filters: OfferFilters) -> Outcome:
        """State the offers the question means; one clear hit is shown with all its details."""
        first = decision.candidates[0]
        same = [c.reference for c in decision.candidates if c.document.title == first.document.title]
        likely = [
            c.reference
            for c in decision.candidates
            if c.reference.type == filters.type and c.probability >= LIKELY_OFFER
        ]
        references = list(dict.fromkeys([first.reference, *same, *likely]))[:PAGE]
        today = self._sources.today
        offers = [
            offer
            for offer in self._sources.find_offers(references)
            if is_available(offer, today) or render.offer_reference(offer) == first.reference
        ]
        if not offers:
            return miss(self._sources, turn)
        if not is_available(offers[0], today) and render.offer_reference(offers[0]) == first.reference:
            return self.show(turn, first.reference)
        if len(offers) == 1 or (first.probability > SURE and len(same) == 1):
            return self.show(turn, render.offer_reference(offers[0]))
        return searching.list_offers(
            self._sources, turn, offers, replace(filters, topics=filters.topics or offers[0].topics[:1])
        )

    def _is_search(self, turn: Turn, filters: OfferFilters, decision: Decision) -> bool:
        """Tell whether a question is better answered by a search than by the entry it resembles most."""
        best = decision.candidates[0] if decision.candidates else None
        states_entry = decision.kind == "answer" and best is not None and best.reference.type in ("faq", "kontakt")
        sureness = best.probability if states_entry and best else 0.0
        pinned = bool(filters.place or filters.first_day or filters.last_day or filters.max_price is not None)
        if not filters.type and filters.topics and filters.sort == "date":  # "nächster Termin CNC"
            return True
        if filters.type == TRAINING:
            if is_bare_wish(turn.text, filters):
                return True
            if filters.first_day or filters.last_day or filters.max_price:  # a price limit of 0 is only "kostenlos"
                return True
            if asks_for_list(turn.text) and (pinned or filters.topics or filters.needs_voucher):
                return sureness < VERY_SURE
            return sureness < SURE and bool(pinned or filters.topics)
        if decision.kind == "out_of_scope":
            return False
        if filters.type == FUNDING:
            if best and best.probability > SURE and self._sources.is_expired(best.reference):
                return False  # a search would leave it out without a word
            conditions = bool(filters.topics) + bool(filters.kinds or filters.without_kinds) + bool(filters.levels)
            return not sureness and conditions >= (1 if filters.topics and asks_for_list(turn.text) else 2)
        return not sureness and bool(filters.topics) and bool(filters.place or filters.formats)

    # --- what leans on the turns before --------------------------------------------------------------------------

    def _compare(self, turn: Turn, _filters: OfferFilters, _decision: Decision) -> Outcome | None:
        """Show two of the last hits side by side where the message asks for their difference."""
        if asks_to_compare(turn.text) and len(read_ordinals(turn.text)) > 1:
            return searching.pick(self._sources, turn)
        return None

    def _pick_provider(self, turn: Turn, _filters: OfferFilters, _decision: Decision) -> Outcome | None:
        return searching.pick_provider(self._sources, turn)

    def _replace_expired(self, turn: Turn, filters: OfferFilters, _decision: Decision) -> Outcome | None:
        """Search what else there is for the subject in focus where the message asks for a replacement."""
        memory = turn.memory
        if not memory.focus or not asks_for_replacement(turn.text):
            return None
        programmes = [offer for offer in self._sources.find_offers(memory.focus) if isinstance(offer, FundingView)]
        successor = Reference(FUNDING, next((offer.successor for offer in programmes if offer.successor), ""))
        if successor in self._sources.snapshot.offers:
            return self.show(turn, successor)
        # What comes after a programme that has ended is no company's "Nachfolge".
        is_over = any(map(self._sources.is_expired, memory.focus))
        if [topic for topic in filters.topics if not (is_over and topic == SUCCESSION)]:
            return None
        topics = memory.filters.topics or self._sources.topics_of(memory.focus)
        wanted = OfferFilters(type=memory.filters.type or FUNDING, topics=topics)
        return searching.search(self._sources, turn, wanted, UNSURE) if topics else None

    def _ask_aspect(self, turn: Turn, _filters: OfferFilters, decision: Decision) -> Outcome | None:
        """Answer a short question about the offers in focus ("und wo ist das?") that no entry answers surely."""
        focus = turn.memory.focus
        if not focus or focus[0].type not in (FUNDING, TRAINING):
            return None
        best = decision.candidates[0] if decision.candidates else None
        is_sure = decision.kind == "answer" and best is not None and best.probability >= VERY_SURE
        if is_sure and best is not None and best.reference not in focus:
            return None
        aspects = follow_up.read_aspects(turn.text)
        return self.follow_up(turn, aspects[0]) if aspects and is_anaphoric(turn.text) else None

    def _name_contact(self, turn: Turn, _filters: OfferFilters, decision: Decision) -> Outcome | None:
        """Return a contact whose name the message gives, unless an entry is a surer answer."""
        named = self._sources.knowledge.contacts_named_in(turn.text)[:3]
        best = decision.candidates[0] if decision.candidates else None
        is_wanted = asks_for_contact(turn.text) or len(tokenize(turn.text)) <= 3
        is_surer = decision.kind == "answer" and best is not None and best.document.group == "kontakt"
        if not named or not is_wanted or is_surer or (best and best.probability >= VERY_SURE):
            return None
        contacts = [self._sources.snapshot.contacts[reference.slug] for reference in named]
        return Outcome((showing.contacts_reply(self._sources, contacts),), turn.memory.settled(tuple(named)))

    def follow_up(self, turn: Turn, aspect: str) -> Outcome:
        """Answer a short question about what is in focus; ``aspect`` is one of ``follow_up.ASPECTS``."""
        if accepts_second(turn):
            return self.show_second(turn)
        filters = self._sources.read_filters(turn.text)
        among_hits = searching.pick_provider(self._sources, turn) or self._refine(turn, filters, UNSURE)
        if among_hits:
            return among_hits
        focus = turn.memory.focus[0] if turn.memory.focus else None
        if focus is None:
            return self.answer_question(turn)
        offers = self._sources.find_offers(turn.memory.focus[:PAGE])
        offers = offers or self._sources.find_offers(self._sources.knowledge.programmes_of(focus))
        if focus.type in (FUNDING, TRAINING) and offers:
            return self._follow_up_on_offers(turn, aspect, offers)
        return self._follow_up_on_entry(turn, aspect, focus, offers)

    def _follow_up_on_offers(self, turn: Turn, aspect: str, offers: Sequence[OfferView]) -> Outcome:
        picked = offers
        numbers = read_ordinals(turn.text)
        if numbers and all(0 < number <= len(offers) for number in numbers):
            picked = [offers[number - 1] for number in numbers]
        reply = follow_up.describe(aspect, picked[:3], self._sources.office_line, self._sources.today)
        contacts = self._responsible(picked[0]) if aspect == "zustaendig" else []
        replies = (reply, showing.contacts_reply(self._sources, contacts)) if contacts else (reply,)
        return Outcome(replies, replace(turn.memory, misses=0, offered=""))

    def _responsible(self, offer: OfferView) -> list[ContactView]:
        return find_by_area(self._sources.session, list(offer.topics), limit=2)

    def _follow_up_on_entry(self, turn: Turn, aspect: str, focus: Reference, offers: Sequence[OfferView]) -> Outcome:
        """Prefer a neighbour of the entry in focus that answers the aspect, then the programme it is about."""
        if aspect == "zustaendig":
            entry = self._sources.snapshot.entries.get(focus.slug)
            areas = [*(offers[0].topics if offers else ()), *topics_of_entry(self._sources.knowledge, focus.slug)]
            return showing.show_responsible(self._sources, turn, [*areas, entry.topic_group if entry else ""])
        if offers:
            return self._follow_up_on_offers(turn, aspect, offers[:1])
        decision = self._decide(replace(turn, guesses=_without_moves(turn)))
        near = self._sources.knowledge.related(focus)
        best = next((candidate for candidate in decision.candidates[:5] if candidate.reference in near), None)
        if best and best.probability >= NEAR_ENOUGH:
            return self.show(turn, best.reference)
        if decision.kind == "answer":
            return self._state(turn, decision, OfferFilters())
        return self.show(turn, focus)

    # --- moves ---------------------------------------------------------------------------------------------------

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
        """Show the next hits of the last search."""
        memory = turn.memory
        if memory.results:
            return searching.show_more(self._sources, turn)
        if memory.filters.type and memory.filters.topics:  # what the entry before was about
            return searching.search(self._sources, turn, memory.filters, UNSURE)
        return self.answer_question(turn)

    def pick(self, turn: Turn) -> Outcome:
        """Show the hit that a number names ("das zweite"), or compare two of them."""
        if asks_to_undo(turn.text):
            return self.go_back(turn)
        return searching.pick(self._sources, turn) or self.answer_question(turn)

    def change_search(self, turn: Turn, change: str) -> Outcome:
        """Change the conditions of the last search as a pressed button says."""
        return searching.change(self._sources, turn, change)

    def give_up(self, turn: Turn) -> Outcome:
        """Handle a message nothing was made of, or a refused choice."""
        return self._recheck(turn) or miss(self._sources, turn)

    def go_back(self, turn: Turn) -> Outcome:
        """Take the last change of the search back while its list is in focus; show the list again, else the content."""
        memory = turn.memory
        if memory.focus == memory.results[:PAGE] or not memory.results or asks_to_undo(turn.text):
            undone = searching.undo(self._sources, turn)
            if undone:
                return undone
        if memory.results:
            return searching.show_more(self._sources, replace(turn, memory=replace(memory, shown=0)))
        if memory.focus:
            return self.show(turn, memory.focus[0])
        return Outcome((Reply("notice", sentence("gespraech.nichts_davor")),), memory)

    def offer_person(self, outcome: Outcome) -> Outcome:
        """Add the button to a person where something was said about a topic that staff have marked."""
        return replace(outcome, replies=offer_with_topic(self._sources.knowledge, outcome.replies))

    def contact_line(self) -> str:
        """Return the project lead in one line, for sentences that name a way out."""
        return self._sources.lead_line


def accepts_second(turn: Turn) -> bool:
    """Tell whether a message takes up the second concern that was offered ("ja, und das mit dem Termin?")."""
    return turn.memory.second is not None and tokenize(turn.text)[:1] == ["ja"]


def _remember_topics(outcome: Outcome, filters: OfferFilters) -> Outcome:
    """Remember the topics of a question that was no search, so that "nein, ich meinte Weiterbildung" can be one."""
    known = outcome.memory.filters
    is_open = bool(filters.type) and not known.type and outcome.memory.misses > 0  # "Förderung", and which?
    if known.topics or not (filters.topics or is_open):
        return outcome
    remembered = replace(known, topics=filters.topics, type=filters.type if is_open else known.type)
    return replace(outcome, memory=replace(outcome.memory, filters=remembered))


def _without_moves(turn: Turn) -> list[Guess] | None:
    return None if turn.guesses is None else without_moves(turn.guesses)
