from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from actions.context import Context
from actions.questions import (
    ActionAnswerQuestion,
    ActionFallback,
    ActionFindContact,
    ActionRefer,
    ActionSearchFunding,
    ActionSearchTraining,
)
from tests.actions.conftest import use_context


@pytest.mark.parametrize(
    ("action", "text", "kind", "slug"),
    [
        (ActionAnswerQuestion(), "Wer koordiniert das Netzwerk?", "answer", "koordination-tregks"),
        (ActionSearchTraining(), "Hochvoltkurs in Baunatal", "offers", "bsp-hochvolt-2s"),
        (ActionSearchFunding(), "Welche Förderung gibt es für Wasserstoff?", "offers", "lea-wasserstoff"),
        (ActionFindContact(), "Michael Wieners", "contact", "michael-wieners"),
    ],
    ids=lambda value: value.name() if hasattr(value, "name") else None,
)
def test_a_question_is_answered_from_the_database(
    chat: Any, slugs: Any, action: Any, text: str, kind: str, slug: str
) -> None:
    (message,) = chat.run(action, text)
    assert message["kind"] == kind
    assert slug in slugs(message)
    assert f"{message['references'][0]['type']}:{slugs(message)[0]}" == chat.slots["focus"][0]


def test_the_posterior_of_the_model_reaches_the_brain(chat: Any, slugs: Any) -> None:
    (message,) = chat.run(ActionAnswerQuestion(), "Und das Digitalding?", posterior=[("foerderung:go-digital", 0.95)])
    assert slugs(message) == ["go-digital"]
    assert "ausgelaufen" in message["text"]


def test_the_memory_is_carried_in_the_slots_of_the_domain(chat: Any, slugs: Any, domain: Any) -> None:
    chat.run(ActionSearchTraining(), "Kurse zu Hochvolt")
    (message,) = chat.run(ActionSearchTraining(), "nur in Baunatal")
    assert slugs(message) == ["bsp-hochvolt-2s", "bsp-hochvolt-2s-2"]
    assert {event["name"] for event in chat.events} <= set(domain["slots"])


def test_a_foreign_question_is_referred(chat: Any) -> None:
    (message,) = chat.run(ActionRefer(), "Wie wird das Wetter?", posterior=[("out_of_scope", 0.9)])
    assert message["kind"] == "fallback"
    assert message["references"] == ()


@pytest.mark.parametrize(("classifier", "is_found"), [("former", True), ("newest", False)])
def test_what_the_classifier_of_a_message_has_not_learnt_is_found_by_its_words(
    chat: Any, context: Context, monkeypatch: pytest.MonkeyPatch, classifier: str, is_found: bool
) -> None:
    """After a training Rasa reads on with the former classifier for a moment, to which a new entry is foreign."""
    newest = frozenset(str(document.reference) for document in context.brain.knowledge().index.documents)
    learnt = {"newest": newest, "former": newest - {"faq:laufzeit-tregks"}}
    use_context(replace(context, read_labels=learnt.get), monkeypatch)
    text = "Wie lange läuft TRegKS denn eigentlich noch so?"
    (message,) = chat.run(ActionRefer(), text, posterior=[("out_of_scope", 0.9)], classifier=classifier)
    assert ("faq:laufzeit-tregks" in str(message)) is is_found


def test_the_fallback_asks_back_first_and_then_offers_a_person(chat: Any) -> None:
    (first,) = chat.run(ActionFallback(), "xqzvw")
    assert (chat.slots["misses"], chat.slots.get("offered")) == (1, None)
    (second,) = chat.run(ActionFallback(), "xqzvw")
    assert first["text"] != second["text"]
    assert second["buttons"][0]["payload"] == "/handoff"
    assert chat.slots["offered"] == "handoff"


@pytest.mark.parametrize("text", ["", "🙂", "\u202e", "/restart", "a" * 1000, "<img src=x onerror=alert(1)>"])
def test_strange_input_gets_a_message(chat: Any, text: str) -> None:
    assert chat.run(ActionAnswerQuestion(), text)[0]["text"]
