"""Answer a short question about what was stated last: "und was kostet das?", "wer ist da zuständig?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.contacts.queries import find_by_area
from bot.german.normalize import fold, tokenize
from bot.offers.filters import FUNDING, TRAINING, OfferFilters
from bot.offers.queries import OfferView, TrainingView
from bot.search import render
from bot.search.aspects import describe, is_bare_aspect, read_aspects
from bot.search.brain import Decision
from bot.search.cues import MAXIMUM_ANAPHORIC, is_anaphoric, points_back
from bot.search.misses import UNSURE
from bot.search.offer_search import search_offers
from bot.search.offering import topics_of_entry
from bot.search.picking import explain_number, find_numbered, pick_provider
from bot.search.positions import marks_position, read_ordinals
from bot.search.refining import refine
from bot.search.reply import Reference
from bot.search.searching import PAGE
from bot.search.sentences import sentence
from bot.search.showing import contacts_reply, show, show_responsible
from bot.search.sources import Sources
from bot.search.stating import state
from bot.search.turn import Outcome, Turn

VERY_SURE = 0.85
NEAR_ENOUGH = 0.2  # probability from which a neighbour of the entry in focus answers a follow-up
DESCRIBED = 3  # offers at once
LIKELY = 0.5  # probability from which another offer, or an entry on funding, is what a question about an aspect means
SHORT = 7  # words of "und bis wann geht das noch?"
BARE_WORDS = 2  # "Telefon?", "E-Mail bitte"
LEARNING = ("aufstiegsfortbildung", "umschulung", "qualifizierung")  # topics of programmes that pay for courses
_OTHER = {FUNDING: TRAINING, TRAINING: FUNDING}
CONTACTING = re.compile(
    r"\b(?:telefon\w*|nummer|durchwahl|\w*mail\w*|erreich\w*|adresse|anschrift|anrufen|kontaktdaten|fax\w*)\b"
)


def follow_up(sources: Sources, turn: Turn, aspect: str) -> Outcome | None:
    """Answer a question about an aspect (one of ``aspects.ASPECTS``) of what is in focus; None where nothing is."""
    among_hits = pick_provider(sources, turn) or refine(sources, turn, sources.read_filters(turn.text), UNSURE)
    if among_hits:
        return among_hits
    focus = turn.memory.focus[0] if turn.memory.focus else None
    if focus is None:
        return None
    if aspect == "kosten" and read_aspects(turn.text) == ["foerderung"]:  # "und wer bezahlt?"
        aspect = "foerderung"
    # Of an entry its programme, and not a course on it that was remembered beside.
    programmes = sources.find_offers(sources.knowledge.programmes_of(focus)) if focus.type == "faq" else []
    offers = programmes or sources.find_offers(turn.memory.focus[:PAGE])
    if focus.type in (FUNDING, TRAINING) and offers:
        return _follow_up_on_offers(sources, turn, aspect, offers)
    return _follow_up_on_entry(sources, turn, aspect, focus, offers)


def ask_aspect(sources: Sources, turn: Turn, filters: OfferFilters, decision: Decision) -> Outcome | None:
    """Answer a short question about the offers in focus ("und wo ist das?") that no entry answers surely.

    ``filters`` are the conditions that the question names.
    """
    focus = turn.memory.focus
    if not focus or focus[0].type not in (FUNDING, TRAINING):
        return None
    aspects = read_aspects(turn.text)
    is_bare = is_bare_aspect(turn.text, sources.knowledge.vocabulary.words.is_stop_word)
    if not aspects or not (is_bare or is_anaphoric(turn.text)):
        return None
    if aspects[0] == "foerderung" and not is_bare and not _is_of_focus(turn.text):
        return None
    if filters.type == _OTHER[focus[0].type] and aspects[0] != "foerderung":
        return None  # "und jetzt der CNC-Kurs, wann ist der?" after programmes
    goes_on = is_bare and tokenize(turn.text)[:1] == ["und"]
    best = decision.candidates[0] if decision.candidates else None
    if best is not None and best.reference not in focus:
        is_own_subject = best.reference.type in (FUNDING, TRAINING) or aspects[0] == "foerderung"
        is_sure = decision.kind == "answer" and best.probability >= (LIKELY if is_own_subject else VERY_SURE)
        if (is_sure and not goes_on) or sources.names(turn.text, best.reference):
            return None
    return follow_up(sources, turn, aspects[0])


def ask_bare_aspect(sources: Sources, turn: Turn, *, is_sure: bool) -> Outcome | None:
    """Answer what asks about nothing but an aspect of what is in focus, whatever else it resembles.

    Where nothing else is sure, a short question that points back is enough.
    """
    aspects = read_aspects(turn.text)
    is_bare = is_bare_aspect(turn.text, sources.knowledge.vocabulary.words.is_stop_word)
    is_short = _is_of_focus(turn.text) and not is_sure
    return follow_up(sources, turn, aspects[0]) if turn.memory.focus and aspects and (is_bare or is_short) else None


def _is_of_focus(text: str) -> bool:
    """Tell whether a short text asks of what is in focus, and not of a subject of its own ("Gibt es Geld für …?")."""
    return len(tokenize(text)) <= SHORT and (points_back(text) or tokenize(text)[:1] == ["und"])


def ask_contact(sources: Sources, turn: Turn) -> Outcome | None:
    """Show the contact in focus again where the message asks how to reach them ("hat die eine Nummer?")."""
    focus = turn.memory.focus[:1]
    if not focus or focus[0].type != "kontakt" or not CONTACTING.search(fold(turn.text)):
        return None
    leans = is_anaphoric(turn.text) or {"er", "sie", "ihn", "ihm", "ihr"} & set(tokenize(turn.text))
    length = len(tokenize(turn.text))
    return show(sources, turn, focus[0]) if length <= BARE_WORDS or (leans and length <= MAXIMUM_ANAPHORIC) else None


def _follow_up_on_offers(sources: Sources, turn: Turn, aspect: str, offers: Sequence[OfferView]) -> Outcome:
    numbers = read_ordinals(turn.text) if marks_position(turn.text) else []
    numbered = find_numbered(turn.memory, numbers)
    if numbers and not numbered:
        return explain_number(sources, turn, numbers)
    picked = sources.find_offers(numbered) or offers
    if aspect == "foerderung" and isinstance(picked[0], TrainingView):
        return _tell_funding(sources, turn, picked[0])
    reply = describe(aspect, picked[:DESCRIBED], sources.office_line, sources.today)
    contacts = find_by_area(sources.session, list(picked[0].topics), limit=2) if aspect == "zustaendig" else []
    replies = (reply, contacts_reply(sources, contacts)) if contacts else (reply,)
    return Outcome(replies, turn.memory.replied())


def _tell_funding(sources: Sources, turn: Turn, course: TrainingView) -> Outcome:
    """Say what is known of a course's accreditation, and list the programmes that pay for courses of its kind."""
    accredited = describe("foerderung", [course], sources.office_line, sources.today)
    about = next((topic for topic in LEARNING if topic in course.topics), LEARNING[-1])
    found = search_offers(
        sources.session,
        OfferFilters(type=FUNDING, topics=(about,)),
        {},
        today=sources.today,
        show_samples=sources.show_samples,
    )
    if not found.offers:
        return Outcome((accredited,), turn.memory.replied())
    programmes = render.offers_reply(found.offers[:PAGE], sentence("folge.kursfoerderung"), today=sources.today)
    return Outcome((accredited, programmes), turn.memory.replied())


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
    is_other = bool(decision.candidates) and not _is_of_group(sources, decision.candidates[0].reference, focus)
    if decision.kind == "answer" and not (is_other and focus.type == "faq" and tokenize(turn.text)[:1] == ["und"]):
        return state(sources, turn, decision, OfferFilters())
    return show(sources, turn, focus)


def _is_of_group(sources: Sources, reference: Reference, focus: Reference) -> bool:
    return sources.knowledge.numbers.get(reference) in sources.knowledge.same_group(focus)
