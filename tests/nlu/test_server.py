from __future__ import annotations

from typing import Any

import msgspec
import pytest

from bot.nlu.server import NoModel, check_action_result, require_model


class FakeAgent:
    def __init__(self, *, ready: bool) -> None:
        self.ready = ready

    def is_ready(self) -> bool:
        return self.ready


@pytest.mark.parametrize("result", [{}, {"events": [], "responses": []}, {"events": [{"event": "slot"}], "more": 1}])
def test_a_result_of_an_action_may_leave_out_what_it_does_not_need(result: dict[str, Any]) -> None:
    assert check_action_result(None, result)


@pytest.mark.parametrize("result", [None, [], "ja", {"events": {}}, {"events": ["slot"]}, {"responses": None}])
def test_a_result_of_another_shape_is_refused(result: Any) -> None:
    with pytest.raises(msgspec.ValidationError):
        check_action_result(None, result)


@pytest.mark.parametrize("ready", [True, False])
async def test_rasa_starts_only_with_a_model(ready: bool) -> None:
    async def load_agent(model_path: str, *, endpoints: str) -> FakeAgent:
        assert (model_path, endpoints) == ("lotse.tar.gz", "endpoints.yml")
        return FakeAgent(ready=ready)

    load = require_model(load_agent)
    if ready:
        assert (await load("lotse.tar.gz", endpoints="endpoints.yml")).is_ready()
    else:
        with pytest.raises(NoModel, match="lotse train"):
            await load("lotse.tar.gz", endpoints="endpoints.yml")


@pytest.mark.slow
def test_rasa_still_has_the_two_functions_that_are_mended() -> None:
    from tests.nlu.bench import import_quietly

    assert hasattr(import_quietly("rasa.core.agent"), "load_agent")
    assert hasattr(import_quietly("rasa.core.actions.action").RemoteAction, "_validate_action_result")
