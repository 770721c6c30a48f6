"""The policy of the dialogue for questions: which act answers a message, in the light of the turns before."""

from __future__ import annotations

from dataclasses import replace

from bot.german.languages import GERMAN
from bot.german.normalize import tokenize
from bot.german.openers import strip_openers
from bot.offers.filters import FUNDING, TRAINING, OfferFilters
from bot.offers.reading.sentence import asks_for_everything, asks_for_list, is_bare_wish
from bot.search import render
from bot.search.brain import Candidate, Decision, is_plain
from bot.search.cues import asks_to_undo, is_anaphoric, points_back
from bot.search.follow_up import VERY_SURE, ask_aspect, ask_bare_aspect, ask_contact
from bot.search.foreign import answer_foreign
from bot.search.labels import OUT_OF_SCOPE
from bot.search.memory import Memory
from bot.search.misses import miss
from bot.search.picking import pick_provider, pick_to_compare
from bot.search.referring import refer, refer_to_other_state
from bot.search.refining import go_back, refine, replace_expired
from bot.search.reply import Reference, Reply
from bot.search.searching import SURE, complete_type, search
from bot.search.sentences import sentence
from bot.search.showing import show, show_named_contacts
from bot.search.sources import Sources
from bot.search.stating import state
from bot.search.turn import Outcome, Turn

LIKELY_FOREIGN = 0.5  # probability of "not ours" from which it is likelier than all content
STORY = 20  # words: in so many, places, days and sums mostly belong to what happened, not to what is wanted
NEAREST = 5  # candidates among which what is in focus counts as meant


def answer_question(sources: Sources, turn: Turn) -> Outcome:
    """Answer any question about the content: an FAQ entry, offers, a contact, choices, or an honest "unsure".

    Of two concerns the first is answered, the second is named and offered.
    """
    if turn.written_in != GERMAN:
        return answer_foreign(sources, turn, sources.decide(turn.as_question()))
    second = take_up_second(turn)
    if second:
        return show(sources, turn, second)
    if asks_to_undo(turn.text):
        return go_back(sources, turn)
    both = _answer_both(sources, turn) if len(turn.concerns) > 1 else None
    return both or _answer_one(sources, replace(turn, text=strip_openers(turn.text)).as_question())


def take_up_second(turn: Turn) -> Reference | None:
    """Return the second concern that was offered, where a message takes it up ("ja, und das mit dem Termin?")."""
    return turn.memory.second if tokenize(turn.text)[:1] == ["ja"] else None


def _answer_both(sources: Sources, turn: Turn) -> Outcome | None:
    """Answer the first of two concerns and offer the second, where each is sure of itself and they are two."""
    parts = [Turn(concern.text, Memory(), concern.guesses).as_question() for concern in turn.concerns[:2]]
    first, second = map(sources.decide, parts)
    if first.kind != "answer" or second.kind != "answer":
        return None
    references = [decision.candidates[0].reference for decision in (first, second)]
    if references[1] in (references[0], *sources.knowledge.related(references[0])):
        return None
    concern = turn.concerns[0]
    outcome = answer_question(sources, replace(turn, text=concern.text, guesses=concern.guesses, concerns=()))
    if references[1] in outcome.memory.focus:
        return None
    title = second.candidates[0].document.title
    text = sentence("antwort.zweites_anliegen", titel=title)
    offer = Reply("notice", text, buttons=(render.button_for(title, references[1]),))
    return Outcome((*outcome.replies, offer), replace(outcome.memory, offered="second", second=references[1]))


def _answer_one(sources: Sources, turn: Turn) -> Outcome:
    """Lean on the turns before where the message does, then search, then go by what the brain has decided."""
    decision = sources.decide(turn)
    filters = sources.read_filters(turn.text)
    leaning = (
        pick_to_compare(sources, turn)
        or pick_provider(sources, turn)
        or replace_expired(sources, turn, filters)
        or refine(sources, turn, filters, decision)
        or ask_aspect(sources, turn, filters, decision)
        or (ask_bare_aspect(sources, turn, is_sure=_is_sure(decision)) if _may_go_on(sources, turn, decision) else None)
        or ask_contact(sources, turn)
        or show_named_contacts(sources, turn, decision)
    )
    if leaning:
        return leaning
    elsewhere = None if _is_sure(decision) else refer_to_other_state(sources, turn)
    if elsewhere:
        return elsewhere
    if _is_search(sources, turn, filters, decision):
        return search(sources, turn, complete_type(filters, decision), decision)
    return _remember_topics(_follow(sources, turn, decision, filters), filters)


def _follow(sources: Sources, turn: Turn, decision: Decision, filters: OfferFilters) -> Outcome:
    """Do what the decision says; where it is unsure, what is in focus may be what the message means."""
    if decision.kind == "out_of_scope":
        return refer(sources, turn)
    if decision.kind == "answer" and not _is_doubtful(turn, decision, filters):
        return state(sources, turn, decision, filters)
    if turn.memory.focus and is_anaphoric(turn.text) and _is_near_focus(sources, turn, decision):
        return show(sources, turn, turn.memory.focus[0])
    return miss(sources, turn, replace(decision, kind="choices") if decision.kind == "answer" else decision)


def _is_doubtful(turn: Turn, decision: Decision, filters: OfferFilters) -> bool:
    """Tell whether offers would be stated to a question that names none of ours and is more likely not ours."""
    foreign = sum(guess.probability for guess in turn.guesses or () if guess.label == OUT_OF_SCOPE)
    is_offer = decision.candidates[0].reference.type in (FUNDING, TRAINING)
    return is_offer and foreign > LIKELY_FOREIGN and not filters.type and not filters.topics


def _is_sure(decision: Decision) -> bool:
    return decision.kind == "answer" and decision.candidates[0].probability >= SURE


def _may_go_on(sources: Sources, turn: Turn, decision: Decision) -> bool:
    """Tell whether a message may ask about what is in focus, though it names nothing of it."""
    if is_plain(turn.guesses) and not points_back(turn.text):
        return False
    if decision.candidates and sources.names(turn.text, decision.candidates[0].reference):
        return False
    return not _is_sure(decision) or tokenize(turn.text)[:1] == ["und"]


def _is_near_focus(sources: Sources, turn: Turn, decision: Decision) -> bool:
    near = {*turn.memory.focus, *sources.knowledge.related(turn.memory.focus[0])}
    return any(candidate.reference in near for candidate in decision.candidates[:NEAREST])


def _is_search(sources: Sources, turn: Turn, filters: OfferFilters, decision: Decision) -> bool:
    """Tell whether a question is better answered by a search than by the entry it resembles most."""
    best = decision.candidates[0] if decision.candidates else None
    is_story = len(tokenize(turn.text)) >= STORY and not _limits_courses(filters, best)
    if is_story and (_is_sure(decision) or not filters.type):
        return False
    states_entry = decision.kind == "answer" and best is not None and best.reference.type in ("faq", "kontakt")
    is_repeated = best is not None and turn.memory.focus[:1] == (best.reference,) and bool(filters.place)
    sureness = best.probability if states_entry and best and not is_repeated else 0.0
    if not filters.type and filters.topics and filters.sort == "date":  # "nächster Termin CNC"
        return True
    if filters.type == TRAINING:
        return _is_training_search(turn.text, filters, sureness)
    if decision.kind == "out_of_scope":
        return False
    if filters.type == FUNDING:
        if best and best.probability > SURE and sources.is_expired(best.reference):
            return False  # a search would leave it out without a word
        conditions = bool(filters.topics) + bool(filters.kinds or filters.without_kinds) + bool(filters.levels)
        return not sureness and conditions >= (1 if filters.topics and asks_for_list(turn.text) else 2)
    return not sureness and bool(filters.topics) and bool(filters.place or filters.formats)


def _limits_courses(filters: OfferFilters, best: Candidate | None) -> bool:
    """Tell whether courses are asked for within a price, or from a day on: conditions also in a long message."""
    if best is not None and best.reference.type != TRAINING and best.probability >= SURE:
        return False
    return filters.max_price is not None or (filters.type == TRAINING and bool(filters.first_day or filters.last_day))


def _is_training_search(text: str, filters: OfferFilters, sureness: float) -> bool:
    """Tell the same of a question about training; ``sureness`` is the probability of the entry it resembles most."""
    if is_bare_wish(text, filters):
        return True
    if filters.first_day or filters.last_day or filters.max_price:  # a price limit of 0 is only "kostenlos"
        return True
    if filters.formats and asks_for_list(text) and asks_for_everything(text):  # "Zeig mir alle Onlinekurse"
        return True
    is_pinned = bool(filters.place or filters.max_price is not None)
    if asks_for_list(text) and (is_pinned or filters.topics or filters.needs_voucher):
        return sureness < VERY_SURE
    return sureness < SURE and bool(is_pinned or filters.topics)


def _remember_topics(outcome: Outcome, filters: OfferFilters) -> Outcome:
    """Remember the topics of a question that was no search, so that "nein, ich meinte Weiterbildung" can be one."""
    known = outcome.memory.filters
    is_open = bool(filters.type) and not known.type and outcome.memory.misses > 0  # "Förderung", and which?
    if known.topics or not (filters.topics or is_open):
        return outcome
    remembered = replace(known, topics=filters.topics, type=filters.type if is_open else known.type)
    return replace(outcome, memory=replace(outcome.memory, filters=remembered))
