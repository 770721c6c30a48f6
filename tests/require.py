"""The rule for parts that a machine may lack: left out with a sentence, but never in CI."""

from __future__ import annotations

import os
from typing import TypeVar

import pytest

Part = TypeVar("Part")


def require(part: Part | None, missing: str) -> Part:
    """Return the part; where there is none, skip the test and say what to install. With CI=true the test fails."""
    if part:
        return part
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(missing)
    pytest.skip(missing)
