"""The thresholds of every decision; they are fitted by ``lotse calibrate`` and stand in ``gate.json``."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

GATE_FILE = Path(__file__).with_name("gate.json")


@dataclass(frozen=True)
class Gate:
    """Thresholds; all but ``lexical`` are fitted on held-out phrasings (docs/measurements.md).

    A move of the conversation or "not ours" is taken for meant from its share against all content; turning a visitor
    away takes more than a joke, for what is less sure is asked back with choices.
    """

    answer: float  # probability of the best entry (with its twins) needed to state it
    choices: float  # probability of the best entry needed to offer it as a choice
    out_of_scope: float = 0.75
    move: float = 0.5
    lexical: float = 0.75  # cosine with a phrase that answers without any classifier


@lru_cache(maxsize=1)
def read_gate() -> Gate:
    """Return the fitted thresholds."""
    stored = json.loads(GATE_FILE.read_text(encoding="utf-8"))["thresholds"]
    return Gate(**{field.name: stored[field.name] for field in fields(Gate) if field.name in stored})
