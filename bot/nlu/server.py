"""Rasa's server, mended in twelve places: ``python -m bot.nlu.server run …`` takes what ``rasa run`` takes.

- Rasa checks each result of an action against a schema, and first checks that schema, always the same one, against the
  schema of schemas: 58 % of the time of a message. Here the shape is a compiled type.
- It serves without a model when it cannot load one: it is up, and silent. Here it does not start.
- It has the scheduler of a cluster run each graph, three times a message. Here the nodes run one after the other.
- It opens a connection to the action server for each message. Here one is kept.
- It looks for all classes of events with each event it reads. Here it looks once.
- It writes its whole domain out with each message to see whether it is empty. Here it looks once.
- It looks for a rule by the very words of the message before it looks by intent. There is no such rule here.
- It asks all policies again after the action that answered, only to hear that the turn is over. Here it is over.
- It goes through a whole conversation again for each copy of its tracker. Here the state is copied.
- It copies slots as if they were to be pickled, a hundred of them with each message. Here they copy themselves.
- It copies deeply what a line of its debugging log might show. Here nothing is copied for a line.
- It sends all events of a conversation with each action. Here only the form gets them.

And nothing that visitors say comes into its log: with an error Rasa writes down the message and all local variables.
What the model has loaded is taken out of the garbage collector's rounds: it stays anyway, and looking through it
holds up whoever is being answered.
"""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Awaitable, Callable
from functools import lru_cache
from graphlib import TopologicalSorter
from types import SimpleNamespace
from typing import Any

import msgspec

from bot.nlu.log_records import forget_words
from bot.nlu.trackers import copy_slot, copy_tracker, leave_out_events

# After these every rule and every story waits for the visitor (a test compares them), unless a form is open.
LAST_ACTIONS = frozenset(
    (
        "action_answer_question",
        "action_fallback",
        "action_find_contact",
        "action_follow_up",
        "action_refer",
        "action_search_funding",
        "action_search_training",
    )
)


class ActionResult(msgspec.Struct):
    """What an action server may return; Rasa itself refuses events of unknown types."""

    events: list[dict[str, Any]] = []
    responses: list[dict[str, Any]] = []


class NoModel(RuntimeError):
    """Rasa could not load its model; the reason stands in the log before this."""


def mend_rasa() -> None:
    """Put the mended functions in the place of Rasa's own."""
    import rasa.core.agent
    import rasa.core.policies.memoization
    import rasa.core.policies.rule_policy
    import rasa.core.processor
    import rasa.shared.utils.common
    from rasa.core.actions.action import RemoteAction
    from rasa.core.policies.rule_policy import RulePolicy
    from rasa.core.processor import MessageProcessor
    from rasa.engine.runner.dask import DaskGraphRunner
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.slots import Slot
    from rasa.shared.core.trackers import DialogueStateTracker
    from rasa.utils.endpoints import EndpointConfig

    MessageProcessor._run_action = end_turn(MessageProcessor._run_action)
    RulePolicy._find_action_from_rules = skip_rules_by_text(RulePolicy._find_action_from_rules)
    RemoteAction._validate_action_result = check_action_result
    rasa.core.agent.load_agent = require_model(rasa.core.agent.load_agent)
    DaskGraphRunner.run = run_graph
    EndpointConfig.session = keep_session(EndpointConfig.session)
    Domain.is_empty = ask_once(Domain.is_empty)
    DialogueStateTracker.copy = copy_tracker
    Slot.__copy__ = copy_slot
    RemoteAction._action_call_format = leave_out_events(RemoteAction._action_call_format)
    for module in (rasa.core.processor, rasa.core.policies.memoization, rasa.core.policies.rule_policy):
        module.copy = SimpleNamespace(deepcopy=lambda value: value)  # used for the lines of the log alone
    rasa.shared.utils.common.all_subclasses = lru_cache(maxsize=64)(rasa.shared.utils.common.all_subclasses)


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
        gc.collect()
        gc.freeze()
        return agent

    return load


def ask_once(question: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Return a method that keeps the first answer of each object: for what does not change once it is made."""
    name = f"_kept_{question.__name__}"

    def answer(owner: Any) -> bool:
        if name not in vars(owner):
            setattr(owner, name, question(owner))
        return bool(getattr(owner, name))

    return answer


def skip_rules_by_text(find_action: Callable[..., Any]) -> Callable[..., Any]:
    """Return a search for rules that finds none where it is to go by the words of the message."""

    def find(policy: Any, tracker: Any, domain: Any, use_text_for_last_user_input: bool) -> Any:
        if use_text_for_last_user_input:
            return None, None, False
        return find_action(policy, tracker, domain, use_text_for_last_user_input)

    return find


def end_turn(run_action: Callable[..., Awaitable[bool]]) -> Callable[..., Awaitable[bool]]:
    """Return a runner of actions that listens right after one of the last actions; True where more is to come."""
    from rasa.core.policies.policy import PolicyPrediction
    from rasa.shared.core.constants import ACTION_LISTEN_NAME

    async def run(processor: Any, action: Any, tracker: Any, output_channel: Any, nlg: Any, prediction: Any) -> bool:
        goes_on = await run_action(processor, action, tracker, output_channel, nlg, prediction)
        if action.name() not in LAST_ACTIONS or tracker.active_loop_name or tracker.followup_action:
            return goes_on
        listening = PolicyPrediction.for_action_name(processor.domain, ACTION_LISTEN_NAME, prediction.policy_name)
        listening.hide_rule_turn = prediction.hide_rule_turn
        listen = processor._get_action(ACTION_LISTEN_NAME)
        return await run_action(processor, listen, tracker, output_channel, nlg, listening)

    return run


class KeptSession:
    """A session that its users may leave without closing it."""

    def __init__(self, session: Any) -> None:
        self.session = session

    async def __aenter__(self) -> Any:
        return self.session

    async def __aexit__(self, *_error: object) -> None:
        """Leave the session open."""


def keep_session(make_session: Callable[[Any], Any]) -> Callable[[Any], KeptSession]:
    """Return a maker of sessions that makes one for each endpoint, and another one only when that was closed."""
    kept: dict[int, KeptSession] = {}

    def session_of(endpoint: Any) -> KeptSession:
        known = kept.get(id(endpoint))
        if known is None or known.session.closed:
            known = kept[id(endpoint)] = KeptSession(make_session(endpoint))
        return known

    return session_of


def run_graph(runner: Any, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
    """Run the nodes of a graph that the targets need, in order; return the targets' outputs by name."""
    wanted = tuple(targets or runner._graph_schema.target_names)
    results: dict[str, tuple[str, Any]] = {name: (name, value) for name, value in (inputs or {}).items()}
    for name, needed in _order_nodes(runner, wanted):
        # A node that nobody provides is passed by its name: the node itself says that it is missing.
        results[name] = runner._instantiated_nodes[name](*(results.get(other, other) for other in needed))
    return {name: results[name][1] for name in wanted}


@lru_cache(maxsize=16)
def _order_nodes(runner: Any, wanted: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """Return the nodes that are needed with what each needs, every node behind its needs."""
    nodes = runner._graph_schema.minimal_graph_schema(list(wanted)).nodes
    needs = {name: tuple(node.needs.values()) for name, node in nodes.items()}
    return [(name, needs[name]) for name in TopologicalSorter(needs).static_order() if name in needs]


def main() -> None:
    """Run Rasa's command line; it never reports to its makers."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    logging.setLogRecordFactory(forget_words(logging.getLogRecordFactory()))
    from rasa.__main__ import main as run_rasa

    mend_rasa()
    run_rasa()


if __name__ == "__main__":
    main()
