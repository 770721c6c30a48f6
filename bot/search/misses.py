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
SPREAD = 0.2  # probability of the best below which a question about one theme was too general for any single entry

# The entry that opens each theme, by the groups of the documents that it stands for.
OVERVIEWS = {
    "foerderung": Reference("faq", "foerderung-ueberblick"),
    "weiterbildung": Reference("faq", "kurse-finden"),
    "kontakt": Reference("faq", "zustaendige-person-thema"),
}


def miss(sources: Sources, turn: Turn, decision: Decision = UNSURE) -> Outcome:
    """Ask back with choices the first time, offer a person the second time."""
    memory = replace(turn.memory, misses=turn.memory.misses + 1, offered="")
    if turn.memory.misses:
        contact = "" if turn.memory.misses % 2 else sources.lead_line
        reply = replace(offer_person_reply(contact), miss=describe_miss("unsure", decision))
        return Outcome((reply,), replace(memory, offered="handoff"))
    if decision.kind == "choices":
        reply = render.choices_reply(_with_overview(sources, decision.candidates))
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


def _with_overview(sources: Sources, candidates: Sequence[Candidate]) -> list[tuple[str, Reference]]:
    """Return the choices; where a question is spread over one theme ("Zuschüsse?"), its overview is among them."""
    choices = list_choices(candidates)
    groups = {candidate.document.group for candidate in candidates[:3]}
    if candidates[0].probability >= SPREAD or len(groups) != 1:
        return choices
    overview = sources.titles_of([OVERVIEWS[group].slug for group in groups & set(OVERVIEWS)])
    return list(dict.fromkeys([*choices[:2], *overview, *choices[2:]]))[:3]


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
    buttons = tuple(
        Button(sentence(f"ratlos.themen_{theme}"), render.choose_payload(overview))
        for theme, overview in OVERVIEWS.items()
    )
    return Reply("fallback", sentence("ratlos.erstes_mal"), buttons=buttons)
