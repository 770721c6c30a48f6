"""Small processes that stand in for gateway, Rasa and action server, and waiting for what they do."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psutil

from bot.cli.supervisor_parts import Part

SOURCE = """
import os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

folder = Path(sys.argv[2])
with (folder / "starts").open("a") as file:
    file.write(f"{os.getpid()}\\n")
if (folder / "broken").exists():
    sys.exit("kaputt")

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(503 if (folder / "sick").exists() else 200)
        self.end_headers()
    def log_message(self, *arguments):
        pass

HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""
PATIENCE = 15.0


@dataclass(frozen=True)
class FakePart:
    """A part in a folder of its own, in which files tell it to be ``broken`` or ``sick``."""

    name: str
    folder: Path
    port: int

    @property
    def part(self) -> Part:
        """The description for the supervisor."""
        command = [sys.executable, "-c", SOURCE, str(self.port), str(self.folder)]
        return Part(self.name, self.name.title(), lambda: command, f"http://127.0.0.1:{self.port}/")

    @property
    def starts(self) -> list[int]:
        """The process ids of all starts so far."""
        file = self.folder / "starts"
        return [int(line) for line in file.read_text(encoding="utf-8").split()] if file.exists() else []

    def become(self, state: str) -> None:
        """Be ``broken`` (ends at each start) or ``sick`` (its health page answers 503)."""
        (self.folder / state).touch()


def make_fake(folder: Path, name: str) -> FakePart:
    """Make a fake part below the folder, on a free port."""
    own = folder / name
    own.mkdir()
    return FakePart(name, own, free_port())


def free_port() -> int:
    """Return a port that is free now."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; a dead one that nobody has asked after does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def read_processes(var_dir: Path) -> dict[str, int]:
    """Return what the supervisor lists, nothing where there is no list."""
    file = var_dir / "run" / "processes.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


async def until(condition: Callable[[], object]) -> None:
    """Wait until the condition holds."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        await asyncio.sleep(0.01)


def wait_until(condition: Callable[[], object]) -> None:
    """Wait until the condition holds, without a loop."""
    asyncio.run(until(condition))


def kill(pid: int, number: int) -> None:
    """Send a signal to a process of this test."""
    os.kill(pid, number)
