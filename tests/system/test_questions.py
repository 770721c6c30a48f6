"""Real questions to the real assistant: through the gateway, Rasa and the action server, out of the database."""

from __future__ import annotations

import pytest

from tests.system.conftest import Assistant

pytestmark = pytest.mark.slow

# What the client's press release of 12.04.2023 says, as a visitor may ask for it: question, and what the answer names.
PRESS_RELEASE = [
    ("Was ist TRegKS?", ["Transformationsnetzwerk"]),
    ("Warum wurde das Netzwerk gegründet?", []),
    ("Welche Ziele verfolgt das Transformationsnetzwerk?", []),
    ("Wie hoch ist die Fördersumme für TRegKS?", ["3,1"]),
    ("Wer finanziert das Netzwerk?", ["Bundesministerium"]),
    ("Bis wann läuft das Projekt?", ["2025"]),
    ("Wer koordiniert TRegKS?", ["Wirtschaftsförderung Region Kassel"]),
    ("Wer sind die Partner im Netzwerk?", ["Universität Kassel", "DGB"]),
    ("Wie erreiche ich die Projektleitung?", ["Wieners"]),
    ("Telefonnummer der WFG?", ["70733"]),
    ("Wo finde ich die Pressekontakte?", []),
]


@pytest.mark.parametrize(("question", "named"), PRESS_RELEASE, ids=[question for question, _ in PRESS_RELEASE])
def test_the_facts_of_the_press_release_are_answered_with_source_and_date(
    assistant: Assistant, question: str, named: list[str]
) -> None:
    turn = assistant.ask(question)
    assert turn.error is None
    first = turn.messages[0]
    assert first["kind"] in ("answer", "contact")
    assert first["references"]
    assert first["source"]["title"]
    assert first["source"]["stand"]
    assert [text for text in named if text not in turn.text] == []


def test_a_search_gives_offers_of_the_database_as_cards(assistant: Assistant) -> None:
    turn = assistant.ask("Welche Hochvolt-Kurse gibt es in Baunatal?")
    (message,) = turn.messages
    assert message["kind"] == "offers"
    assert message["references"][0]["type"] == "weiterbildung"
    assert {card["facts"]["Ort"] for card in message["cards"]} == {"Baunatal"}
    assert all(card["sample"] == ("Beispieldaten" in card["facts"]["Anbieter"]) for card in message["cards"])


def test_a_conversation_goes_on_where_it_was(assistant: Assistant) -> None:
    conversation = assistant.talk()
    assert conversation.say("Was fördert ZIM?").references[0] in ("faq:programm-zim", "foerderung:zim")
    follow_up = conversation.say("und wie beantrage ich das?")
    assert {"faq:programm-zim", "foerderung:zim"} & set(follow_up.references)


def test_what_is_not_understood_is_asked_back_and_then_offered_to_a_person(assistant: Assistant) -> None:
    conversation = assistant.talk()
    first, second = conversation.say("blorpsel wampf quux"), conversation.say("zrgl fnarp kwmpf")
    assert first.kinds == second.kinds == ["fallback"]
    assert first.text != second.text
    assert any("Person" in button["title"] for button in second.buttons)
    assert conversation.press("Person").kinds == ["form"]


def test_what_is_not_ours_names_the_right_place(assistant: Assistant) -> None:
    turn = assistant.ask("Wo melde ich mein Auto um?")
    assert turn.kinds == ["fallback"]
    assert turn.references == []
    assert "115" in turn.text or "Zulassung" in turn.text


@pytest.mark.parametrize("text", ["/restart", '/handoff{"x":1}', "/dialog_gespraech_loeschen", "／handoff"])
def test_a_command_in_plain_text_is_never_obeyed(assistant: Assistant, text: str) -> None:
    turn = assistant.ask(text)
    assert turn.error is None
    assert set(turn.kinds) <= {"fallback", "clarify", "smalltalk"}
    assert turn.state == "bot"
