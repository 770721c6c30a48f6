"""State what the brain has decided for: an entry, or the offers that are meant, with what is remembered of them."""

from __future__ import annotations

from dataclasses import replace

from bot.offers.availability import is_available
from bot.offers.filters import FUNDING, TRAINING, OfferFilters
from bot.search.brain import Decision
from bot.search.misses import miss
from bot.search.offering import topics_of_entry
from bot.search.render import offer_reference
from bot.search.reply import Reference
from bot.search.searching import PAGE, SURE, list_offers
from bot.search.showing import show
from bot.search.sources import Sources
from bot.search.turn import Outcome, Turn
from bot.topics.vocabulary import GENERIC

LIKELY_OFFER = 0.06  # probability from which an offer is shown beside the best one
LIKELY_TWIN = 0.04  # the same for offers that are remembered beside an entry


def state(sources: Sources, turn: Turn, decision: Decision, filters: OfferFilters) -> Outcome:
    """State the best candidate of a decision; ``filters`` are the conditions that the question names."""
    best = decision.candidates[0].reference
    if best.type in (FUNDING, TRAINING):
        return _state_offers(sources, turn, decision, replace(filters, type=best.type))
    outcome = show(sources, turn, best)
    twins = tuple(
        candidate.reference
        for candidate in decision.candidates[1:4]
        if candidate.reference.type in (FUNDING, TRAINING) and candidate.probability > LIKELY_TWIN
    )
    outcome = replace(outcome, memory=replace(outcome.memory, focus=(*outcome.memory.focus, *twins)))
    return _remember_subject(sources, outcome, best, filters) if best.type == "faq" else outcome


def _remember_subject(sources: Sources, outcome: Outcome, reference: Reference, filters: OfferFilters) -> Outcome:
    """Remember what an entry was about, so that "nur Zuschüsse" can search on."""
    entry = sources.snapshot.entries.get(reference.slug)
    if entry is None or entry.topic_group not in (FUNDING, TRAINING):
        return outcome
    named = (topic for topic in topics_of_entry(sources.knowledge, reference.slug) if topic not in GENERIC)
    topics = filters.topics or tuple(named)[:1]
    remembered = OfferFilters(type=entry.topic_group, topics=topics, employees=filters.employees)
    return replace(outcome, memory=replace(outcome.memory, filters=remembered))


def _state_offers(sources: Sources, turn: Turn, decision: Decision, filters: OfferFilters) -> Outcome:
    """State the offers the question means; one clear hit is shown with all its details."""
    first = decision.candidates[0]
    same = [c.reference for c in decision.candidates if c.document.title == first.document.title]
    likely = [
        c.reference for c in decision.candidates if c.reference.type == filters.type and c.probability >= LIKELY_OFFER
    ]
    references = list(dict.fromkeys([first.reference, *same, *likely]))[:PAGE]
    offers = [
        offer
        for offer in sources.find_offers(references)
        if is_available(offer, sources.today) or offer_reference(offer) == first.reference
    ]
    if not offers:
        return miss(sources, turn)
    if not is_available(offers[0], sources.today) and offer_reference(offers[0]) == first.reference:
        return show(sources, turn, first.reference)
    filters = replace(filters, topics=filters.topics or offers[0].topics[:1])
    if len(offers) == 1 or (first.probability > SURE and len(same) == 1):
        return _show_with_subject(sources, turn, offer_reference(offers[0]), filters)
    return list_offers(sources, turn, offers, filters)


def _show_with_subject(sources: Sources, turn: Turn, reference: Reference, filters: OfferFilters) -> Outcome:
    """Show one offer; where no list is open, its subject is remembered, so that "am liebsten abends" can search on."""
    outcome = show(sources, turn, reference)
    if outcome.memory.results:
        return outcome
    return replace(outcome, memory=replace(outcome.memory, filters=filters))
