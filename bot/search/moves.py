"""The examples of Rasa's training files (smalltalk, moves of the conversation, what is not ours), read without Rasa."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from bot.search.examples import Example


def read_moves(folder: Path) -> list[Example]:
    """Return the examples of all training files below a folder, in the order in which Rasa reads them."""
    return [
        Example(line.strip().removeprefix("- ").strip(), block["intent"])
        for file in sorted(folder.rglob("*.yml"))
        for block in _read_blocks(file)
        for line in block["examples"].splitlines()
        if line.strip()
    ]


def _read_blocks(file: Path) -> list[dict[str, Any]]:
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["nlu"]
