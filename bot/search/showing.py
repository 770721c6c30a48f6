"""Show one piece of content, or contacts."""

from __future__ import annotations

from collections.abc import Sequence

from bot.contacts.queries import ContactView, find_by_area
from bot.german.languages import GERMAN
from bot.german.normalize import tokenize
from bot.offers.filters import FUNDING
from bot.offers.queries import FundingView
from bot.search import render
from bot.search.brain import Decision
from bot.search.cues import asks_for_contact
from bot.search.misses import miss
from bot.search.reply import Reference, Reply
from bot.search.sentences import sentence
from bot.search.sources import Sources
from bot.search.turn import Outcome, Turn

MAXIMUM_NAMED = 3
BARE_NAME = 3  # words: "Herr Wieners bitte" asks for the person, whatever it does not say
SURER_THAN_A_NAME = 0.85  # probability of an entry that is stated although a name stands in the question


def show(sources: Sources, turn: Turn, reference: Reference, *, plain: bool = False) -> Outcome:
    """Show one piece of content with all its details; what has gone meanwhile is a miss."""
    reply = render_content(sources, reference, plain=plain or turn.preferences.plain, language=turn.language)
    return Outcome((reply,), turn.memory.settled((reference,))) if reply else miss(sources, turn)


def render_content(
    sources: Sources, reference: Reference, *, plain: bool = False, language: str = GERMAN
) -> Reply | None:
    """Return the message for a piece of content, None where there is none."""
    if reference.type == "faq":
        entry = sources.snapshot.entries.get(reference.slug)
        if entry is None:
            return None
        return render.faq_reply(entry, sources.titles_of(entry.related, language), plain=plain, language=language)
    if reference.type == "kontakt":
        contact = sources.snapshot.contacts.get(reference.slug)
        return contacts_reply(sources, [contact]) if contact else None
    offer = sources.snapshot.offers.get(reference)
    if offer is None:
        return None
    successor = offer.successor if isinstance(offer, FundingView) else ""
    return render.detail_reply(offer, sources.snapshot.offers.get(Reference(FUNDING, successor)), today=sources.today)


def show_responsible(sources: Sources, turn: Turn, areas: Sequence[str]) -> Outcome:
    """Name the contacts responsible for topics or groups, the project lead where nobody is."""
    contacts = find_by_area(sources.session, list(areas)) if areas else []
    if not contacts:
        lead = sources.snapshot.contacts.get(sources.lead)
        contacts = [lead] if lead else []
    reply = contacts_reply(sources, contacts)
    return Outcome((reply,), turn.memory.replied())


def show_named_contacts(sources: Sources, turn: Turn, decision: Decision) -> Outcome | None:
    """Show the contacts whose name the message gives, unless an entry is a surer answer."""
    named = sources.knowledge.contacts_named_in(turn.text)[:MAXIMUM_NAMED]
    best = decision.candidates[0] if decision.candidates else None
    is_wanted = asks_for_contact(turn.text) or len(tokenize(turn.text)) <= BARE_NAME
    is_surer = decision.kind == "answer" and best is not None and best.document.group == "kontakt"
    if not named or not is_wanted or is_surer or (best and best.probability >= SURER_THAN_A_NAME):
        return None
    contacts = [sources.snapshot.contacts[reference.slug] for reference in named]
    return Outcome((contacts_reply(sources, contacts),), turn.memory.settled(tuple(named)))


def contacts_reply(sources: Sources, contacts: Sequence[ContactView]) -> Reply:
    """Return contacts as a message; who is not to be contacted leads to the central office."""
    office = sources.office or contacts[0]
    reachable = [contact for contact in contacts if contact.is_contactable]
    if reachable:
        return render.contacts_reply(reachable, office)
    first = contacts[0]
    text = sentence(
        "kontakt.nicht_ansprechbar", name=first.name, rolle=first.role, zentrale=render.contact_line(office)
    )
    return render.contacts_reply([office], office, text)
