"""Rasa's responses in the words of staff."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from bot.settings import ROOT
from tests.nlu.bench import import_quietly

NAME = "utter_ask_handoff_form_handoff_name"
BUTTON = {"title": "Abbrechen", "payload": "/dialog_abbrechen"}
RESPONSES = {NAME: [{"custom": {"kind": "form", "text": "Wie heißen Sie?", "buttons": [BUTTON]}}]}


async def say(
    name: str, changed: dict[str, str], responses: dict[str, Any] = RESPONSES, message: Any = None
) -> dict[str, Any] | None:
    module = import_quietly("bot.nlu.responses")
    domain = SimpleNamespace(responses=responses)
    generator = module.LiveResponses(None, domain, wording=SimpleNamespace(changed=changed))
    tracker = SimpleNamespace(current_slot_values=lambda: {"focus": None}, latest_message=message)
    return await generator.generate(name, tracker, "rest")


async def test_a_response_comes_in_the_words_of_staff_with_its_own_buttons() -> None:
    said = await say(NAME, {NAME: "Ihr Name, bitte?"})
    assert said == {"custom": {"kind": "form", "text": "Ihr Name, bitte?", "buttons": [BUTTON]}}
    assert RESPONSES[NAME][0]["custom"]["text"] == "Wie heißen Sie?"


async def test_an_unchanged_response_comes_as_it_is() -> None:
    assert await say(NAME, {"utter_other": "Anders"}) == RESPONSES[NAME][0]
    assert await say("utter_unknown", {"utter_unknown": "Gibt es nicht"}) is None


async def test_a_response_of_text_alone_is_worded_anew_as_well() -> None:
    assert await say("utter_x", {"utter_x": "Neu"}, {"utter_x": [{"text": "Alt"}]}) == {"text": "Neu"}


def test_rasa_finds_the_responses_by_the_name_in_endpoints(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any, migrated_template: Any
) -> None:
    monkeypatch.setenv("LOTSE_DATABASE_URL", f"sqlite:///{migrated_template}")
    monkeypatch.setenv("LOTSE_ACTIONS_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("LOTSE_TRACKER_URL", f"sqlite:///{tmp_path}/tracker.db")
    endpoints = import_quietly("rasa.core.utils").AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    domain = import_quietly("rasa.shared.core.domain").Domain.from_dict({"responses": RESPONSES})
    generator = import_quietly("rasa.core.nlg").NaturalLanguageGenerator.create(endpoints.nlg, domain)
    assert type(generator).__name__ == "LiveResponses"
    assert isinstance(generator, import_quietly("rasa.core.nlg").TemplatedNaturalLanguageGenerator)


@pytest.mark.parametrize(("metadata", "language"), [({"language": "en"}, "de"), ({}, "en")])
async def test_smalltalk_in_english_is_answered_in_english(metadata: dict[str, str], language: str) -> None:
    name, own = "utter_smalltalk_dank", "englisch.utter_smalltalk_dank"
    responses = {name: [{"custom": {"kind": "smalltalk", "text": "Gern geschehen."}}]}
    message = SimpleNamespace(metadata=metadata, parse_data={"language": language})
    said = await say(name, {}, responses, message)
    assert said is not None
    assert (said["custom"]["lang"], said["custom"]["text"][:15]) == ("en", "You are welcome")
    assert (await say(name, {own: "Cheers!"}, responses, message)) == {
        "custom": {"kind": "smalltalk", "text": "Cheers!", "lang": "en"}
    }
