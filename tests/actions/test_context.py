from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker

import actions.moves
import actions.questions
from actions.context import DialogueAction, memory_events, open_context, read_turn
from bot.contacts.queries import WAY_OUT
from bot.search.classifier import Guess
from bot.search.dialogue import Dialogue
from bot.search.memory import Memory
from bot.search.preferences import Preferences
from bot.search.turn import Outcome, Turn
from tests.words import tables_folder

ACTIONS = [
    kind()
    for module in (actions.questions, actions.moves)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, DialogueAction) and kind is not DialogueAction
]


def test_every_action_of_the_domain_exists_and_the_other_way_round(domain: Any) -> None:
    of_forms = {"action_note_concern", "validate_handoff_form", "action_finish_handoff"}
    of_forms |= {"action_begin_notice", "validate_notice_form", "action_finish_notice"}
    of_forms |= {"validate_funding_check_form", "action_finish_funding_check"}
    names = {action.name() for action in ACTIONS} | of_forms
    declared = {next(iter(entry)) if isinstance(entry, dict) else entry for entry in domain["actions"]}
    wanted = {name for name in declared if not name.startswith("action_ask_")}
    assert wanted <= names
    assert {action.name() for action in ACTIONS} <= declared


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name())
def test_a_failing_database_gets_a_sentence_with_the_contact(
    broken_chat: Any, action: DialogueAction, caplog: pytest.LogCaptureFixture
) -> None:
    before = {"focus": ["faq:was-ist-tregks"], "misses": 1}
    broken_chat.slots = dict(before)
    (message,) = broken_chat.run(action, "Was kostet ein Kurs für meinen Chef Egon?", intent="dialog_folgefrage_kosten")
    assert message["kind"] == "notice"
    assert WAY_OUT in message["text"]
    assert broken_chat.slots in (before, {})  # nothing half-remembered
    assert f"action {action.name()} failed" in caplog.text
    assert "Egon" not in "".join(record.getMessage() for record in caplog.records)


def test_any_exception_is_caught_and_logged(chat: Any, caplog: pytest.LogCaptureFixture) -> None:
    class Stumbling(DialogueAction):
        def name(self) -> str:
            return "stumbling"

        def respond(self, dialogue: Dialogue, turn: Turn, tracker: Tracker) -> Outcome:
            raise ZeroDivisionError

    with caplog.at_level(logging.ERROR):
        (message,) = chat.run(Stumbling(), "Hallo")
    assert WAY_OUT in message["text"]
    assert "ZeroDivisionError" in caplog.text


def test_a_turn_is_read_from_the_tracker() -> None:
    tracker = Tracker.from_dict(
        {
            "sender_id": "key",
            "slots": {"focus": ["faq:was-ist-tregks"], "misses": 1},
            "latest_message": {
                "text": " Und \u200bdann? ",
                "posterior": [["faq:a", 0.7]],
                "metadata": {"plain": True},
            },
            "events": [],
        }
    )
    turn = read_turn(tracker)
    assert turn.text == "Und dann?"
    assert turn.guesses == [Guess("faq:a", 0.7)]
    assert turn.preferences == Preferences(plain=True)
    assert (str(turn.memory.focus[0]), turn.memory.misses) == ("faq:was-ist-tregks", 1)


def test_a_message_without_text_or_posterior_is_an_empty_turn() -> None:
    tracker = Tracker.from_dict({"sender_id": "key", "slots": {}, "latest_message": {"text": None}, "events": []})
    assert (read_turn(tracker).text, read_turn(tracker).guesses) == ("", None)


@pytest.fixture
def real_context() -> Iterator[Any]:
    """The opener of the context without what other tests have opened."""
    open_context.cache_clear()
    yield open_context
    open_context.cache_clear()


def test_the_context_is_opened_once_and_from_the_settings(
    real_context: Any, seeded_engine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOTSE_DATABASE_URL", str(seeded_engine.url))
    monkeypatch.setenv("LOTSE_VAR_DIR", str(Path(tables_folder()).parent))
    monkeypatch.setenv("LOTSE_SHOW_SAMPLES", "off")
    context = real_context()
    assert real_context() is context
    assert context.settings.show_samples is False
    with context.dialogue() as dialogue:
        assert dialogue.contact_line().startswith("Michael Wieners")


def test_only_what_has_changed_in_the_memory_becomes_an_event() -> None:
    before = Memory(shown=3, misses=1, offered="handoff")
    assert memory_events(before, before) == []
    changed = memory_events(before, Memory(shown=3, offered="second"))
    assert [(event["name"], event["value"]) for event in changed] == [("misses", 0), ("offered", "second")]
