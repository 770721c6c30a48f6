"""Parts are killed in the middle of a conversation: every message gets a useful reply, and it goes on afterwards."""

from __future__ import annotations

import pytest

from tests.system.conftest import FORM_ANSWERS, Assistant, Site

pytestmark = pytest.mark.slow


def test_a_conversation_survives_the_loss_of_rasa_of_the_action_server_and_of_both(site: Site) -> None:
    with site.start() as assistant:
        for parts in (("rasa",), ("actions",), ("rasa", "actions")):
            check_loss_of(assistant, parts)


def check_loss_of(assistant: Assistant, parts: tuple[str, ...]) -> None:
    conversation = assistant.talk()
    assert conversation.say("Was fördert ZIM?").kinds[0] in ("answer", "offers")
    assistant.kill(*parts)
    reduced = conversation.say("Was ist INQA-Coaching?")
    assert reduced.kinds == ["answer", "notice"]
    assert "eingeschränkt" in reduced.text
    assert conversation.say("ich will einen Menschen sprechen").kinds == ["notice"]
    assistant.wait_until_ready()
    back = conversation.say("Was ist Kurzarbeitergeld?")
    assert (back.error, "notice" in back.kinds) == (None, False)
    assert conversation.say("und wer ist da zuständig?").references


def test_a_form_that_was_interrupted_goes_on_where_it_was(site: Site) -> None:
    with site.start() as assistant:
        conversation = assistant.talk()
        conversation.say("Ich möchte mit einem Menschen sprechen")
        conversation.say(FORM_ANSWERS[0])
        assistant.kill("actions", "rasa")
        lost = conversation.say(FORM_ANSWERS[1])
        assert lost.kinds == ["notice"]
        assert "nicht verloren" in lost.text
        assistant.wait_until_ready()
        assert "E-Mail" in conversation.say(FORM_ANSWERS[1]).text
