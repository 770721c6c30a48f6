"""Rasa's server with its slowest step mended: ``python -m bot.nlu.server run …`` takes what ``rasa run`` takes.

Rasa checks each result of an action against a schema, and first checks that schema, always the same one, against the
schema of schemas: 58 % of the time of a message (docs/measurements.md). Here the shape is checked once, compiled.
"""

from __future__ import annotations

from typing import Any

import msgspec


class ActionResult(msgspec.Struct):
    """What an action server may return; Rasa itself refuses events of unknown types."""

    events: list[dict[str, Any]] = []
    responses: list[dict[str, Any]] = []


def mend_action_checks() -> None:
    """Let Rasa check the results of actions with a compiled type instead of a schema."""
    from rasa.core.actions.action import RemoteAction

    RemoteAction._validate_action_result = check_action_result


def check_action_result(_action: Any, result: Any) -> bool:
    """Return True for a result of the right shape. Raises msgspec.ValidationError."""
    msgspec.convert(result, ActionResult)
    return True


def main() -> None:
    """Run Rasa's command line."""
    from rasa.__main__ import main as run_rasa

    mend_action_checks()
    run_rasa()


if __name__ == "__main__":
    main()
