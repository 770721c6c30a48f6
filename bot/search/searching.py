"""Search offers, list what was found, and go on in the list: more of it, one of it, other conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.offers.filters import FUNDING, TRAINING, OfferFilters
from bot.offers.queries import OfferView
from bot.offers.reading.sentence import asks_for_everything
from bot.search import render
from bot.search.brain import Decision
from bot.search.filter_buttons import (
    Scope,
    chips,
    has_several,
    nearest,
    relaxing,
    undo_button,
)
from bot.search.funding_check_reply import start_button
from bot.search.memory import Memory
from bot.search.misses import describe_gap
from bot.search.offer_search import search_offers
from bot.search.offering import person_button
from bot.search.reply import Button, Miss, Reply
from bot.search.sentences import sentence
from bot.search.sources import Sources
from bot.search.turn import Outcome, Turn
from bot.search.wishes import can_wait, notice_button, wish_of

PAGE = 5
THIN = 2  # so few hits, and it is shown how to get more
MAXIMUM_BEFORE = 5  # searches that can be taken back
UNTIMED = {"abends", "wochenende"}
SURE = 0.6  # an entry as sure as this is stated even where the message could also be a search


def search(
    sources: Sources, turn: Turn, filters: OfferFilters, decision: Decision, *, is_for_all: bool = False
) -> Outcome:
    """Search by conditions; the decision's candidates are found whatever their topics.

    Without any condition it is asked what to search for, unless everything is wanted.
    """
    is_for_all = is_for_all or asks_for_everything(turn.text)
    if not filters.has_conditions and not decision.candidates and not is_for_all:
        return Outcome((Reply("clarify", sentence("angebote.suche_fehlt")),), turn.memory)
    turn = replace(turn, memory=replace(_remember_search(turn.memory, filters), checked=None))
    probabilities = {candidate.reference: candidate.probability for candidate in decision.candidates}
    result = search_offers(
        sources.session, filters, probabilities, today=sources.today, show_samples=sources.show_samples
    )
    if not result.offers:
        return _nothing_found(sources, turn, filters)
    text = render.found_sentence(filters.type, result.total, min(PAGE, len(result.offers)))
    if result.loosened:
        text = sentence("angebote.gelockert", bedingung=" und ".join(result.loosened))
    if UNTIMED & set(filters.schedules):
        text = f"{text}\n\n{sentence('angebote.uhrzeiten_unbekannt')}"
    outcome = list_offers(sources, turn, result.offers, filters, text)
    is_thin = bool(result.loosened) or result.total <= THIN
    buttons = _buttons(sources, turn, filters, is_thin=is_thin, is_empty=bool(result.loosened))
    miss = _no_hits(sources, filters, " und ".join(result.loosened)) if result.loosened else None
    if filters.type == FUNDING and result.total > 1:
        buttons = (*buttons, start_button())
    reply = outcome.replies[0]
    return replace(outcome, replies=(replace(reply, buttons=(*reply.buttons, *buttons), miss=miss),))


def _remember_search(memory: Memory, filters: OfferFilters) -> Memory:
    """Return the memory with the search so far kept for undoing, where another one of its type takes its place."""
    last = memory.filters
    if not last.type or last == filters or not memory.results:
        return memory
    before = (*memory.before, last) if last.type == filters.type else ()
    return replace(memory, before=before[-MAXIMUM_BEFORE:])


def _buttons(
    sources: Sources, turn: Turn, filters: OfferFilters, *, is_thin: bool, is_empty: bool
) -> tuple[Button, ...]:
    """Return the buttons under a result: what relaxes it where it is thin, what is in force, undo, and a person."""
    names = sources.knowledge.vocabulary.names
    scope = Scope(sources.session, sources.today, sources.show_samples)
    more = relaxing(scope, filters, names) if is_thin and has_several(filters) else ()
    instead = nearest(scope, filters) if is_empty else ()
    undoing = (undo_button(),) if turn.memory.before else ()
    person = (person_button("misses"),) if is_empty else ()
    notice = _offer_notice(scope, filters) if is_thin else ()
    return (*more, *instead, *notice, *chips(filters, names), *undoing, *person)


def _offer_notice(scope: Scope, filters: OfferFilters) -> tuple[Button, ...]:
    """Return the button for being told of new offers, where the conditions alone leave few: a mail is for rare news."""
    wish = wish_of(filters)
    return (notice_button(wish),) if can_wait(wish, scope.today) and scope.count(wish) <= THIN else ()


def complete_type(filters: OfferFilters, decision: Decision) -> OfferFilters:
    """Return the filters with a type: what their conditions or the likeliest offer suggest."""
    if filters.type:
        return filters
    best = next((c.reference.type for c in decision.candidates if c.reference.type in (FUNDING, TRAINING)), TRAINING)
    return replace(filters, type=TRAINING if _is_pinned(filters) else best)


def _is_pinned(filters: OfferFilters) -> bool:
    """Tell whether only a training can have what is asked for: a place, a day, a price."""
    has_day = bool(filters.first_day or filters.last_day or filters.sort == "date")
    return bool(filters.place or filters.formats or has_day or filters.max_price is not None)


def list_offers(
    sources: Sources, turn: Turn, offers: Sequence[OfferView], filters: OfferFilters, text: str = ""
) -> Outcome:
    """Show the first page of some offers and remember them all."""
    page = offers[:PAGE]
    text = text or render.found_sentence(filters.type, len(offers), len(page))
    references = tuple(render.offer_reference(offer) for offer in offers)
    reply = render.offers_reply(page, text, today=sources.today, has_more=len(offers) > PAGE)
    memory = replace(turn.memory.settled(references[:PAGE]), filters=filters, results=references, shown=len(page))
    return Outcome((reply,), memory)


def show_more(sources: Sources, turn: Turn) -> Outcome:
    """Show the next hits of the last search, of which there must be one."""
    memory = turn.memory
    rest = memory.results[memory.shown : memory.shown + PAGE]
    if not rest:
        return Outcome((Reply("notice", sentence("angebote.keine_weiteren")),), memory)
    shown = memory.shown + len(rest)
    text = render.found_sentence(rest[0].type, len(memory.results), len(rest))
    if memory.shown:
        text = sentence("angebote.weitere")
    offers = sources.find_offers(rest)
    reply = render.offers_reply(offers, text, today=sources.today, has_more=shown < len(memory.results))
    return Outcome((reply,), replace(memory.settled(tuple(rest)), shown=shown))


def _nothing_found(sources: Sources, turn: Turn, filters: OfferFilters) -> Outcome:
    names = [sources.knowledge.vocabulary.names.get(topic, topic) for topic in filters.topics]
    condition = f" (Thema: {', '.join(names)})" if names else ""
    lines = [
        sentence("angebote.leer", bedingung=condition),
        sentence("angebote.leer_hinweis", kontakt=sources.lead_line),
    ]
    memory = replace(turn.memory.replied(), filters=filters, results=(), shown=0)
    buttons = _buttons(sources, turn, filters, is_thin=True, is_empty=True)
    mark = _no_hits(sources, filters, ", ".join(names))  # without the other conditions there is nothing either
    reply = Reply("notice", " ".join(lines), buttons=buttons, miss=mark)
    return Outcome((reply,), memory)


def _no_hits(sources: Sources, filters: OfferFilters, emptied_by: str) -> Miss:
    return describe_gap(filters, sources.knowledge.vocabulary.names, emptied_by)
