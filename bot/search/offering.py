"""Offer a person: with what is said about a topic that staff have marked, and after a bad rating."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from bot.search.knowledge import Knowledge
from bot.search.reply import Button, Reference, Reply
from bot.search.sentences import sentence

HANDOFF = "/handoff"
TOLD = ("answer", "offers")


def offer_with_topic(knowledge: Knowledge, replies: Sequence[Reply]) -> tuple[Reply, ...]:
    """Return the replies, the first about a marked topic with a button to a person."""
    marked = {topic.slug for topic in knowledge.topics if topic.offers_person}
    about = next((number for number, reply in enumerate(replies) if marked & _topics_of(knowledge, reply)), None)
    if about is None:
        return tuple(replies)
    reply = replies[about]
    told = replace(reply, buttons=(*reply.buttons, person_button("topic_rule")))
    return (*replies[:about], told, *replies[about + 1 :])


def offer_after_rating() -> Reply:
    """Return the offer that follows a bad rating."""
    return Reply("notice", sentence("bewertung.angebot"), buttons=(person_button("low_rating"),))


def topics_of_entry(knowledge: Knowledge, slug: str) -> list[str]:
    """Return the topics that an FAQ entry names, none of an entry that is gone."""
    entry = knowledge.snapshot.entries.get(slug)
    return knowledge.vocabulary.find_topics(f"{entry.question} {' '.join(entry.keywords)}") if entry else []


def person_button(reason: str) -> Button:
    """Return the button that begins the hand-off; its reason fills the slot ``handoff_reason``."""
    return Button(sentence("antwort.person_knopf"), HANDOFF + json.dumps({"reason": reason}))


def _topics_of(knowledge: Knowledge, reply: Reply) -> set[str]:
    """Return the topics of what a reply states first."""
    if reply.kind not in TOLD or not reply.references:
        return set()
    first: Reference = reply.references[0]
    if first.type == "faq":
        return set(topics_of_entry(knowledge, first.slug))
    offer = knowledge.snapshot.offers.get(first)
    return set(offer.topics) if offer else set()
