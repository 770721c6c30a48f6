"""One turn of the conversation: a message and the memory in, replies and the new memory out.

Rasa decides which of these methods a message calls for (rules over intents); what is said comes from the content.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from bot.contacts.queries import ContactView, find_by_area
from bot.german.normalize import fold, tokenize
from bot.german.openers import strip_openers
from bot.offers.filters import (
    FUNDING,
    TRAINING,
    OfferFilters,
    asks_for_everything,
    asks_for_list,
    is_only_conditions,
    read_filters,
)
from bot.offers.queries import FundingView, OfferView
from bot.search import follow_up, render
from bot.search.brain import OUT_OF_SCOPE, Brain, Candidate, Decision, Knowledge
from bot.search.classifier import Guess
from bot.search.cues import asks_for_contact, asks_for_replacement, asks_to_compare, is_anaphoric
from bot.search.memory import Memory
from bot.search.offer_search import search_offers
from bot.search.reply import Button, Reference, Reply
from bot.search.sentences import sentence
from bot.topics.vocabulary import GENERIC

PAGE = 5
VERY_SURE = 0.85
SURE = 0.6  # an FAQ entry as sure as this is stated even where the message could also be a search
CENTRAL_OFFICE = "wfg-zentrale"

_DROP = re.compile(
    r"\b(egal|weglassen|weglaesst|weg|keine rolle|nicht so wichtig|unwichtig|ignorier\w*|ueberall|auch woanders)\b"
)
_DROPPED: dict[str, tuple[re.Pattern[str], dict[str, Any]]] = {
    "place": (re.compile(r"\b(ort|orte|stadt|wo|ueberall|woanders|entfernung)\b"), {"place": ""}),
    "price": (re.compile(r"\b(preis\w*|kosten|geld|budget|euro|teuer\w*)\b"), {"max_price": None}),
    "date": (re.compile(r"\b(datum|termin\w*|zeit\w*|monat|wann)\b"), {"first_day": None, "last_day": None}),
    "format": (re.compile(r"\b(format|online|praesenz)\b"), {"formats": ()}),
}
_MAY_COST_MORE = re.compile(r"\b(mehr|teurer|etwas mehr|auch mehr) (kosten|ausgeben|zahlen|sein)\b")
_ORDINALS = {
    "erste": 1, "ersten": 1, "erster": 1, "erstes": 1, "eins": 1, "zweite": 2, "zweiten": 2, "zweiter": 2, "zweites": 2,
    "zwei": 2, "dritte": 3, "dritten": 3, "drittes": 3, "dritter": 3, "drei": 3, "vierte": 4, "vierten": 4,
    "viertes": 4, "vier": 4, "fuenfte": 5, "fuenften": 5, "fuenftes": 5, "fuenf": 5, "letzte": -1, "letzten": -1,
    "letztes": -1,
}  # fmt: skip


@dataclass(frozen=True)
class Turn:
    """A visitor's message with what is known around it; ``guesses`` is the trained posterior, None without one."""

    text: str
    memory: Memory
    guesses: Sequence[Guess] | None = None


@dataclass(frozen=True)
class Outcome:
    """What the visitor is told, and what is remembered."""

    replies: tuple[Reply, ...]
    memory: Memory


class Dialogue:
    """Answers turns within one database session."""

    def __init__(self, brain: Brain, session: Session, *, today: date, show_samples: bool, lead: str) -> None:
        self._brain = brain
        self._session = session
        self._today = today
        self._show_samples = show_samples
        self._lead = lead
        self._knowledge: Knowledge = brain.knowledge(session)
        self._snapshot = self._knowledge.snapshot

    # --- questions ---------------------------------------------------------------------------------------------

    def answer_question(self, turn: Turn) -> Outcome:
        """Answer any question about the content: an FAQ entry, offers, a contact, choices, or an honest "unsure"."""
        turn = replace(turn, text=strip_openers(turn.text), guesses=_without_moves(turn.guesses))
        decision = self._decide(turn)
        filters = self._read_filters(turn.text)
        for attempt in (self._compare, self._replace_expired, self._refine, self._ask_aspect):
            outcome = attempt(turn, filters, decision)
            if outcome:
                return outcome
        contact = self._find_named_contact(turn, decision)
        if contact:
            return contact
        if self._is_search(turn, filters, decision):
            return self._search(turn, self._complete_type(filters, decision), decision)
        return self._reply_to(turn, decision, filters)

    def search(self, turn: Turn, type_: str) -> Outcome:
        """Search offers of a type, whatever else the message may mean."""
        filters = replace(self._read_filters(turn.text), type=type_)
        return self._search(turn, filters, self._decide(turn))

    def refer(self, turn: Turn) -> Outcome:
        """Say that a question is not ours, and where it belongs; what plainly asks for a course is searched first."""
        filters = self._read_filters(turn.text)
        refined = self._refine(turn, filters, Decision("unsure"))
        if refined:
            return refined
        if filters.type == TRAINING and filters.topics:
            return self._search(turn, filters, self._decide(replace(turn, guesses=_without_moves(turn.guesses))))
        office = self._find_office(turn.text)
        text = sentence("nicht_zustaendig.stelle", stelle=office) if office else sentence("nicht_zustaendig.allgemein")
        return Outcome((Reply("fallback", text),), replace(turn.memory, misses=0, offered=""))

    def _decide(self, turn: Turn) -> Decision:
        return self._brain.decide(turn.text, turn.guesses, self._knowledge, focus=turn.memory.focus)

    def _read_filters(self, text: str) -> OfferFilters:
        return read_filters(text, self._knowledge.vocabulary, self._knowledge.places, self._today)

    def _reply_to(self, turn: Turn, decision: Decision, filters: OfferFilters) -> Outcome:
        if decision.kind == "out_of_scope":
            return self.refer(turn)
        if decision.kind == "answer":
            return self._state(turn, decision, filters)
        if turn.memory.focus and is_anaphoric(turn.text) and self._is_near_focus(turn, decision):
            return self.show(turn, turn.memory.focus[0])
        return self.miss(turn, decision)

    def _is_near_focus(self, turn: Turn, decision: Decision) -> bool:
        near = {*turn.memory.focus, *self._knowledge.related(turn.memory.focus[0])}
        return any(candidate.reference in near for candidate in decision.candidates[:5])

    def _state(self, turn: Turn, decision: Decision, filters: OfferFilters) -> Outcome:
        best = decision.candidates[0]
        if best.reference.type in (FUNDING, TRAINING):
            return self._state_offers(turn, decision, replace(filters, type=best.reference.type))
        outcome = self.show(turn, best.reference)
        twins = tuple(
            candidate.reference
            for candidate in decision.candidates[1:4]
            if candidate.reference.type in (FUNDING, TRAINING) and candidate.probability > 0.04
        )
        outcome = replace(outcome, memory=replace(outcome.memory, focus=(*outcome.memory.focus, *twins)))
        return self._remember_subject(outcome, best.reference, filters) if best.reference.type == "faq" else outcome

    def _remember_subject(self, outcome: Outcome, reference: Reference, filters: OfferFilters) -> Outcome:
        """Remember what an entry was about, so that "nur Zuschüsse" can search on."""
        entry = self._snapshot.entries.get(reference.slug)
        if entry is None or entry.topic_group not in (FUNDING, TRAINING):
            return outcome
        named = self._knowledge.vocabulary.find_topics(f"{entry.question} {' '.join(entry.keywords)}")
        topics = filters.topics or tuple(topic for topic in named if topic not in GENERIC)[:1]
        return replace(
            outcome, memory=replace(outcome.memory, filters=OfferFilters(type=entry.topic_group, topics=topics))
        )

    def _state_offers(self, turn: Turn, decision: Decision, filters: OfferFilters) -> Outcome:
        """State the offers the question means; one clear hit is shown with all its details."""
        type_ = filters.type
        likely = [c.reference for c in decision.candidates if c.reference.type == type_ and c.probability >= 0.06]
        first = decision.candidates[0]
        same = [c.reference for c in decision.candidates if c.document.title == first.document.title]
        references = list(dict.fromkeys([first.reference, *same, *likely]))[:PAGE]
        offers = self._snapshot.find_offers(references)
        if not offers:
            return self.miss(turn, Decision("unsure"))
        if len(offers) == 1 or (first.probability > SURE and len(same) == 1):
            return self.show(turn, render.offer_reference(offers[0]))
        return self._list(turn, offers, replace(filters, topics=filters.topics or offers[0].topics[:1]))

    def _find_office(self, text: str) -> str:
        nearest, _ = self._knowledge.referrals.score(text)
        if not len(nearest) or nearest.max() < 0.4:
            return ""
        return self._knowledge.referrals.documents[int(nearest.argmax())].text

    # --- offers ------------------------------------------------------------------------------------------------

    def _is_search(self, turn: Turn, filters: OfferFilters, decision: Decision) -> bool:
        """Tell whether a question is better answered by a search than by the entry it resembles most."""
        best = decision.candidates[0] if decision.candidates else None
        sureness = best.probability if decision.kind == "answer" and best and best.reference.type == "faq" else 0.0
        pinned = bool(filters.place or filters.first_day or filters.last_day or filters.max_price is not None)
        if filters.type == TRAINING:
            if asks_for_list(turn.text) and (pinned or filters.topics or filters.needs_voucher):
                return sureness < VERY_SURE
            return sureness < SURE and bool(pinned or filters.topics)
        if decision.kind == "out_of_scope":
            return False
        if filters.type == FUNDING:
            if best and best.probability > SURE and self._is_expired(best.reference):
                return False  # a search would leave it out without a word
            conditions = bool(filters.topics) + bool(filters.kinds or filters.without_kinds) + bool(filters.levels)
            return not sureness and conditions >= (1 if filters.topics and asks_for_list(turn.text) else 2)
        return not sureness and bool(filters.topics) and bool(filters.place or filters.formats)

    def _is_expired(self, reference: Reference) -> bool:
        offer = self._read_offer(reference)
        return isinstance(offer, FundingView) and offer.status == "ausgelaufen"

    def _complete_type(self, filters: OfferFilters, decision: Decision) -> OfferFilters:
        if filters.type:
            return filters
        best = next(
            (c.reference.type for c in decision.candidates if c.reference.type in (FUNDING, TRAINING)), TRAINING
        )
        if filters.place or filters.formats or filters.first_day or filters.max_price is not None:
            best = TRAINING
        return replace(filters, type=best)

    def _refine(self, turn: Turn, filters: OfferFilters, decision: Decision) -> Outcome | None:
        """Return a refined search where the message only changes the conditions of the last one, else None."""
        last = turn.memory.filters
        if not last.type:
            return None
        dropped = _dropped_conditions(turn.text)
        if dropped:
            return self._search(turn, replace(last, **dropped), Decision("unsure"))
        best = decision.candidates[0] if decision.candidates else None
        is_other_question = (
            decision.kind == "answer" and best is not None and best.reference.type == "faq" and best.probability >= SURE
        )
        if is_other_question or not is_only_conditions(turn.text, replace(filters, type="")):
            return None
        if filters.type and filters.type != last.type:
            return None
        # What "im Mai" alone resembles a little must not come beside the hits for the topic in question.
        sure = tuple(candidate for candidate in decision.candidates if candidate.probability >= SURE)
        return self._search(turn, last.merge(filters), replace(decision, candidates=sure))

    def _compare(self, turn: Turn, _filters: OfferFilters, _decision: Decision) -> Outcome | None:
        """Show two of the last hits side by side where the message asks for their difference."""
        has_list = len(turn.memory.focus) > 1 or len(turn.memory.results) > 1
        if has_list and asks_to_compare(turn.text) and len(read_ordinals(turn.text)) > 1:
            return self.pick(turn)
        return None

    def _replace_expired(self, turn: Turn, filters: OfferFilters, decision: Decision) -> Outcome | None:
        """Search what else there is for the subject in focus where the message asks for a replacement."""
        if not turn.memory.focus or filters.topics or not asks_for_replacement(turn.text):
            return None
        offers = [offer for ref in turn.memory.focus if (offer := self._read_offer(ref))]
        successor = next((o.successor for o in offers if isinstance(o, FundingView) and o.successor), "")
        if successor and self._read_offer(Reference(FUNDING, successor)):
            return self.show(turn, Reference(FUNDING, successor))
        topics = filters.topics or turn.memory.filters.topics or self._topics_of(turn.memory.focus)
        if not topics:
            return None
        return self._search(
            turn, OfferFilters(type=turn.memory.filters.type or FUNDING, topics=topics), Decision("unsure")
        )

    def _ask_aspect(self, turn: Turn, _filters: OfferFilters, decision: Decision) -> Outcome | None:
        """Answer a short question about the offers in focus ("und wo ist das?") that no entry answers surely."""
        if not turn.memory.focus or turn.memory.focus[0].type not in (FUNDING, TRAINING):
            return None
        best = decision.candidates[0] if decision.candidates else None
        if (
            decision.kind == "answer"
            and best
            and best.probability >= VERY_SURE
            and best.reference not in turn.memory.focus
        ):
            return None
        aspects = follow_up.read_aspects(turn.text)
        return self.follow_up(turn, aspects[0]) if aspects and is_anaphoric(turn.text) else None

    def correct(self, turn: Turn) -> Outcome:
        """Take a correction ("nein, ich meinte Weiterbildung") into the last search, or answer it as a question."""
        filters = self._read_filters(turn.text)
        last = turn.memory.filters
        if not filters.type and not filters.has_conditions:
            return self.answer_question(turn)
        merged = last.merge(filters)
        if not merged.topics and turn.memory.focus:
            merged = replace(merged, topics=self._topics_of(turn.memory.focus))
        return self._search(turn, self._complete_type(merged, self._decide(turn)), Decision("unsure"))

    def _topics_of(self, focus: Sequence[Reference]) -> tuple[str, ...]:
        for reference in focus:
            offer = self._read_offer(reference)
            if offer:
                return offer.topics[:1]
        return ()

    def _search(self, turn: Turn, filters: OfferFilters, decision: Decision) -> Outcome:
        if not filters.has_conditions and not decision.candidates and not asks_for_everything(turn.text):
            return Outcome((Reply("clarify", sentence("angebote.suche_fehlt")),), turn.memory)
        probabilities = {candidate.reference: candidate.probability for candidate in decision.candidates}
        result = search_offers(
            self._session, filters, probabilities, today=self._today, show_samples=self._show_samples
        )
        if not result.offers:
            return self._nothing_found(turn, filters)
        text = render.found_sentence(filters.type, len(result.offers), min(PAGE, len(result.offers)))
        if result.loosened:
            text = sentence("angebote.gelockert", bedingung=" und ".join(result.loosened))
        return self._list(turn, result.offers, filters, text)

    def _list(self, turn: Turn, offers: Sequence[OfferView], filters: OfferFilters, text: str = "") -> Outcome:
        page = offers[:PAGE]
        text = text or render.found_sentence(filters.type, len(offers), len(page))
        references = tuple(render.offer_reference(offer) for offer in offers)
        reply = render.offers_reply(page, text, has_more=len(offers) > PAGE)
        memory = replace(turn.memory.settled(references[:PAGE]), filters=filters, results=references, shown=len(page))
        return Outcome((reply,), memory)

    def _nothing_found(self, turn: Turn, filters: OfferFilters) -> Outcome:
        names = [self._knowledge.vocabulary.names.get(topic, topic) for topic in filters.topics]
        condition = f" (Thema: {', '.join(names)})" if names else ""
        lines = [
            sentence("angebote.leer", bedingung=condition),
            sentence("angebote.leer_hinweis", kontakt=self.contact_line()),
        ]
        memory = replace(turn.memory, filters=filters, results=(), shown=0, misses=0)
        return Outcome((Reply("notice", " ".join(lines)),), memory)

    def show_more(self, turn: Turn) -> Outcome:
        """Show the next hits of the last search."""
        memory = turn.memory
        rest = memory.results[memory.shown : memory.shown + PAGE]
        if not memory.results:
            return self.answer_question(turn)
        if not rest:
            return Outcome((Reply("notice", sentence("angebote.keine_weiteren")),), memory)
        offers = self._snapshot.find_offers(list(rest))
        shown = memory.shown + len(rest)
        text = render.found_sentence(rest[0].type, len(memory.results), len(rest))
        if memory.shown:
            text = sentence("angebote.weitere")
        reply = render.offers_reply(offers, text, has_more=shown < len(memory.results))
        return Outcome((reply,), replace(memory.settled(tuple(rest)), shown=shown))

    # --- showing one thing -------------------------------------------------------------------------------------

    def show(self, turn: Turn, reference: Reference, *, plain: bool = False) -> Outcome:
        """Show one piece of content with all its details."""
        reply = self._render(reference, plain=plain)
        if reply is None:
            return self.miss(turn, Decision("unsure"))
        return Outcome((reply,), turn.memory.settled((reference,)))

    def show_plain(self, turn: Turn) -> Outcome:
        """Show the answer in focus in plain language."""
        entry = next((ref for ref in turn.memory.focus if ref.type == "faq"), None)
        return self.show(turn, entry, plain=True) if entry else self.answer_question(turn)

    def pick(self, turn: Turn) -> Outcome:
        """Show the hit that a number names ("das zweite"), or compare two of them."""
        shown = turn.memory.focus if len(turn.memory.focus) > 1 else turn.memory.results
        numbers = read_ordinals(turn.text)
        if not shown or not numbers:
            return self.answer_question(turn)
        if any(abs(number) > len(shown) for number in numbers):
            return Outcome((Reply("notice", sentence("folge.nummer_unbekannt", anzahl=len(shown))),), turn.memory)
        picked = [shown[number if number < 0 else number - 1] for number in numbers]
        if len(picked) == 1:
            return self.show(turn, picked[0])
        offers = self._snapshot.find_offers(picked)
        text = render.found_sentence(picked[0].type, len(offers), len(offers))
        return Outcome((render.offers_reply(offers, text),), replace(turn.memory, misses=0))

    def _render(self, reference: Reference, *, plain: bool = False) -> Reply | None:
        if reference.type == "faq":
            entry = self._snapshot.entries.get(reference.slug)
            return render.faq_reply(entry, self._related(entry.related), plain=plain) if entry else None
        if reference.type == "kontakt":
            contact = self._snapshot.contacts.get(reference.slug)
            return self._contacts_reply([contact]) if contact else None
        offer = self._read_offer(reference)
        if offer is None:
            return None
        successor = isinstance(offer, FundingView) and offer.successor
        return render.detail_reply(offer, self._read_offer(Reference(FUNDING, successor)) if successor else None)

    def _read_offer(self, reference: Reference) -> OfferView | None:
        return self._snapshot.offers.get(reference)

    def _related(self, slugs: Sequence[str]) -> list[tuple[str, Reference]]:
        references = [Reference("faq", slug) for slug in slugs]
        numbers = self._knowledge.numbers
        return [(self._knowledge.index.documents[numbers[ref]].title, ref) for ref in references if ref in numbers]

    # --- contacts ----------------------------------------------------------------------------------------------

    def _find_named_contact(self, turn: Turn, decision: Decision) -> Outcome | None:
        """Return a contact whose name the message gives, unless an entry is a surer answer."""
        named = self._knowledge.contacts_named_in(turn.text)
        best = decision.candidates[0] if decision.candidates else None
        wanted = asks_for_contact(turn.text) or len(tokenize(turn.text)) <= 3
        is_surer = decision.kind == "answer" and best is not None and best.document.group == "kontakt"
        if not named or not wanted or is_surer or (best and best.probability >= VERY_SURE):
            return None
        contacts = [contact for ref in named[:3] if (contact := self._snapshot.contacts.get(ref.slug))]
        return Outcome((self._contacts_reply(contacts),), turn.memory.settled(tuple(named[:3])))

    def find_contact(self, turn: Turn, areas: Sequence[str]) -> Outcome:
        """Name the contacts responsible for topics or groups, the project lead where nobody is."""
        contacts = find_by_area(self._session, list(areas)) if areas else []
        if not contacts:
            lead = self._snapshot.contacts.get(self._lead)
            contacts = [lead] if lead else []
        reply = self._contacts_reply(contacts)
        return Outcome((reply,), replace(turn.memory, misses=0, offered=""))

    def _contacts_reply(self, contacts: Sequence[ContactView]) -> Reply:
        office = self._snapshot.contacts.get(CENTRAL_OFFICE) or contacts[0]
        reachable = [contact for contact in contacts if contact.is_contactable]
        if reachable:
            return render.contacts_reply(reachable, office)
        first = contacts[0]
        text = sentence(
            "kontakt.nicht_ansprechbar", name=first.name, rolle=first.role, zentrale=render.contact_line(office)
        )
        return render.contacts_reply([office], office, text)

    def contact_line(self) -> str:
        """Return the project lead in one line, for sentences that name a way out."""
        lead = self._snapshot.contacts.get(self._lead) or self._snapshot.contacts.get(CENTRAL_OFFICE)
        return render.contact_line(lead) if lead else ""

    # --- follow-ups --------------------------------------------------------------------------------------------

    def follow_up(self, turn: Turn, aspect: str) -> Outcome:
        """Answer a short question about what is in focus; ``aspect`` is one of ``follow_up.ASPECTS``."""
        refined = self._refine(turn, self._read_filters(turn.text), Decision("unsure"))
        if refined:
            return refined
        offers = [offer for ref in turn.memory.focus[:PAGE] if (offer := self._read_offer(ref))]
        focus = turn.memory.focus[0] if turn.memory.focus else None
        if focus is None:
            return self.answer_question(replace(turn, guesses=_without_moves(turn.guesses)))
        if focus.type in (FUNDING, TRAINING) and offers:
            return self._follow_up_on_offers(turn, aspect, offers)
        return self._follow_up_on_entry(turn, aspect, focus, offers)

    def _follow_up_on_offers(self, turn: Turn, aspect: str, offers: Sequence[OfferView]) -> Outcome:
        picked = offers
        numbers = read_ordinals(turn.text)
        if numbers and all(0 < number <= len(offers) for number in numbers):
            picked = [offers[number - 1] for number in numbers]
        office = self._snapshot.contacts.get(CENTRAL_OFFICE)
        reply = follow_up.describe(aspect, picked[:3], render.contact_line(office) if office else "")
        contacts = self._responsible(picked[0]) if aspect == "zustaendig" else []
        replies = (reply, self._contacts_reply(contacts)) if contacts else (reply,)
        return Outcome(replies, replace(turn.memory, misses=0, offered=""))

    def _responsible(self, offer: OfferView) -> list[ContactView]:
        return find_by_area(self._session, list(offer.topics), limit=2)

    def _follow_up_on_entry(self, turn: Turn, aspect: str, focus: Reference, offers: Sequence[OfferView]) -> Outcome:
        """Prefer a neighbour of the entry in focus that answers the aspect, then the programme it is about."""
        decision = self._brain.decide(turn.text, _without_moves(turn.guesses), self._knowledge, focus=turn.memory.focus)
        near = {focus, *(self._knowledge.related(focus))}
        programme = offers[0] if offers else None
        if aspect == "zustaendig":
            entry = self._snapshot.entries.get(focus.slug)
            topics = (
                list(self._knowledge.vocabulary.find_topics(entry.question + " " + " ".join(entry.keywords)))
                if entry
                else []
            )
            return self.find_contact(
                turn, [*(programme.topics if programme else ()), *topics, entry.topic_group if entry else ""]
            )
        if programme:
            return self._follow_up_on_offers(turn, aspect, [programme])
        best = next((c for c in decision.candidates[:5] if c.reference in near and c.reference != focus), None)
        if best and best.probability >= 0.2:
            return self.show(turn, best.reference)
        if decision.kind == "answer":
            return self._state(turn, decision, OfferFilters())
        return self.show(turn, focus)

    # --- not settled -------------------------------------------------------------------------------------------

    def miss(self, turn: Turn, decision: Decision) -> Outcome:
        """Ask back with choices the first time, offer a person the second time: never the same twice."""
        memory = replace(turn.memory, misses=turn.memory.misses + 1, offered="")
        if turn.memory.misses:
            contact = "" if turn.memory.misses % 2 else self.contact_line()
            return Outcome((offer_person_reply(contact),), replace(memory, offered="handoff"))
        if decision.kind == "choices":
            return Outcome((render.choices_reply(self._choices(decision.candidates)),), memory)
        return Outcome((unsure_reply(),), memory)

    def give_up(self, turn: Turn) -> Outcome:
        """Handle a message nothing was made of, or a refused choice."""
        return self.miss(turn, Decision("unsure"))

    def go_back(self, turn: Turn) -> Outcome:
        """Show the last list again, else the content in focus."""
        memory = turn.memory
        if memory.results:
            return self.show_more(replace(turn, memory=replace(memory, shown=0)))
        if memory.focus:
            return self.show(turn, memory.focus[0])
        return Outcome((Reply("notice", sentence("gespraech.nichts_davor")),), memory)

    def _choices(self, candidates: Sequence[Candidate]) -> list[tuple[str, Reference]]:
        found: dict[str, tuple[str, Reference]] = {}
        for candidate in candidates:
            if candidate.probability >= self._brain.gate.choice or not found:
                found.setdefault(candidate.document.title, (candidate.document.title, candidate.reference))
        return list(found.values())[:3]


def offer_person_reply(contact: str = "") -> Reply:
    """Return the offer to hand the concern to a person; where it was made just before, name the contact as well."""
    buttons = (
        Button(sentence("ratlos.weitergeben_knopf"), "/handoff"),
        Button(sentence("ratlos.nein_knopf"), "/smalltalk_verneinung"),
    )
    text = sentence("ratlos.wieder", kontakt=contact) if contact else sentence("ratlos.zweites_mal")
    return Reply("fallback", text, buttons=buttons)


def unsure_reply() -> Reply:
    """Return the honest "not understood" with three themes to start from."""
    themes = (
        ("ratlos.themen_foerderung", "faq:foerderung-ueberblick"),
        ("ratlos.themen_weiterbildung", "faq:kurse-finden"),
        ("ratlos.themen_kontakt", "faq:zustaendige-person-thema"),
    )
    buttons = tuple(
        Button(sentence(key), render.choose_payload(Reference.parse(reference))) for key, reference in themes
    )
    return Reply("fallback", sentence("ratlos.erstes_mal"), buttons=buttons)


def read_ordinals(text: str) -> list[int]:
    """Return the positions in a list that a text names, from 1 on; -1 is the last one."""
    found: list[int] = []
    for token in tokenize(text):
        number = _ORDINALS.get(token) or (int(token) if token.isdigit() and len(token) < 3 else None)
        if number and number not in found:
            found.append(number)
    return found


def _dropped_conditions(text: str) -> dict[str, Any]:
    folded = fold(text)
    if _MAY_COST_MORE.search(folded):
        return {"max_price": None}
    if not _DROP.search(folded):
        return {}
    dropped: dict[str, Any] = {}
    for pattern, emptied in _DROPPED.values():
        if pattern.search(folded):
            dropped.update(emptied)
    return dropped


def _without_moves(guesses: Sequence[Guess] | None) -> list[Guess] | None:
    """Return the posterior over content and what is out of scope alone, scaled to sum to one."""
    if guesses is None:
        return None
    kept = [guess for guess in guesses if ":" in guess.label or guess.label == OUT_OF_SCOPE]
    total = sum(guess.probability for guess in kept) or 1.0
    return [Guess(guess.label, guess.probability / total) for guess in kept]
