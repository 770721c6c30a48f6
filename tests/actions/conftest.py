"""The actions with a database and a brain of the test's own, and the tracker that Rasa would send."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import sessionmaker

import actions.context
import actions.forms
import actions.funding_check
import actions.handoff
import actions.notices
from actions.context import Context
from bot.db import make_engine, make_session_factory
from bot.search.brain import Brain
from bot.settings import ROOT, Settings
from tests.conftest import TODAY
from tests.words import tables_folder

SETTINGS = Settings(var_dir=tables_folder().parent, today=TODAY)


@pytest.fixture
def context(brain: Brain, seeded: sessionmaker, monkeypatch: pytest.MonkeyPatch) -> Context:
    """The context of the actions, on a seeded database of this test, whose content the brain has read."""
    return use_context(Context(SETTINGS, seeded, brain), monkeypatch)


@pytest.fixture
def broken_context(brain: Brain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Context:
    """A context whose database has no tables."""
    factory = make_session_factory(make_engine(f"sqlite:///{tmp_path / 'broken.db'}"))
    return use_context(Context(SETTINGS, factory, brain), monkeypatch)


def use_context(context: Context, monkeypatch: pytest.MonkeyPatch) -> Context:
    for module in (actions.context, actions.forms, actions.funding_check, actions.handoff, actions.notices):
        monkeypatch.setattr(module, "open_context", lambda: context)
    return context


@dataclass
class Chat:
    """Runs actions one after the other and keeps the slots they set, as Rasa would."""

    domain: dict[str, Any]
    slots: dict[str, Any] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)

    def run(
        self,
        action: Action,
        text: str = "",
        *,
        intent: str = "",
        entities: dict[str, str] | None = None,
        posterior: list[tuple[str, float]] | None = None,
        classifier: str = "",
        candidates: dict[str, Any] | None = None,
    ) -> list[dict[str, Any]]:
        """Run an action on a message and return the custom messages; ``candidates`` are slots to be validated."""
        message = {
            "text": text,
            "intent": {"name": intent},
            "entities": [{"entity": name, "value": value} for name, value in (entities or {}).items()],
            "posterior": [list(pair) for pair in posterior or []],
            "classifier": classifier,
        }
        events = [{"event": "user", "text": text}]
        events += [{"event": "slot", "name": name, "value": value} for name, value in (candidates or {}).items()]
        tracker = Tracker.from_dict(
            {
                "sender_id": "key",
                "slots": {**self.slots, **(candidates or {})},
                "latest_message": message,
                "events": events,
                "paused": False,
                "followup_action": None,
                "active_loop": {},
                "latest_action_name": None,
            }
        )
        dispatcher = CollectingDispatcher()
        self.events = list(asyncio.run(action.run(dispatcher, tracker, self.domain)))
        self._keep(self.events)
        return [message["custom"] for message in dispatcher.messages]

    def _keep(self, events: list[dict[str, Any]]) -> None:
        for event in events:
            if event["event"] == "reset_slots":
                self.slots = {}
            elif event["event"] == "slot":
                self.slots[event["name"]] = event["value"]


@pytest.fixture(scope="session")
def domain() -> dict[str, Any]:
    """The domain of the assistant."""
    return yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))


@pytest.fixture
def chat(domain: dict[str, Any], context: Context) -> Chat:
    """A conversation with the actions."""
    return Chat(domain)


@pytest.fixture
def broken_chat(domain: dict[str, Any], broken_context: Context) -> Chat:
    """A conversation with actions that have no usable database."""
    return Chat(domain)


@pytest.fixture
def slugs() -> Callable[[dict[str, Any]], list[str]]:
    """Read the slugs that a message states."""
    return lambda message: [reference["slug"] for reference in message["references"]]
