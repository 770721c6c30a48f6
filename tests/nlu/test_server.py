from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
import yaml

from bot.nlu.server import (
    LAST_ACTIONS,
    NoModel,
    ask_once,
    check_action_result,
    end_turn,
    keep_session,
    require_model,
    run_graph,
    skip_rules_by_text,
)
from bot.settings import ROOT
from tests.nlu.bench import import_quietly


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


@dataclass(frozen=True)
class FakeNode:
    """A node that joins what it gets, and notes that it ran."""

    name: str
    needs: dict[str, str]
    ran: list[str]

    def __call__(self, *inputs: Any) -> tuple[str, str]:
        self.ran.append(self.name)
        given = [value for _, value in inputs]
        return self.name, f"{self.name}({','.join(given)})"


class FakeRunner:
    """A graph in which ``last`` needs ``first`` and the message, and ``other`` is needed by nobody."""

    def __init__(self) -> None:
        self.ran: list[str] = []
        wanted = {"last": {"a": "first", "b": "message"}, "first": {"a": "message"}, "other": {}}
        self._instantiated_nodes = {name: FakeNode(name, needs, self.ran) for name, needs in wanted.items()}
        self._graph_schema = self
        self.target_names = ["last"]
        self.nodes = self._instantiated_nodes

    def minimal_graph_schema(self, targets: list[str]) -> FakeRunner:
        minimal = FakeRunner.__new__(FakeRunner)
        kept = {"first", "last"} if "last" in targets else {"first"}
        minimal.nodes = {name: node for name, node in self.nodes.items() if name in kept}
        return minimal


def test_nodes_run_behind_what_they_need_and_the_others_not_at_all() -> None:
    runner = FakeRunner()
    assert run_graph(runner, {"message": "hallo"}) == {"last": "last(first(hallo),hallo)"}
    assert run_graph(runner, {"message": "hallo"}, ["first"]) == {"first": "first(hallo)"}
    assert runner.ran == ["first", "last", "first"]


class FakeSession:
    closed = False


async def test_an_endpoint_keeps_its_session_until_it_is_closed() -> None:
    session_of = keep_session(lambda _endpoint: FakeSession())
    first, other = object(), object()
    async with session_of(first) as session, session_of(other) as another:
        assert session is not another
    async with session_of(first) as again:
        assert again is session
    session.closed = True
    async with session_of(first) as fresh:
        assert fresh is not session


def test_rules_are_found_by_intent_and_none_is_looked_for_by_the_words() -> None:
    asked: list[tuple[Any, ...]] = []

    def find_action(*arguments: Any) -> tuple[str, str, bool]:
        asked.append(arguments)
        return "action_refer", "rule", False

    find = skip_rules_by_text(find_action)
    assert find("policy", "tracker", "domain", True) == (None, None, False)
    assert find("policy", "tracker", "domain", use_text_for_last_user_input=False) == ("action_refer", "rule", False)
    assert asked == [("policy", "tracker", "domain", False)]


def test_no_rule_and_no_story_goes_by_the_words_of_a_message() -> None:
    files = [*(ROOT / "data" / "rules").glob("*.yml"), *(ROOT / "data" / "stories").glob("*.yml")]
    assert len(files) > 3
    assert not [path.name for path in files if "user:" in path.read_text(encoding="utf-8")]


def test_a_question_is_put_once_to_each_object() -> None:
    asked: list[Box] = []

    class Box:
        def __init__(self, size: int) -> None:
            self.size = size

        def is_empty(self) -> bool:
            asked.append(self)
            return self.size == 0

    is_empty = ask_once(Box.is_empty)
    empty, full = Box(0), Box(1)
    assert [is_empty(box) for box in (empty, full, empty, full)] == [True, False, True, False]
    assert asked == [empty, full]


@dataclass
class FakeAction:
    title: str

    def name(self) -> str:
        return self.title


class FakeProcessor:
    domain = SimpleNamespace()

    def __init__(self) -> None:
        self.ran: list[str] = []

    def _get_action(self, name: str) -> FakeAction:
        return FakeAction(name)

    async def _run_action(
        self, action: FakeAction, tracker: Any, output_channel: Any, nlg: Any, prediction: Any
    ) -> bool:
        self.ran.append(action.name())
        return action.name() != "action_listen"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("action", "loop", "followup", "ran"),
    [
        ("action_answer_question", None, None, ["action_answer_question", "action_listen"]),
        ("action_answer_question", "handoff_form", None, ["action_answer_question"]),
        ("action_answer_question", None, "action_refer", ["action_answer_question"]),
        ("handoff_form", None, None, ["handoff_form"]),
    ],
)
async def test_after_the_last_action_the_turn_is_over(
    monkeypatch: pytest.MonkeyPatch, action: str, loop: str | None, followup: str | None, ran: list[str]
) -> None:
    policy = import_quietly("rasa.core.policies.policy")
    listening = SimpleNamespace(hide_rule_turn=False)
    monkeypatch.setattr(policy.PolicyPrediction, "for_action_name", lambda *_arguments: listening)
    tracker = SimpleNamespace(active_loop_name=loop, followup_action=followup)
    prediction = SimpleNamespace(policy_name="RulePolicy", hide_rule_turn=True)
    processor = FakeProcessor()
    run = end_turn(FakeProcessor._run_action)
    goes_on = await run(
        processor, action=FakeAction(action), tracker=tracker, output_channel=None, nlg=None, prediction=prediction
    )
    assert processor.ran == ran
    assert goes_on is (ran[-1] != "action_listen")
    assert listening.hide_rule_turn is (ran[-1] == "action_listen")


def test_every_rule_and_every_story_waits_for_the_visitor_after_the_last_actions() -> None:
    seen = set()
    for path in [*(ROOT / "data" / "rules").glob("*.yml"), *(ROOT / "data" / "stories").glob("*.yml")]:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        for item in data.get("rules", []) + data.get("stories", []):
            for step, following in pairwise([*item["steps"], {"intent": "whatever comes"}]):
                if step.get("action") in LAST_ACTIONS:
                    seen.add(step["action"])
                    assert {*following} & {"intent", "slot_was_set"}, (path.name, item)
    assert seen == LAST_ACTIONS


@pytest.mark.slow
def test_rasa_still_has_the_functions_that_are_mended() -> None:
    assert hasattr(import_quietly("rasa.core.agent"), "load_agent")
    assert hasattr(import_quietly("rasa.core.actions.action").RemoteAction, "_validate_action_result")
    assert hasattr(import_quietly("rasa.core.actions.action").RemoteAction, "_action_call_format")
    assert hasattr(import_quietly("rasa.shared.core.trackers").DialogueStateTracker, "copy")
    assert hasattr(import_quietly("rasa.core.processor").MessageProcessor, "_run_action")
    assert hasattr(import_quietly("rasa.core.policies.rule_policy").RulePolicy, "_find_action_from_rules")
    assert hasattr(import_quietly("rasa.engine.runner.dask").DaskGraphRunner, "run")
    assert hasattr(import_quietly("rasa.shared.utils.common"), "all_subclasses")
    assert hasattr(import_quietly("rasa.shared.core.domain").Domain, "is_empty")
    assert hasattr(import_quietly("rasa.utils.endpoints").EndpointConfig, "session")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["processor", "policies.memoization", "policies.rule_policy"])
def test_rasa_copies_there_for_the_lines_of_its_log_alone(name: str) -> None:
    lines = Path(import_quietly(f"rasa.core.{name}").__file__ or "").read_text(encoding="utf-8").splitlines()
    copying = [number for number, line in enumerate(lines) if "copy.deepcopy(" in line]
    assert copying
    assert not [number for number in copying if "structlogger.debug(" not in "".join(lines[number - 4 : number + 1])]
