"""Answers to messages that are not in German: from the curated English texts, or one sentence in their language."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bot.german.languages import ENGLISH, GERMAN
from bot.offers.filters import FUNDING, TRAINING
from bot.search import showing
from bot.search.brain import Candidate, Decision
from bot.search.english_moves import wants_person
from bot.search.knowledge import Knowledge
from bot.search.misses import miss, person_buttons
from bot.search.ranking import join_words
from bot.search.reply import Button, Reference, Reply
from bot.search.sentences import sentence
from bot.search.sources import Sources
from bot.search.turn import Outcome, Turn

# The gate before an English answer, set on tests/evaluation/english_questions.csv: better unsure than wrong.
ANSWER = 0.52  # cosine with the nearest English phrase, less what nobody knows of the question
MARGIN = 0.1  # by which the best is before the next
AGREED = 0.35  # the cosine where the German brain, which knows names and loanwords, says the same
CHOICES = 0.25  # from which it is offered as a choice
UNKNOWN_WEIGHT = 0.5
LISTED = 5


def answer_foreign(sources: Sources, turn: Turn, german: Decision) -> Outcome:
    """Answer a message that is not in German; ``german`` is what the brain makes of its words and names."""
    if turn.written_in != ENGLISH:
        return Outcome((name_languages(sources, turn.written_in),), turn.memory.replied())
    if wants_person(turn.text):
        text = sentence("englisch.person_angebot", kontakt=sources.lead_line)
        reply = Reply("notice", text, buttons=person_buttons(ENGLISH), lang=ENGLISH)
        return Outcome((reply,), replace(turn.memory, misses=0, offered="handoff"))
    decision = decide_english(turn.text, sources.knowledge)
    reference = _find_sure(decision, german) or _find_named(turn.text, sources.knowledge)
    return showing.show(sources, turn, reference) if reference else miss(sources, turn, decision)


def name_languages(sources: Sources, language: str) -> Reply:
    """Say in a language that answers are in German and English, and how to reach a person."""
    buttons = (
        Button("English", "/smalltalk_begruessung", lang=ENGLISH),
        Button("Deutsch", "/dialog_neustart", lang=GERMAN),
        Button(sentence("antwort.person_knopf"), "/handoff", lang=GERMAN),
    )
    text = sentence(f"andere_sprache.{language}", kontakt=sources.lead_line)
    return Reply("notice", text, buttons=buttons, lang=language)


def decide_english(text: str, knowledge: Knowledge) -> Decision:
    """Decide which English text a question is about: an answer, choices, or "unsure"."""
    index = knowledge.english
    exact = index.find_exact(text)
    if exact is not None:
        return Decision("answer", (Candidate(index.documents[exact], 1.0),))
    nearest, bm25 = index.score(text)
    if not len(nearest) or not nearest.max():
        return Decision("unsure")
    scores = join_words(nearest, bm25)
    order = np.argsort(-scores)[:LISTED]
    known = 1 - UNKNOWN_WEIGHT * index.unknown_share(text)
    candidates = tuple(Candidate(index.documents[number], float(nearest[number] * known)) for number in order)
    lead = scores[order[0]] - (scores[order[1]] if len(order) > 1 else 0.0)
    if candidates[0].probability >= ANSWER and lead >= MARGIN:
        return Decision("answer", candidates)
    return Decision("choices" if candidates[0].probability >= CHOICES else "unsure", candidates)


def _find_sure(english: Decision, german: Decision) -> Reference | None:
    """Return the content that is surely meant: by the English texts, or where both views agree on it."""
    if english.kind == "answer":
        return english.candidates[0].reference
    if english.kind == "unsure" or german.kind != "answer":
        return None
    best = english.candidates[0]
    is_agreed = best.reference == german.candidates[0].reference and best.probability >= AGREED
    return best.reference if is_agreed else None


def _find_named(text: str, knowledge: Knowledge) -> Reference | None:
    """Return the one contact or programme whose name stands in a text."""
    contacts = knowledge.contacts_named_in(text)
    if contacts:
        return contacts[0]
    named = [knowledge.index.documents[number].reference for number in knowledge.named_in(text)]
    offers = [reference for reference in named if reference.type in (FUNDING, TRAINING)]
    return offers[0] if len(offers) == 1 else None
