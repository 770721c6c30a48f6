"""Replies that leave a question unsettled carry a mark for the gateway; all others carry none."""

from __future__ import annotations

import pytest

from bot.search.reply import Miss, Reference
from tests.search.conftest import Conversation

HALF_SURE = [
    (f"faq:{slug}", 0.25) for slug in ("hausbankprinzip", "bildungsurlaub-hessen", "pressekontakt", "rueckruf")
]


def test_nothing_understood_is_marked(conversation: Conversation) -> None:
    assert conversation.ask("qwertz asdfgh").miss == Miss("unsure")


def test_choices_are_marked_with_the_nearest_content(conversation: Conversation) -> None:
    reply = conversation.ask("Und wie ist das bei denen da drüben", *HALF_SURE)
    assert reply.kind == "clarify"
    assert reply.miss
    assert reply.miss.reason == "choices"
    assert reply.miss.best in {button.reference for button in reply.buttons}
    assert 0 < (reply.miss.score or 0) < 1


def test_the_second_miss_in_a_row_is_marked_as_well(conversation: Conversation) -> None:
    conversation.ask("qwertz asdfgh")
    assert conversation.ask("asdfgh qwertz").miss == Miss("unsure")


def test_a_question_of_others_is_marked_only_where_no_office_is_named(conversation: Conversation) -> None:
    guesses = (("out_of_scope", 0.99),)
    assert conversation.ask("Wie wird das Wetter auf dem Mond?", *guesses).miss == Miss("out_of_scope")
    assert conversation.take(conversation.dialogue.refer, "Wo beantrage ich Elterngeld?").miss is None


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("Gibt es einen Schweißkurs in Melsungen für höchstens 10 Euro?", "„höchstens 10 Euro“"),
        ("Gibt es Weiterbildungen zu KI im Januar 2031?", "„Januar 2031“"),
    ],
)
def test_a_search_that_found_nothing_to_all_conditions_names_them(
    conversation: Conversation, text: str, conditions: str
) -> None:
    reply = conversation.ask(text)
    assert reply.miss
    assert reply.miss.reason == "no_hits"
    assert reply.miss.conditions.startswith("Weiterbildung, ")
    assert conditions in reply.miss.conditions


def test_a_search_with_hits_is_not_marked(conversation: Conversation) -> None:
    reply = conversation.ask("Welche Online-Kurse zu KI gibt es?")
    assert (reply.kind, reply.miss) == ("offers", None)


def test_an_answer_is_not_marked(conversation: Conversation) -> None:
    reply = conversation.ask("Was ist das TRegKS?", ("faq:was-ist-tregks", 0.99))
    assert (reply.references[0], reply.miss) == (Reference("faq", "was-ist-tregks"), None)
