"""What a conversation was about, for the person who takes it over: in the terms of the content, not of the dialogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.offers.filters import OfferFilters
from bot.search.knowledge import Knowledge
from bot.search.memory import Memory
from bot.search.named_conditions import describe_conditions
from bot.search.reply import Reference


def find_areas(knowledge: Knowledge, memory: Memory, concern: str) -> tuple[str, ...]:
    """Return what a concern is about, best first: slugs of organisations, topics and groups of the FAQ.

    What the concern names itself comes before what was looked for, and that before what was talked about.
    """
    areas = [*_organisations_in(knowledge, concern), *knowledge.vocabulary.find_topics(concern), *memory.filters.topics]
    for reference in memory.focus:
        areas += areas_of(knowledge, reference)
    return tuple(dict.fromkeys(areas))


def areas_of(knowledge: Knowledge, reference: Reference) -> tuple[str, ...]:
    """Return the areas of a piece of content; of one that is gone by now none."""
    snapshot = knowledge.snapshot
    if reference.type == "faq":
        entry = snapshot.entries.get(reference.slug)
        return (entry.topic_group,) if entry else ()
    if reference.type == "kontakt":
        contact = snapshot.contacts.get(reference.slug)
        if contact is None:
            return ()
        return (contact.slug, *contact.areas) if contact.is_organisation else contact.areas
    offer = snapshot.offers.get(reference)
    return (*_organisations_in(knowledge, offer.provider), *offer.topics) if offer else ()


def _organisations_in(knowledge: Knowledge, text: str) -> list[str]:
    """Return the slugs of the organisations that a text names."""
    contacts = knowledge.snapshot.contacts
    named = (contacts[reference.slug] for reference in knowledge.contacts_named_in(text))
    return [contact.slug for contact in named if contact.is_organisation]


def name_filters(knowledge: Knowledge, filters: OfferFilters) -> list[tuple[str, str]]:
    """Return the conditions of a search as pairs of German words: what it is, and what was asked for."""
    names = {topic.slug: topic.name for topic in knowledge.topics}
    topics = [("Thema", names.get(topic, topic)) for topic in filters.topics]
    rest = describe_conditions(replace(filters, topics=()), {})
    return [*topics, ("Bedingungen", rest)] if rest else topics


def name_references(knowledge: Knowledge) -> Mapping[str, str]:
    """Return the title of every piece of content by its reference (``type:slug``)."""
    return {str(document.reference): document.title for document in knowledge.index.documents}
