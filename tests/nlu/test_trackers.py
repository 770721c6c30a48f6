from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

import pytest

from bot.nlu.trackers import copy_slot, copy_tracker, leave_out_events
from bot.settings import ROOT
from tests.nlu.bench import import_quietly

if TYPE_CHECKING:
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.trackers import DialogueStateTracker

pytestmark = pytest.mark.slow  # the import of Rasa alone takes longer than all of it


@pytest.fixture(scope="module")
def domain() -> Domain:
    return import_quietly("rasa.shared.core.domain").Domain.load(ROOT / "domain.yml")


@pytest.fixture
def tracker(domain: Domain) -> DialogueStateTracker:
    """A conversation in the middle of the form."""
    from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet, UserUttered
    from rasa.shared.core.trackers import DialogueStateTracker

    tracker = DialogueStateTracker("key", domain.slots)
    for event in (ActionExecuted("action_listen"), UserUttered("Bitte eine Person", {"name": "handoff"})):
        tracker.update(event)
    tracker.update_with_events([ActionExecuted("handoff_form"), ActiveLoop("handoff_form"), SlotSet("misses", 1)], None)
    return tracker


def test_a_copy_stands_where_going_through_all_events_would_lead(tracker: DialogueStateTracker) -> None:
    whole = import_quietly("rasa.shared.core.trackers").EventVerbosity.ALL
    again = tracker.travel_back_in_time(float("inf"))
    assert copy_tracker(tracker).current_state(whole) == again.current_state(whole)


def test_what_happens_to_a_copy_does_not_happen_to_the_conversation(tracker: DialogueStateTracker) -> None:
    from rasa.shared.core.events import ActionExecutionRejected, SlotSet

    before = tracker.current_state()
    copied = copy_tracker(tracker)
    copied.update_with_events([SlotSet("misses", 2), ActionExecutionRejected("handoff_form")], None)
    assert copied.get_slot("misses") == 2
    assert copied.active_loop.rejected
    assert tracker.current_state() == before
    assert len(tracker.events) == len(copied.events) - 2


def test_a_slot_copies_itself_with_its_value(domain: Domain, monkeypatch: pytest.MonkeyPatch) -> None:
    from rasa.shared.core.slots import Slot

    monkeypatch.setattr(Slot, "__copy__", copy_slot, raising=False)
    slot = copy(next(slot for slot in domain.slots if slot.name == "offered"))
    slot.value = "handoff"
    copied = copy(slot)
    copied.value = "second"
    assert (slot.value, copied.value, copied.values) == ("handoff", "second", slot.values)


@pytest.mark.parametrize(("action", "event_count"), [("action_answer_question", 0), ("validate_handoff_form", 5)])
def test_only_the_form_gets_the_domain_and_all_events(
    tracker: DialogueStateTracker, domain: Domain, action: str, event_count: int
) -> None:
    remote = import_quietly("rasa.core.actions.action").RemoteAction
    endpoint = import_quietly("rasa.utils.endpoints").EndpointConfig("http://localhost", enable_selective_domain=True)
    call: dict[str, Any] = leave_out_events(remote._action_call_format)(remote(action, endpoint), tracker, domain)
    assert (call["next_action"], call["sender_id"]) == (action, "key")
    assert (len(call["tracker"]["events"]), "domain" in call) == (event_count, bool(event_count))
    assert call["tracker"]["slots"]["misses"] == 1
    assert call["tracker"]["latest_message"]["text"] == "Bitte eine Person"
