"""Whole dialogues with expectations per turn: play them, check every turn.

A dialogue is a list of turns; each has ``say: text`` or ``press: part of a button's title`` and ``expect`` with any of:
  kind          one of these kinds occurs                     [offers, answer]
  any_of        one of these references is stated or offered   [foerderung:zim]
  all_of        each of these references is stated or offered
  none_of       none of these references is stated
  only_type     every stated reference has this type           weiterbildung
  contains      each of these texts occurs, in any case        ["561", "Wieners"]
  contains_any  one of these texts occurs, in any case
  lacks         none of these texts occurs, in any case
  state         the conversation's state afterwards            waiting
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import yaml

from bot.evaluation.client import Conversation, Turn
from bot.evaluation.errors import UnusableFile
from bot.settings import ROOT

DIALOGUES_FILE = ROOT / "tests" / "evaluation" / "dialogues.yml"
EXPECTATIONS = {
    "kind",
    "any_of",
    "all_of",
    "none_of",
    "only_type",
    "contains",
    "contains_any",
    "lacks",
    "state",
}


@dataclass(frozen=True)
class PlayedTurn:
    """One turn with what was wrong about it."""

    number: int
    said: str
    turn: Turn
    problems: list[str]


@dataclass(frozen=True)
class PlayedDialogue:
    """A dialogue after it was played; it passed when no turn has a problem."""

    id: str
    turns: list[PlayedTurn]

    @property
    def failures(self) -> list[str]:
        """One line per problem, with the turn it belongs to."""
        return [
            f"Zug {played.number} („{played.said}“): {problem}" for played in self.turns for problem in played.problems
        ]


def read_dialogues(path: Path) -> list[dict[str, Any]]:
    """Read a YAML file of dialogues; a mistyped expectation is refused, it would always pass. Raises UnusableFile."""
    try:
        dialogues = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UnusableFile(f"Die Datei {path} lässt sich nicht lesen: {error}.") from None
    if not isinstance(dialogues, list) or not dialogues:
        raise UnusableFile(f"Die Datei {path} enthält keine Liste von Dialogen.")
    for dialogue in dialogues:
        if not _is_dialogue(dialogue):
            raise UnusableFile(f"Die Datei {path} enthält einen unverständlichen Dialog: {str(dialogue)[:100]}.")
    return dialogues


def _is_dialogue(dialogue: Any) -> bool:
    if not isinstance(dialogue, dict) or not isinstance(dialogue.get("turns"), list):
        return False
    return "id" in dialogue and all(
        isinstance(step, dict)
        and ("say" in step) != ("press" in step)
        and set(step.get("expect") or ()) <= EXPECTATIONS
        for step in dialogue["turns"]
    )


def play_dialogues(
    http: httpx.Client, dialogues: list[dict[str, Any]], *, done: Callable[[int], None] = lambda count: None
) -> list[PlayedDialogue]:
    """Play every dialogue in a conversation of its own; ``done`` is called with 1 after each."""
    played = []
    for dialogue in dialogues:
        played.append(play_dialogue(http, dialogue))
        done(1)
    return played


def play_dialogue(http: httpx.Client, dialogue: dict[str, Any]) -> PlayedDialogue:
    """Play one dialogue to its end, also after a failed turn."""
    conversation = Conversation(http)
    turns = []
    for number, step in enumerate(dialogue["turns"], 1):
        turn = conversation.say(step["say"]) if "say" in step else conversation.press(step["press"])
        problems = list(find_problems(step.get("expect") or {}, turn))
        turns.append(PlayedTurn(number, step.get("say") or step["press"], turn, problems))
    return PlayedDialogue(dialogue["id"], turns)


def find_problems(expect: dict[str, Any], turn: Turn) -> Iterator[str]:
    """Yield what a turn lacks or has too much."""
    if turn.error:
        yield turn.error
    elif not turn.messages and turn.state != "person":
        yield "keine Antwort"
    else:
        yield from _reference_problems(expect, turn)
        yield from _text_problems(expect, turn.text.lower())
        if "state" in expect and turn.state != expect["state"]:
            yield f"Zustand {turn.state!r}, erwartet {expect['state']!r}"


def _reference_problems(expect: dict[str, Any], turn: Turn) -> Iterator[str]:
    stated = set(turn.references)
    shown = stated | set(turn.candidates)
    if "kind" in expect and not set(expect["kind"]) & set(turn.kinds):
        yield f"Art {turn.kinds}, erwartet eine von {expect['kind']}"
    if "any_of" in expect and not set(expect["any_of"]) & shown:
        yield f"genannt {sorted(shown)}, erwartet eins von {expect['any_of']}"
    if "all_of" in expect and not set(expect["all_of"]) <= shown:
        yield f"genannt {sorted(shown)}, es fehlt {sorted(set(expect['all_of']) - shown)}"
    if "none_of" in expect and set(expect["none_of"]) & stated:
        yield f"unerwünscht {sorted(set(expect['none_of']) & stated)}"
    if "only_type" in expect and any(not name.startswith(expect["only_type"] + ":") for name in stated):
        yield f"genannt {turn.references}, erwartet nur {expect['only_type']}"


def _text_problems(expect: dict[str, Any], text: str) -> Iterator[str]:
    for part in expect.get("contains", []):
        if part.lower() not in text:
            yield f"im Text fehlt {part!r}"
    if "contains_any" in expect and not any(part.lower() in text for part in expect["contains_any"]):
        yield f"im Text fehlt jedes von {expect['contains_any']}"
    for part in expect.get("lacks", []):
        if part.lower() in text:
            yield f"im Text steht unerwünscht {part!r}"


def summarise_dialogues(played: list[PlayedDialogue]) -> dict[str, Any]:
    """Return how many dialogues and turns passed, and every failure."""
    turns = [turn for dialogue in played for turn in dialogue.turns]
    return {
        "passed": sum(not dialogue.failures for dialogue in played),
        "total": len(played),
        "turns_passed": sum(not turn.problems for turn in turns),
        "turns_total": len(turns),
        "report": [{"id": dialogue.id, "failures": dialogue.failures} for dialogue in played],
    }
