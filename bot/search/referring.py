"""Say that a question is not ours, and where it belongs."""

from __future__ import annotations

from collections import Counter

import numpy as np

from bot.offers.filters import FUNDING, TRAINING
from bot.offers.reading.support import read_offer_type
from bot.search.elsewhere import find_other_state
from bot.search.emergency import is_emergency
from bot.search.follow_up import ask_bare_aspect
from bot.search.index import LexicalIndex
from bot.search.misses import UNSURE, miss
from bot.search.refining import refine
from bot.search.reply import Miss, Reply
from bot.search.searching import search
from bot.search.sentences import sentence
from bot.search.sources import Sources
from bot.search.turn import Outcome, Turn

# Set with each of 1,421 known questions left out in turn: 3.4 % are sent to a wrong office and 13.4 % to the right one.
# The office of the nearest question alone, from a cosine of 0.4, was wrong more often and right less often.
OFFICE_COSINE = 0.3  # with the nearest known question
SAME_COSINE = 0.75  # from here on the nearest one decides alone
VOTERS = 5
EMERGENCY = "Notruf 112"  # the office, as the content names it, of what has no time for any other sentence
MAJORITY = 0.6  # of the squared cosines of the voters


def refer(sources: Sources, turn: Turn) -> Outcome:
    """Name the office a question belongs to; what refines the last search or plainly asks for a course is searched.

    In an emergency nothing but the emergency number is said.
    """
    if is_emergency(turn.text):
        return _say(turn, sentence("nicht_zustaendig.notfall"))
    filters = sources.read_filters(turn.text)
    refined = refine(sources, turn, filters, UNSURE)
    if refined:
        return refined
    if filters.type == TRAINING and filters.topics:
        return search(sources, turn, filters, sources.decide(turn.as_question()))
    about_focus = ask_bare_aspect(sources, turn, is_sure=False)
    if about_focus:
        return about_focus
    office = find_office(sources.knowledge.referrals, turn.text)
    if office == EMERGENCY:
        return _say(turn, sentence("nicht_zustaendig.notfall"))
    if office:
        return _say(turn, sentence("nicht_zustaendig.stelle", stelle=office))
    elsewhere = refer_to_other_state(sources, turn)
    if not elsewhere and turn.memory.misses:
        return miss(sources, turn)  # twice nothing came of it: a person can help
    key = "nicht_zustaendig.kurs" if filters.type == TRAINING else "nicht_zustaendig.allgemein"
    return elsewhere or _say(turn, sentence(key), Miss("out_of_scope"))


def refer_to_other_state(sources: Sources, turn: Turn) -> Outcome | None:
    """Name the bank for the funding of another federal state; None where the message does not ask for that."""
    state = find_other_state(turn.text, sources.knowledge.places) if read_offer_type(turn.text) == FUNDING else None
    if state is None:
        return None
    return _say(turn, sentence("nicht_zustaendig.anderes_land", land=state.name, stelle=state.bank))


def _say(turn: Turn, text: str, missed: Miss | None = None) -> Outcome:
    return Outcome((Reply("fallback", text, miss=missed),), turn.memory.replied())


def find_office(referrals: LexicalIndex, text: str) -> str:
    """Return the office that most of the nearest known questions belong to, "" where they do not agree."""
    cosines, _ = referrals.score(text)
    if not len(cosines) or cosines.max() < OFFICE_COSINE:
        return ""
    nearest = np.argsort(-cosines)[:VOTERS]
    if cosines[nearest[0]] >= SAME_COSINE:
        return referrals.documents[nearest[0]].text
    votes: Counter[str] = Counter()
    for number in nearest:
        votes[referrals.documents[number].text] += cosines[number] ** 2
    office, most = votes.most_common(1)[0]
    return office if most >= MAJORITY * sum(votes.values()) else ""
