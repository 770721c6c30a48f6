"""Rasa's server, mended in two places: ``python -m bot.nlu.server run …`` takes what ``rasa run`` takes.

Rasa checks each result of an action against a schema, and first checks that schema, always the same one, against the
schema of schemas: 58 % of the time of a message (docs/measurements.md). Here the shape is a compiled type.

And Rasa serves without a model when it cannot load one: it is up, and silent. Here it does not start.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec


class ActionResult(msgspec.Struct):
    """What an action server may return; Rasa itself refuses events of unknown types."""

    events: list[dict[str, Any]] = []
    responses: list[dict[str, Any]] = []


class NoModel(RuntimeError):
    """Rasa could not load its model; the reason stands in the log before this."""


def mend_rasa() -> None:
    """Put both mended functions in the place of Rasa's own."""
    import rasa.core.agent
    from rasa.core.actions.action import RemoteAction

    RemoteAction._validate_action_result = check_action_result
    rasa.core.agent.load_agent = require_model(rasa.core.agent.load_agent)


def check_action_result(_action: Any, result: Any) -> bool:
    """Return True for a result of the right shape. Raises msgspec.ValidationError."""
    msgspec.convert(result, ActionResult)
    return True


def require_model(load_agent: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """Return a loader that raises NoModel instead of returning an agent that can say nothing."""

    async def load(*arguments: Any, **options: Any) -> Any:
        agent = await load_agent(*arguments, **options)
        if not agent.is_ready():
            raise NoModel("Das Modell lässt sich nicht laden. Bitte „lotse train --force“ ausführen.")
        return agent

    return load


def main() -> None:
    """Run Rasa's command line; it never reports to its makers."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    from rasa.__main__ import main as run_rasa

    mend_rasa()
    run_rasa()


if __name__ == "__main__":
    main()
