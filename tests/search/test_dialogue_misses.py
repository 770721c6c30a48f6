"""What happens when nothing is understood: first ask back, then offer a person, never the same twice."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest

from bot.search.reply import Reference

SLUGS = ("hausbankprinzip", "bildungsurlaub-hessen", "pressekontakt", "rueckruf", "adresse-wfg", "eigenanteil")
HALF_SURE = [(f"faq:{slug}", 0.16) for slug in SLUGS]


def test_the_first_miss_asks_back_with_themes_to_start_from(conversation: Any) -> None:
    reply = conversation.ask("xqzvw blubb")
    assert reply.kind == "fallback"
    assert [button.title for button in reply.buttons] == ["Förderung", "Weiterbildung", "Ansprechpersonen"]
    assert conversation.memory.misses == 1
    assert conversation.memory.offered == ""


def test_the_second_miss_offers_a_person(conversation: Any) -> None:
    conversation.ask("xqzvw blubb")
    reply = conversation.ask("blubb xqzvw")
    assert [button.payload for button in reply.buttons] == ["/handoff", "/smalltalk_verneinung"]
    assert conversation.memory.offered == "handoff"


def test_a_question_spread_over_one_theme_gets_its_overview_among_the_choices(conversation: Any) -> None:
    slugs = "eu-programme foerderung-entwicklung foerderung-patent-norm eigenanteil kumulierung buergschaft".split()
    reply = conversation.ask("Und wie ist das bei denen da drüben", *((f"faq:{slug}", 0.12) for slug in slugs))
    assert reply.kind == "clarify"
    offered = [str(button.reference) for button in reply.buttons[:3]]
    assert offered[2] == "faq:foerderung-ueberblick"
    assert set(offered[:2]) <= {f"faq:{slug}" for slug in slugs}


def test_choices_count_as_the_first_miss(conversation: Any) -> None:
    assert conversation.ask("Und wie ist das bei denen da drüben", *HALF_SURE).kind == "clarify"
    reply = conversation.take(conversation.dialogue.give_up, "nichts davon")
    assert reply.buttons[0].payload == "/handoff"


def test_the_same_is_never_said_twice_in_a_row(conversation: Any) -> None:
    texts = [conversation.ask("xqzvw blubb").text for _ in range(6)]
    assert all(first != second for first, second in pairwise(texts))
    assert "+49 561 70733-52" in texts[2]  # who is not understood three times gets the number at once


def test_every_way_out_is_still_offered_after_many_misses(conversation: Any) -> None:
    replies = [conversation.take(conversation.dialogue.give_up, "blubb") for _ in range(5)]
    assert all(reply.buttons[0].payload == "/handoff" for reply in replies[1:])
    assert conversation.memory.offered == "handoff"


@pytest.mark.parametrize("settling", ["Was ist TRegKS?", "Kurse in Kassel", "Michael Wieners"])
def test_an_answer_in_between_starts_anew(conversation: Any, settling: str) -> None:
    first = conversation.ask("xqzvw blubb")
    conversation.ask(settling)
    assert (conversation.memory.misses, conversation.memory.offered) == (0, "")
    assert conversation.ask("xqzvw blubb").text == first.text


def test_the_themes_of_the_first_miss_lead_to_an_answer(conversation: Any) -> None:
    for button in conversation.ask("xqzvw blubb").buttons:
        data = json.loads(button.payload.removeprefix("/dialog_details_zu_nummer"))
        theme = Reference.parse(data["reference"])
        reply = conversation.take(lambda turn, theme=theme: conversation.dialogue.show(turn, theme), "")
        assert reply.kind == "answer"
