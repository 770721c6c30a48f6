from __future__ import annotations

from typing import Any

import pytest

from actions.moves import (
    ActionCancel,
    ActionCorrectSearch,
    ActionDeleteConversation,
    ActionExplainSimply,
    ActionFollowUp,
    ActionForgetOffer,
    ActionGoBack,
    ActionRefineSearch,
    ActionShowDetails,
    ActionShowMore,
    ActionShowSecond,
    ActionStartOver,
)
from actions.questions import ActionAnswerQuestion, ActionFallback


def test_a_follow_up_reads_its_aspect_from_the_intent(chat: Any) -> None:
    chat.run(ActionAnswerQuestion(), "Hochvoltkurs in Baunatal")
    (message,) = chat.run(ActionFollowUp(), "Und was macht das?", intent="dialog_folgefrage_kosten")
    assert "890 Euro" in message["text"]
    (message,) = chat.run(ActionFollowUp(), "Und wo?", intent="dialog_folgefrage_ort")
    assert "Baunatal" in message["text"]


def test_every_follow_up_intent_of_the_domain_is_an_aspect(chat: Any, domain: Any) -> None:
    chat.run(ActionAnswerQuestion(), "Hochvoltkurs in Baunatal")
    intents = [intent for intent in domain["intents"] if intent.startswith("dialog_folgefrage_")]
    assert len(intents) > 5
    for intent in intents:
        assert chat.run(ActionFollowUp(), "und?", intent=intent)[0]["kind"] != "notice"


def test_more_shows_the_next_page(chat: Any, slugs: Any) -> None:
    (first,) = chat.run(ActionAnswerQuestion(), "Welche Kurse gibt es in Kassel?")
    (second,) = chat.run(ActionShowMore(), "mehr")
    assert not set(slugs(first)) & set(slugs(second))
    assert chat.slots["shown"] == 10
    (back,) = chat.run(ActionGoBack(), "zurück")
    assert slugs(back) == slugs(first)


def test_details_follow_the_pressed_button_or_the_named_number(chat: Any, slugs: Any) -> None:
    chat.run(ActionAnswerQuestion(), "Hochvoltkurs in Baunatal")
    (picked,) = chat.run(ActionShowDetails(), "das zweite")
    assert slugs(picked) == ["bsp-hochvolt-2s-2"]
    (pressed,) = chat.run(ActionShowDetails(), entities={"reference": "faq:was-ist-tregks"})
    assert slugs(pressed) == ["was-ist-tregks"]


@pytest.mark.parametrize("reference", ["faq:weg", "verweis:1", "unsinn", ":"])
def test_a_button_whose_content_is_gone_is_no_exception(chat: Any, reference: str) -> None:
    (message,) = chat.run(ActionShowDetails(), entities={"reference": reference})
    assert message["kind"] in ("fallback", "notice")


def test_an_answer_is_said_in_plain_language(chat: Any) -> None:
    (pressed,) = chat.run(ActionExplainSimply(), entities={"reference": "faq:was-ist-tregks"})
    chat.run(ActionAnswerQuestion(), "Was ist TRegKS?")
    (asked,) = chat.run(ActionExplainSimply(), "einfacher bitte")
    assert pressed["text"] == asked["text"]
    assert asked["text"].startswith("TRegKS ist ein Netzwerk")


def test_a_search_is_refined_and_corrected(chat: Any, slugs: Any) -> None:
    chat.run(ActionAnswerQuestion(), "Kurse zu Wasserstoff")
    (refined,) = chat.run(ActionRefineSearch(), "nur online")
    assert slugs(refined) == ["bsp-wasserstoff-grundlagen"]
    (corrected,) = chat.run(ActionCorrectSearch(), "nein, ich meinte Förderung")
    assert "lea-wasserstoff" in slugs(corrected)


def test_cancelling_keeps_what_was_talked_about(chat: Any) -> None:
    chat.run(ActionAnswerQuestion(), "Was ist TRegKS?")
    chat.run(ActionFallback(), "xqzvw")
    (message,) = chat.run(ActionCancel(), "abbrechen")
    assert message["kind"] == "notice"
    assert (chat.slots["focus"], chat.slots["misses"]) == (["faq:was-ist-tregks"], 0)


def test_what_was_offered_is_forgotten_without_a_word(chat: Any) -> None:
    chat.slots = {"focus": ["faq:was-ist-tregks"], "offered": "second", "second_concern": "faq:termin-vereinbaren"}
    assert chat.run(ActionForgetOffer(), "nein danke") == []
    assert (chat.slots["offered"], chat.slots["second_concern"]) == (None, None)
    assert chat.slots["focus"] == ["faq:was-ist-tregks"]


def test_an_offered_second_concern_is_answered(chat: Any, slugs: Any) -> None:
    chat.slots = {"offered": "second", "second_concern": "faq:termin-vereinbaren"}
    (message,) = chat.run(ActionShowSecond(), "ja bitte")
    assert slugs(message) == ["termin-vereinbaren"]
    assert chat.slots["offered"] is None


def test_starting_over_forgets_everything(chat: Any) -> None:
    chat.run(ActionAnswerQuestion(), "Kurse zu Wasserstoff")
    (message,) = chat.run(ActionStartOver(), "von vorn")
    assert "von vorn" in message["text"]
    assert chat.slots == {}


def test_deleting_asks_first_and_only_then_tells_the_gateway(chat: Any) -> None:
    (question,) = chat.run(ActionDeleteConversation(), "Lösch alles")
    assert "directive" not in question
    payload = question["buttons"][0]["payload"]
    assert payload == '/dialog_gespraech_loeschen{"confirmed": "ja"}'
    (done,) = chat.run(ActionDeleteConversation(), payload, entities={"confirmed": "ja"})
    assert done["directive"] == "delete"
    assert not any(chat.slots.values())
