"""Say that a question is not ours, and where it belongs."""

from __future__ import annotations

from bot.offers.filters import TRAINING
from bot.search.misses import UNSURE
from bot.search.refining import refine
from bot.search.reply import Miss, Reply
from bot.search.searching import search
from bot.search.sentences import sentence
from bot.search.sources import Sources
from bot.search.turn import Outcome, Turn

OFFICE_COSINE = 0.4  # with a known question from which its office is named


def refer(sources: Sources, turn: Turn) -> Outcome:
    """Name the office a question belongs to; what refines the last search or plainly asks for a course is searched."""
    filters = sources.read_filters(turn.text)
    refined = refine(sources, turn, filters, UNSURE)
    if refined:
        return refined
    if filters.type == TRAINING and filters.topics:
        return search(sources, turn, filters, sources.decide(turn.as_question()))
    office = _find_office(sources, turn.text)
    text = sentence("nicht_zustaendig.stelle", stelle=office) if office else sentence("nicht_zustaendig.allgemein")
    missed = None if office else Miss("out_of_scope")
    return Outcome((Reply("fallback", text, miss=missed),), turn.memory.replied())


def _find_office(sources: Sources, text: str) -> str:
    referrals = sources.knowledge.referrals
    nearest, _ = referrals.score(text)
    if not len(nearest) or nearest.max() < OFFICE_COSINE:
        return ""
    return referrals.documents[int(nearest.argmax())].text
