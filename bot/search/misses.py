"""What is said where nothing was made of a message: choices first, then a person, never the same twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.german.languages import GERMAN
from bot.offers.filters import OfferFilters
from bot.search import render
from bot.search.brain import Candidate, Decision
from bot.search.named_conditions import describe_conditions
from bot.search.reply import Button, Miss, Reference, Reply
from bot.search.sentences import sentence
from bot.search.sources import Sources
from bot.search.turn import Outcome, Turn
from bot.search.wishes import wish_of

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
    memory = replace(turn.memory.replied(), misses=turn.memory.misses + 1)
    if turn.memory.misses:
        contact = "" if turn.memory.misses % 2 else sources.lead_line
        reply = replace(offer_person_reply(contact, turn.language), miss=describe_miss("unsure", decision))
        return Outcome((reply,), replace(memory, offered="handoff"))
    if decision.kind == "choices":
        choices = _with_overview(sources, decision.candidates)
        reply = render.choices_reply(_translate(sources, choices, turn.language), turn.language)
        asked = tuple(reference for _, reference in choices)
        return Outcome((replace(reply, miss=describe_miss("choices", decision)),), replace(memory, choices=asked))
    memory = replace(memory, choices=tuple(OVERVIEWS.values()))
    reply = unsure_reply(turn.language, sources.lead_line)
    return Outcome((replace(reply, miss=describe_miss("unsure", decision)),), memory)


def _translate(
    sources: Sources, choices: Sequence[tuple[str, Reference]], language: str
) -> list[tuple[str, Reference]]:
    """Return choices with their titles in a language, as far as there are any."""
    titles = {reference: title for title, reference in sources.titles_of([ref.slug for _, ref in choices], language)}
    return [(titles.get(reference, title), reference) for title, reference in choices]


def describe_miss(reason: str, decision: Decision) -> Miss:
    """Return what is noted of a question that was not settled."""
    if not decision.candidates:
        return Miss(reason)
    best = decision.candidates[0]
    return Miss(reason, best.reference, round(best.probability, 4))


def describe_gap(filters: OfferFilters, topic_names: Mapping[str, str], emptied_by: str) -> Miss:
    """Return the mark of an offer gap: what was searched for, and which of it there is nothing for."""
    wish = wish_of(filters)
    conditions = describe_conditions(wish, topic_names)
    return Miss("no_hits", conditions=conditions, filters=wish.to_slot(), emptied_by=emptied_by)


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


def offer_person_reply(contact: str = "", language: str = GERMAN) -> Reply:
    """Return the offer to hand the concern to a person; where it was made just before, name the contact as well."""
    key = "ratlos.wieder" if contact else "ratlos.zweites_mal"
    text = sentence(key, language, kontakt=contact)
    return Reply("fallback", text, buttons=person_buttons(language), lang=render.lang_of(language))


def person_buttons(language: str) -> tuple[Button, Button]:
    """Return the buttons that accept and decline the offer of a person."""
    return (
        Button(sentence("ratlos.weitergeben_knopf", language), "/handoff"),
        Button(sentence("ratlos.nein_knopf", language), "/smalltalk_verneinung"),
    )


def unsure_reply(language: str = GERMAN, contact: str = "") -> Reply:
    """Return the honest "not understood" with three themes to start from; in English with the contact at once."""
    buttons = tuple(
        Button(sentence(f"ratlos.themen_{theme}", language), render.choose_payload(overview))
        for theme, overview in OVERVIEWS.items()
    )
    text = sentence("ratlos.erstes_mal", language, kontakt=contact)
    return Reply("fallback", text, buttons=buttons, lang=render.lang_of(language))
