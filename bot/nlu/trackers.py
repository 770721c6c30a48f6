"""Rasa's trackers with less work: copied as they stand, and sent to an action as far as it reads them."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any


def copy_tracker(tracker: Any) -> Any:
    """Return a tracker that changes without the other; Rasa itself goes through all events for it again."""
    copied = copy(tracker)
    copied.events = tracker._create_events(tracker.events)
    copied.slots = {name: copy(slot) for name, slot in tracker.slots.items()}
    copied.active_loop = copy(tracker.active_loop)
    return copied


def copy_slot(slot: Any) -> Any:
    """Return a slot of its own with the same value; as a slot's ``__copy__`` it spares the way of pickling."""
    copied = object.__new__(type(slot))
    vars(copied).update(vars(slot))
    return copied


def leave_out_events(format_call: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Return a maker of calls to the action server that sends all events only where it sends the domain.

    The form needs both; the other actions read the latest message and the slots.
    """
    import rasa

    def format_short(action: Any, tracker: Any, domain: Any) -> dict[str, Any]:
        if domain.does_custom_action_explicitly_need_domain(action.name()):
            return format_call(action, tracker, domain)
        return {
            "next_action": action.name(),
            "sender_id": tracker.sender_id,
            "tracker": {**tracker.current_state(), "events": []},
            "version": rasa.__version__,
        }

    return format_short
