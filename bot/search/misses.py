"""What is said where nothing was made of a message: choices first, then a person, never the same twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.search import render
from bot.search.brain import Candidate, Decision
from bot.search.reply import Button, Miss, Reference, Reply
from bot.search.sentences import sentence
from bot.search.sources import Sources
from bot.search.turn import Outcome, Turn

UNSURE = Decision("unsure")
CHOICE = 0.05  # probability of each further choice


def miss(sources: Sources, turn: Turn, decision: Decision = UNSURE) -> Outcome:
    """Ask back with choices the first time, offer a person the second time."""
    memory = replace(turn.memory, misses=turn.memory.misses + 1, offered="")
    if turn.memory.misses:
        contact = "" if turn.memory.misses % 2 else sources.lead_line
        reply = replace(offer_person_reply(contact), miss=describe_miss("unsure", decision))
        return Outcome((reply,), replace(memory, offered="handoff"))
    if decision.kind == "choices":
        reply = render.choices_reply(list_choices(decision.candidates))
        return Outcome((replace(reply, miss=describe_miss("choices", decision)),), memory)
    return Outcome((replace(unsure_reply(), miss=describe_miss("unsure", decision)),), memory)


def describe_miss(reason: str, decision: Decision) -> Miss:
    """Return what is noted of a question that was not settled."""
    if not decision.candidates:
        return Miss(reason)
    best = decision.candidates[0]
    return Miss(reason, best.reference, round(best.probability, 4))


def list_choices(candidates: Sequence[Candidate]) -> list[tuple[str, Reference]]:
    """Return at most three candidates as (title, reference); a title stands there once."""
    found: dict[str, tuple[str, Reference]] = {}
    for candidate in candidates:
        if candidate.probability >= CHOICE or not found:
            found.setdefault(candidate.document.title, (candidate.document.title, candidate.reference))
    return list(found.values())[:3]


def offer_person_reply(contact: str = "") -> Reply:
    """Return the offer to hand the concern to a person; where it was made just before, name the contact as well."""
    buttons = (
        Button(sentence("ratlos.weitergeben_knopf"), "/handoff"),
        Button(sentence("ratlos.nein_knopf"), "/smalltalk_verneinung"),
    )
    text = sentence("ratlos.wieder", kontakt=contact) if contact else sentence("ratlos.zweites_mal")
    return Reply("fallback", text, buttons=buttons)


def unsure_reply() -> Reply:
    """Return the honest "not understood" with three themes to start from."""
    themes = (
        ("ratlos.themen_foerderung", "faq:foerderung-ueberblick"),
        ("ratlos.themen_weiterbildung", "faq:kurse-finden"),
        ("ratlos.themen_kontakt", "faq:zustaendige-person-thema"),
    )
    buttons = tuple(
        Button(sentence(key), render.choose_payload(Reference.parse(reference))) for key, reference in themes
    )
    return Reply("fallback", sentence("ratlos.erstes_mal"), buttons=buttons)
