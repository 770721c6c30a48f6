"""Show what a long command is doing, how long it took, and what it logs."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click


@dataclass
class Step:
    """A running step; ``result`` is what its line ends with."""

    result: str = "fertig"


@contextmanager
def step(title: str) -> Iterator[Step]:
    """Print ``title … fertig (3 s)``: the first half at once, the second when the block has ended."""
    started = time.monotonic()
    click.echo(f"{title} … ", nl=False)
    running = Step()
    try:
        yield running
    except BaseException:
        click.echo(f"abgebrochen ({format_seconds(time.monotonic() - started)})")
        raise
    click.echo(f"{running.result} ({format_seconds(time.monotonic() - started)})")


def format_seconds(seconds: float) -> str:
    """Return seconds for people: ``0,4 s``, ``23 s``."""
    return f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s".replace(".", ",")


def log_to_terminal() -> None:
    """Show what the commands themselves log, with the time, on the error stream."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%d.%m.%Y %H:%M:%S"))
    logger = logging.getLogger("bot.cli")
    logger.addHandler(handler)
    logger.propagate = False
