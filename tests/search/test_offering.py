"""A person is offered with what is said about a topic that staff have marked, and with nothing else."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.search.brain import Brain
from bot.search.knowledge import Knowledge
from bot.search.offering import offer_after_rating, offer_with_topic, topics_of_entry
from bot.search.reply import Button, Reference, Reply

COURSE = Reference("weiterbildung", "bsp-hochvolt-2s")
OTHER = Reply("answer", "Ja.", (Reference("faq", "kosten-teilnahme"),))
FIRST = Button("Mehr anzeigen", "/dialog_mehr")


@pytest.fixture
def knowledge(brain: Brain) -> Knowledge:
    """The seeded content with one marked topic."""
    known = brain.knowledge()
    return replace(known, topics=[replace(one, offers_person=one.slug == "hochvolt") for one in known.topics])


def find_entry(knowledge: Knowledge) -> Reference:
    """Return an FAQ entry about the marked topic."""
    slugs = knowledge.snapshot.entries
    return Reference("faq", next(slug for slug in slugs if "hochvolt" in topics_of_entry(knowledge, slug)))


def read_payload(button: Button) -> tuple[str, str]:
    """Return the intent of a button and the reason that it carries."""
    intent, brace, entities = button.payload.partition("{")
    return intent, json.loads(brace + entities)["reason"]


def test_offers_of_a_marked_topic_bring_a_button_behind_the_others(knowledge: Knowledge) -> None:
    told, other = offer_with_topic(knowledge, [Reply("offers", "Hier:", (COURSE,), buttons=(FIRST,)), OTHER])
    assert (told.buttons[0], told.buttons[1].title) == (FIRST, "Mit einem Menschen sprechen")
    assert read_payload(told.buttons[1]) == ("/handoff", "topic_rule")
    assert other == OTHER


def test_an_answer_about_a_marked_topic_brings_it_once(knowledge: Knowledge) -> None:
    answer = Reply("answer", "Ja.", (find_entry(knowledge),))
    first, second = offer_with_topic(knowledge, [answer, answer])
    assert (len(first.buttons), second.buttons) == (1, ())


@pytest.mark.parametrize(
    "reply",
    [
        OTHER,
        Reply("clarify", "Meinten Sie:", (COURSE,)),
        Reply("offers", "Hier:", (Reference("weiterbildung", "gibt-es-nicht"),)),
        Reply("answer", "Ja.", (Reference("faq", "gibt-es-nicht"),)),
        Reply("answer", "Ja."),
    ],
)
def test_everything_else_stays_as_it_is(knowledge: Knowledge, reply: Reply) -> None:
    assert offer_with_topic(knowledge, [reply]) == (reply,)


def test_without_a_marked_topic_nothing_changes(brain: Brain) -> None:
    reply = Reply("offers", "Hier:", (COURSE,))
    assert offer_with_topic(brain.knowledge(), [reply]) == (reply,)


def test_a_bad_rating_has_a_reason_of_its_own() -> None:
    (button,) = offer_after_rating().buttons
    assert read_payload(button) == ("/handoff", "low_rating")
