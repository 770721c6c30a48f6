"""Numbers after a list, after its pages, choices, a comparison, a single hit, and where there is no list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.offers.eligibility.answers import Answers
from bot.search.memory import Memory
from bot.search.picking import find_numbered
from bot.search.reply import Reference, Reply

HITS = tuple(Reference("weiterbildung", f"kurs-{number}") for number in range(1, 8))
ENTRY, ZIM = Reference("faq", "was-ist-tregks"), Reference("foerderung", "zim")
FIRST_PAGE = Memory(HITS[:5], results=HITS, shown=5)
SECOND_PAGE = Memory(HITS[5:], results=HITS, shown=7)


def slugs(reply: Reply) -> list[str]:
    return [reference.slug for reference in reply.references]


@pytest.mark.parametrize(
    ("memory", "numbers", "found"),
    [
        (FIRST_PAGE, [2], [2]),
        (FIRST_PAGE, [-1], [5]),
        (SECOND_PAGE, [1], [6]),
        (SECOND_PAGE, [7], [7]),  # counted on from the page before
        (replace(SECOND_PAGE, focus=HITS[5:6]), [2], [7]),  # one of the page was looked at in between
        (replace(FIRST_PAGE, focus=(ENTRY,)), [2], [2]),  # a question was answered in between
        (replace(FIRST_PAGE, focus=(ENTRY, ZIM)), [2], [2]),
        (replace(FIRST_PAGE, focus=(HITS[0], HITS[2])), [2], [3]),  # two stand side by side
        (replace(FIRST_PAGE, focus=(HITS[0], HITS[2])), [1, 2], [1, 2]),
        (replace(FIRST_PAGE, choices=(HITS[4], HITS[3])), [2], [4]),
        (Memory(HITS, results=HITS, shown=7, checked=Answers()), [3], [3]),
        (Memory(HITS[2:3], results=HITS, shown=7, checked=Answers()), [3], [3]),
        (FIRST_PAGE, [6], []),
        (Memory((ENTRY,)), [1], []),
    ],
)
def test_a_number_counts_in_what_was_shown_last(memory: Memory, numbers: list[int], found: list[int]) -> None:
    assert find_numbered(memory, numbers) == [HITS[number - 1] for number in found]


@pytest.mark.parametrize(
    ("text", "position"), [("das zweite", 1), ("Nummer 2 bitte", 1), ("das letzte", -1), ("den ersten", 0)]
)
def test_a_number_picks_a_hit_of_the_page_that_is_shown(conversation: Any, text: str, position: int) -> None:
    conversation.ask("Welche Kurse gibt es in Kassel?")
    page = conversation.take(conversation.dialogue.show_more, "mehr")
    reply = conversation.take(conversation.dialogue.pick, text)
    assert slugs(reply) == [slugs(page)[position]]
    assert reply.source


def test_a_number_that_is_not_in_the_list_is_explained(conversation: Any) -> None:
    conversation.ask("Hochvoltkurs in Baunatal")
    reply = conversation.take(conversation.dialogue.pick, "das fünfte")
    assert "von 1 bis 2" in reply.text


def test_a_number_of_a_hit_that_was_not_shown_yet_offers_the_next_page(conversation: Any) -> None:
    conversation.ask("Welche Kurse gibt es in Kassel?")
    reply = conversation.take(conversation.dialogue.pick, "Nummer 6")
    assert "Bisher habe ich Ihnen 5 von" in reply.text
    assert [button.payload for button in reply.buttons] == ["/dialog_mehr"]


@pytest.mark.parametrize("text", ["nummer 2", "Was ist der Unterschied zwischen dem ersten und dem zweiten?"])
def test_a_single_hit_is_named_the_only_one_and_shown(conversation: Any, text: str) -> None:
    conversation.ask("Welche Kurse gibt es zu Hochvolt?")
    conversation.ask("in Baunatal im Herbst")
    reply = conversation.take(conversation.dialogue.pick, text)
    assert reply.text.startswith("Es ist nur dieser eine Treffer.")
    assert slugs(reply) == ["bsp-hochvolt-2s-2"]


def test_a_number_after_choices_is_that_of_a_choice(conversation: Any) -> None:
    likely = "was-ist-tregks ziele-tregks koordination-tregks kosten-teilnahme laufzeit-tregks adresse-wfg".split()
    choices = conversation.ask("Und wie ist das bei denen da drüben", *((f"faq:{slug}", 0.16) for slug in likely))
    assert choices.kind == "clarify"
    reply = conversation.take(conversation.dialogue.pick, "das zweite")
    assert slugs(reply) == [choices.buttons[1].reference.slug]
    assert not conversation.memory.choices


def test_a_number_without_any_list_is_no_question(conversation: Any) -> None:
    conversation.ask("Wer koordiniert das Netzwerk?")
    reply = conversation.take(conversation.dialogue.pick, "nummer 2")
    assert (reply.kind, reply.references) == ("clarify", ())
    assert "keine Liste" in reply.text


def test_one_offer_beside_an_entry_is_shown_and_not_compared(conversation: Any) -> None:
    conversation.memory = Memory((ENTRY, ZIM))
    reply = conversation.ask("Was ist der Unterschied zwischen 1 und 2?")
    assert slugs(reply) == ["zim"]
    assert "Im Vergleich" not in reply.text


def test_two_numbers_are_compared_side_by_side_and_are_then_what_is_talked_about(conversation: Any) -> None:
    page = conversation.ask("Welche Kurse gibt es in Kassel?")
    reply = conversation.ask("Was ist der Unterschied zwischen 1 und 3?")
    assert slugs(reply) == [slugs(page)[0], slugs(page)[2]]
    assert len(reply.cards) == 2
    priced = conversation.take(lambda turn: conversation.dialogue.follow_up(turn, "kosten"), "was kostet das?")
    assert slugs(priced) == slugs(reply)


def test_a_question_about_a_numbered_hit_is_about_that_one(conversation: Any) -> None:
    page = conversation.ask("Welche Kurse gibt es zu Hochvolt?")
    conversation.take(conversation.dialogue.pick, "das erste")
    reply = conversation.take(
        lambda turn: conversation.dialogue.follow_up(turn, "kosten"), "und was kostet das dritte?"
    )
    assert slugs(reply) == [slugs(page)[2]]
    beyond = conversation.take(lambda turn: conversation.dialogue.follow_up(turn, "kosten"), "was kostet Nummer 19?")
    assert "Diese Nummer steht nicht in der Liste" in beyond.text


def test_the_number_of_people_is_neither_a_position_nor_another_search(conversation: Any) -> None:
    page = conversation.ask("Welche Kurse gibt es zu Hochvolt?")
    question = "wir sind 3 Leute, was kostet das?"
    reply = conversation.take(lambda turn: conversation.dialogue.follow_up(turn, "kosten"), question)
    assert slugs(reply) == slugs(page)[:3]
    assert "kostet" in reply.text
