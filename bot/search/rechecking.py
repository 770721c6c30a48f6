"""The funding check once more, with other answers: "nein, 60 Leute", "und wenn wir in Baunatal wären?"."""

from __future__ import annotations

from dataclasses import replace

from bot.german.normalize import tokenize
from bot.offers.eligibility.address import page_of_check
from bot.offers.eligibility.answers import Answers
from bot.offers.eligibility.reading import QUESTIONS, Reader, is_supposed, revise
from bot.offers.filters import FUNDING, OfferFilters
from bot.offers.reading.support import read_offer_type
from bot.search.funding_check import run_check
from bot.search.funding_check_reply import result_reply
from bot.search.funding_check_words import name_said
from bot.search.memory import Memory
from bot.search.reply import Reply
from bot.search.sentences import sentence
from bot.search.sources import Sources
from bot.search.turn import Outcome, Turn

LONGEST = 12  # words: more of them ask for something else


def recheck(sources: Sources, turn: Turn) -> Outcome | None:
    """Return the result of the last check with what a message changes of its answers; None where it changes none."""
    before = turn.memory.checked
    if before is None or not is_supposed(turn.text) or len(tokenize(turn.text)) > LONGEST:
        return None
    if read_offer_type(turn.text):  # "und wenn wir einen Kurs in Baunatal suchen?"
        return None
    vocabulary = sources.knowledge.vocabulary
    understood = Reader(vocabulary, sources.today, before.employees).understand(None, turn.text, QUESTIONS)
    if not understood:
        return None
    answers = revise(before, understood)
    result = run_check(sources.session, answers, today=sources.today, show_samples=sources.show_samples)
    reply = result_reply(result, f"{sources.public_url}{page_of_check(answers)}")
    said = Answers.from_slot({name: value for found in understood.values() for name, value in found.items()})
    changed = sentence("foerdercheck.korrigiert", angaben=name_said(said, vocabulary.names))
    return Outcome((replace(reply, text=f"{changed}\n\n{reply.text}"),), remember_check(turn.memory, reply, answers))


def remember_check(memory: Memory, reply: Reply, answers: Answers) -> Memory:
    """Return the memory after the result of a check: its programmes are the hits; its answers are kept."""
    found = reply.references
    settled = memory.settled(found)
    filters = OfferFilters(FUNDING)
    return replace(settled, results=found, shown=len(found), filters=filters, before=(), checked=answers)
