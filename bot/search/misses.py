"""What is said where nothing was made of a message: choices first, then a person, never the same twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.search import render
from bot.search.brain import Candidate, Decision
from bot.search.reply import Button, Reference, Reply
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
        return Outcome((offer_person_reply(contact),), replace(memory, offered="handoff"))
    if decision.kind == "choices":
        return Outcome((render.choices_reply(list_choices(decision.candidates)),), memory)
    return Outcome((unsure_reply(),), memory)


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
