"""Answer a short question about what was stated last: "und was kostet das?", "wer ist da zuständig?"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.contacts.queries import find_by_area
from bot.offers.filters import FUNDING, TRAINING, OfferFilters
from bot.offers.queries import OfferView
from bot.search.aspects import describe, is_bare_aspect, read_aspects
from bot.search.brain import Decision
from bot.search.cues import is_anaphoric
from bot.search.misses import UNSURE
from bot.search.offering import topics_of_entry
from bot.search.picking import explain_number, find_numbered, pick_provider
from bot.search.positions import marks_position, read_ordinals
from bot.search.refining import refine
from bot.search.reply import Reference
from bot.search.searching import PAGE
from bot.search.showing import contacts_reply, show, show_responsible
from bot.search.sources import Sources
from bot.search.stating import state
from bot.search.turn import Outcome, Turn

VERY_SURE = 0.85
NEAR_ENOUGH = 0.2  # probability from which a neighbour of the entry in focus answers a follow-up
DESCRIBED = 3  # offers at once


def follow_up(sources: Sources, turn: Turn, aspect: str) -> Outcome | None:
    """Answer a question about an aspect (one of ``aspects.ASPECTS``) of what is in focus; None where nothing is."""
    among_hits = pick_provider(sources, turn) or refine(sources, turn, sources.read_filters(turn.text), UNSURE)
    if among_hits:
        return among_hits
    focus = turn.memory.focus[0] if turn.memory.focus else None
    if focus is None:
        return None
    offers = sources.find_offers(turn.memory.focus[:PAGE])
    offers = offers or sources.find_offers(sources.knowledge.programmes_of(focus))
    if focus.type in (FUNDING, TRAINING) and offers:
        return _follow_up_on_offers(sources, turn, aspect, offers)
    return _follow_up_on_entry(sources, turn, aspect, focus, offers)


def ask_aspect(sources: Sources, turn: Turn, decision: Decision) -> Outcome | None:
    """Answer a short question about the offers in focus ("und wo ist das?") that no entry answers surely."""
    focus = turn.memory.focus
    if not focus or focus[0].type not in (FUNDING, TRAINING):
        return None
    best = decision.candidates[0] if decision.candidates else None
    is_sure = decision.kind == "answer" and best is not None and best.probability >= VERY_SURE
    if is_sure and best is not None and best.reference not in focus:
        return None
    aspects = read_aspects(turn.text)
    leans = is_anaphoric(turn.text) or is_bare_aspect(turn.text, sources.knowledge.vocabulary.words.is_stop_word)
    return follow_up(sources, turn, aspects[0]) if aspects and leans else None


def ask_bare_aspect(sources: Sources, turn: Turn) -> Outcome | None:
    """Answer what asks about nothing but an aspect of what is in focus, whatever else it resembles."""
    is_bare = is_bare_aspect(turn.text, sources.knowledge.vocabulary.words.is_stop_word)
    return follow_up(sources, turn, read_aspects(turn.text)[0]) if turn.memory.focus and is_bare else None


def _follow_up_on_offers(sources: Sources, turn: Turn, aspect: str, offers: Sequence[OfferView]) -> Outcome:
    numbers = read_ordinals(turn.text) if marks_position(turn.text) else []
    numbered = find_numbered(turn.memory, numbers)
    if numbers and not numbered:
        return explain_number(sources, turn, numbers)
    picked = sources.find_offers(numbered) or offers
    reply = describe(aspect, picked[:DESCRIBED], sources.office_line, sources.today)
    contacts = find_by_area(sources.session, list(picked[0].topics), limit=2) if aspect == "zustaendig" else []
    replies = (reply, contacts_reply(sources, contacts)) if contacts else (reply,)
    return Outcome(replies, turn.memory.replied())


def _follow_up_on_entry(
    sources: Sources, turn: Turn, aspect: str, focus: Reference, offers: Sequence[OfferView]
) -> Outcome:
    """Prefer a neighbour of the entry in focus that answers the aspect, then the programme it is about."""
    if aspect == "zustaendig":
        entry = sources.snapshot.entries.get(focus.slug)
        areas = [*(offers[0].topics if offers else ()), *topics_of_entry(sources.knowledge, focus.slug)]
        return show_responsible(sources, turn, [*areas, entry.topic_group if entry else ""])
    if offers:
        return _follow_up_on_offers(sources, turn, aspect, offers[:1])
    decision = sources.decide(turn.as_question())
    near = sources.knowledge.related(focus)
    best = next((candidate for candidate in decision.candidates[:5] if candidate.reference in near), None)
    if best and best.probability >= NEAR_ENOUGH:
        return show(sources, turn, best.reference)
    if decision.kind == "answer":
        return state(sources, turn, decision, OfferFilters())
    return show(sources, turn, focus)
