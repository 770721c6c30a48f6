"""Change the last search: other conditions, a correction, a step back, or what there is instead."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.german.normalize import fold, tokenize
from bot.offers.filters import FUNDING, OfferFilters
from bot.offers.queries import FundingView, TrainingView
from bot.offers.reading.sentence import is_only_conditions, leans_on_list
from bot.search.aspects import read_aspects
from bot.search.brain import Decision
from bot.search.cues import asks_for_replacement, asks_to_undo, read_dropped_conditions
from bot.search.filter_buttons import apply_change
from bot.search.fitting import tell_fit
from bot.search.misses import UNSURE
from bot.search.rechecking import recheck
from bot.search.reply import Reference, Reply
from bot.search.searching import PAGE, SURE, complete_type, search, show_more
from bot.search.sentences import sentence
from bot.search.showing import show
from bot.search.sources import Sources
from bot.search.turn import Outcome, Turn

OF_KINDS = "finanzierung"  # the topic of credits, guarantees and equity
SUCCESSION = "gruendung-nachfolge"  # the topic that "Nachfolger" names
EARLIER = re.compile(r"(?<!^)\bfrueher(?:e[nrsm]?)?\b(?! als)")  # "Früher gab es …" tells of the past
LATER = re.compile(r"\bspaeter(?:e[nrsm]?)?\b(?! als)")
LONGEST_SHIFT = 10  # words of "Das ist mir zu spät, geht es auch früher?"
NAMED = 0.5  # probability from which a programme whose name stands in the message is what it asks for
BARE = 4  # words: "nur online bitte" refines an open search, whatever else it resembles
SURER_THAN_CONDITIONS = 0.9  # the same where the message holds nothing but conditions and there is a search to refine


def refine(sources: Sources, turn: Turn, filters: OfferFilters, decision: Decision) -> Outcome | None:
    """Return what a message changes: the funding check, the size that one programme is for, or the last search."""
    about_one = recheck(sources, turn) or tell_fit(sources, turn, filters.employees)
    return about_one or refine_search(sources, turn, filters, decision)


def refine_search(sources: Sources, turn: Turn, filters: OfferFilters, decision: Decision) -> Outcome | None:
    """Return a refined search where the message only changes the conditions of the last one, else None."""
    last = turn.memory.filters
    if not last.type:
        return None
    dropped = read_dropped_conditions(turn.text)
    if dropped:
        return search(sources, turn, replace(last.merge(filters), **dropped), UNSURE, is_for_all=True)
    shifted = _shift_date(sources, turn, decision)
    if shifted:
        return search(sources, turn, replace(last.merge(filters), **shifted), UNSURE)
    best = decision.candidates[0] if decision.candidates else None
    is_other_question = best is not None and _is_other_question(sources, turn, filters, decision)
    if read_aspects(turn.text):  # "wir sind 3 Leute, was kostet das?" asks, it does not search
        filters = replace(filters, employees=None)
    if is_other_question or not is_only_conditions(turn.text, replace(filters, type="")):
        return None
    if filters.type and filters.type != last.type:
        return None
    # What "im Mai" alone resembles a little must not come beside the hits for the topic in question.
    sure = tuple(candidate for candidate in decision.candidates if candidate.probability >= SURE)
    return search(sources, turn, last.merge(_without_echo(filters, last)), replace(decision, candidates=sure))


def _shift_date(sources: Sources, turn: Turn, decision: Decision) -> dict[str, Any]:
    """Return the days of a search for what begins earlier or later than the course in focus; nothing if not asked."""
    folded = fold(turn.text)
    best = decision.candidates[0] if decision.candidates else None
    if best and decision.kind == "answer" and best.probability >= SURE and best.reference not in turn.memory.focus:
        return {}
    if len(tokenize(folded)) > LONGEST_SHIFT or not (EARLIER.search(folded) or LATER.search(folded)):
        return {}
    begins = [
        o.starts_on for o in sources.find_offers(turn.memory.focus) if isinstance(o, TrainingView) and o.starts_on
    ]
    if not begins:
        return {}
    if EARLIER.search(folded):
        return {"first_day": None, "last_day": min(begins) - timedelta(days=1)}
    return {"first_day": max(begins) + timedelta(days=1), "last_day": None}


def _is_other_question(sources: Sources, turn: Turn, filters: OfferFilters, decision: Decision) -> bool:
    """Tell whether a message that names conditions asks something else than for offers that meet them."""
    best = decision.candidates[0]
    if decision.kind != "answer":
        return False
    only_topic = bool(filters.topics) and not replace(filters, type="", topics=(), employees=None).has_conditions
    is_bare_topic = only_topic and not turn.memory.results  # "Wir haben keinen Betriebsrat" after an entry
    if leans_on_list(turn.text) and not is_bare_topic:
        return False
    if sources.names(turn.text, best.reference) and best.reference.type in ("faq", FUNDING):
        return best.probability >= NAMED
    if best.reference.type != "faq":
        return False
    if turn.memory.filters.merge(filters) == turn.memory.filters:  # it names nothing but the topic of the list
        return True
    if is_bare_topic:
        return True
    return len(tokenize(turn.text)) > BARE and best.probability >= SURER_THAN_CONDITIONS


def _without_echo(filters: OfferFilters, last: OfferFilters) -> OfferFilters:
    """Return the filters without the topic that the name of a kind is itself, where there is a topic already.

    "Und als Kredit?" asks for another kind of support for the same thing.
    """
    is_echo = bool(filters.kinds or filters.without_kinds) and filters.topics == (OF_KINDS,)
    return replace(filters, topics=()) if is_echo and last.topics else filters


def correct(sources: Sources, turn: Turn) -> Outcome | None:
    """Take a correction ("nein, ich meinte Weiterbildung") into the last check or search; None if it names nothing."""
    rechecked = recheck(sources, turn)
    if rechecked:
        return rechecked
    filters = sources.read_filters(turn.text)
    if not filters.type and not filters.has_conditions:
        return None
    merged = turn.memory.filters.merge(_without_echo(filters, turn.memory.filters))
    if not merged.topics and turn.memory.focus:
        merged = replace(merged, topics=sources.topics_of(turn.memory.focus))
    return search(sources, turn, complete_type(merged, sources.decide(turn)), UNSURE)


def change(sources: Sources, turn: Turn, wanted: str) -> Outcome:
    """Search on as a pressed button wants it (``filter_buttons.apply_change``)."""
    return search(sources, turn, apply_change(turn.memory.filters, wanted), UNSURE)


def go_back(sources: Sources, turn: Turn) -> Outcome:
    """Take the last change of the search back while its list is in focus; show the list again, else the content."""
    memory = turn.memory
    if memory.focus == memory.results[:PAGE] or not memory.results or asks_to_undo(turn.text):
        undone = _undo(sources, turn)
        if undone:
            return undone
    if memory.results:
        return show_more(sources, replace(turn, memory=replace(memory, shown=0)))
    if memory.focus:
        return show(sources, turn, memory.focus[0])
    return Outcome((Reply("notice", sentence("gespraech.nichts_davor")),), memory)


def _undo(sources: Sources, turn: Turn) -> Outcome | None:
    """Take the last change of the search back, None where there is none."""
    *earlier, last = turn.memory.before or (OfferFilters(),)
    if not last.type:
        return None
    memory = replace(turn.memory, filters=OfferFilters(), before=tuple(earlier))
    return search(sources, replace(turn, memory=memory), last, UNSURE)


def replace_expired(sources: Sources, turn: Turn, filters: OfferFilters) -> Outcome | None:
    """Search what else there is for the subject in focus where the message asks for a replacement."""
    memory = turn.memory
    if not memory.focus or not asks_for_replacement(turn.text):
        return None
    programmes = [offer for offer in sources.find_offers(memory.focus) if isinstance(offer, FundingView)]
    successor = Reference(FUNDING, next((offer.successor for offer in programmes if offer.successor), ""))
    if successor in sources.snapshot.offers:
        return show(sources, turn, successor)
    # What comes after a programme that has ended is no company's "Nachfolge".
    is_over = any(map(sources.is_expired, memory.focus))
    if [topic for topic in filters.topics if not (is_over and topic == SUCCESSION)]:
        return None
    topics = memory.filters.topics or sources.topics_of(memory.focus)
    wanted = OfferFilters(type=memory.filters.type or FUNDING, topics=topics)
    return search(sources, turn, wanted, UNSURE) if topics else None
