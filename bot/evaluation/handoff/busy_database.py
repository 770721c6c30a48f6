"""Write from here into the database that all the processes of a simulation write into."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from anyio import to_thread
from sqlalchemy.exc import OperationalError

from bot.evaluation.handoff.line import NoAnswer

Result = TypeVar("Result")

MOST_TRIES = 20


async def write(work: Callable[[], Result]) -> Result:
    """Return the result of a transaction; one that has to wait for too long is tried again. Raises NoAnswer."""
    for _ in range(MOST_TRIES):
        with suppress(OperationalError):
            return await to_thread.run_sync(work)
    raise NoAnswer(f"Die Datenbank war {MOST_TRIES}-mal hintereinander belegt")
