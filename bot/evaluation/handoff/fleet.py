"""The processes of a simulation: started, started again when they die, and killed without warning."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

from bot.evaluation.errors import CannotEvaluate
from bot.evaluation.launch import LOTSE, last_line, processes_file_of
from bot.settings import ROOT

RESTART_SECONDS = 1.0  # as a service manager waits
READY_SECONDS = 240.0
# The supervisor waits longer and longer before it starts a part again that has not been well for a minute.
RECOVERY_SECONDS = 65.0
WORK_SECONDS = 12.0  # from the kill of a gateway to the next one
SENDERS = ("gateway", "supervisor")  # with a supervisor dies its gateway


@dataclass
class Kept:
    """A process that is started again whenever it ends."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int | None:
        """Its number while it runs."""
        return self.process.pid if self.process and self.process.returncode is None else None

    async def run(self) -> None:
        """Keep it running until cancelled; then it ends with all that it has started."""
        try:
            while True:
                with self.log.open("ab") as output:
                    self.process = await asyncio.create_subprocess_exec(
                        *self.command,
                        cwd=ROOT,
                        env=dict(self.environment),
                        stdin=asyncio.subprocess.DEVNULL,
                        stdout=output,
                        stderr=output,
                        start_new_session=True,
                    )
                await self.process.wait()
                await asyncio.sleep(RESTART_SECONDS)
        finally:
            if self.pid is not None:
                assert self.process is not None
                self.process.terminate()
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(self.process.wait(), 15)
                with suppress(ProcessLookupError):
                    os.killpg(self.process.pid, signal.SIGKILL)


@dataclass
class Fleet:
    """All processes, by name; ``urls`` are the addresses of the gateways."""

    kept: list[Kept]
    urls: list[str]
    processes_file: Path | None
    pages: dict[str, str] = field(default_factory=dict)  # health pages of the gateways that are kept here
    kills: Counter[str] = field(default_factory=Counter)
    senders_killed_at: list[float] = field(default_factory=list)  # of those that send mails, by time.monotonic()
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _last_kill: dict[str, float] = field(default_factory=dict)

    async def start(self) -> None:
        """Start everything and wait until it is ready. Raises CannotEvaluate."""
        self._tasks = [asyncio.create_task(one.run()) for one in self.kept]
        deadline = time.monotonic() + READY_SECONDS
        pages = [f"{url}/healthz" for url in self.urls]
        if self.processes_file:
            pages[0] = f"{self.urls[0]}/readyz"
        async with httpx.AsyncClient(trust_env=False, timeout=5) as http:
            for page in pages:
                while not await is_well(http, page):
                    self._refuse_dead()
                    if time.monotonic() > deadline:
                        raise CannotEvaluate(f"{page} war nach {READY_SECONDS:.0f} Sekunden nicht bereit.")
                    await asyncio.sleep(0.3)

    def _refuse_dead(self) -> None:
        """Raise CannotEvaluate where a process has ended on its own."""
        for one in self.kept:
            if one.process and one.process.returncode is not None:
                raise CannotEvaluate(f"{one.name} ist nicht gestartet: {last_line(one.log.read_bytes())}")

    async def stop(self) -> None:
        """End everything."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def find_running(self) -> dict[str, int]:
        """Return the numbers of the running processes by name."""
        found = {one.name: one.pid for one in self.kept if one.pid is not None}
        if self.processes_file and "supervisor" in found:
            with suppress(OSError, ValueError):
                listed = json.loads(self.processes_file.read_text(encoding="utf-8"))
                # The file may be older than the processes: a number in it may be somebody else's by now.
                found |= {name: pid for name, pid in listed.items() if is_child_of(pid, found["supervisor"])}
        return found

    async def is_ready(self, name: str) -> bool:
        """Tell whether a process that we keep has been at work for a while; of the others the supervisor knows."""
        page = self.pages.get(name)
        if page is None:
            return True
        since = time.monotonic() - self._last_kill.get(name, float("-inf"))
        async with httpx.AsyncClient(trust_env=False, timeout=1) as http:
            return since > WORK_SECONDS and await is_well(http, page)

    def kill(self, name: str) -> bool:
        """Kill a process; False where it is not running or has only just recovered from the last time."""
        pid = self.find_running().get(name)
        is_supervised = name not in {one.name for one in self.kept} or name == "supervisor"
        since = time.monotonic() - self._last_kill.get(name, float("-inf"))
        if pid is None or (is_supervised and since < RECOVERY_SECONDS):
            return False
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        self._last_kill[name] = time.monotonic()
        if name.startswith(SENDERS):
            self.senders_killed_at.append(time.monotonic())
        self.kills[name] += 1
        return True


def make_fleet(environment: Mapping[str, str], folder: Path, *, ports: Sequence[int], with_rasa: bool) -> Fleet:
    """Describe the processes: ``lotse serve``, and further gateways on ``ports`` beside the one that it runs."""
    logs = folder / "logs"
    logs.mkdir(exist_ok=True)

    def gateway(port: int) -> Kept:
        name = f"gateway-{port}"
        how = ["--no-access-log", "--log-level", "warning", "--timeout-graceful-shutdown", "3"]
        command = [sys.executable, "-m", "uvicorn", "bot.asgi:create", "--factory", "--port", str(port), *how]
        return Kept(name, command, environment, logs / f"{name}.log")

    urls = [f"http://127.0.0.1:{port}" for port in ports]
    if not with_rasa:
        kept = [gateway(port) for port in ports]
        return Fleet(kept, urls, None, _health_pages(kept, urls))
    supervisor = Kept("supervisor", [*LOTSE, "serve"], environment, logs / "supervisor.log")
    listed = processes_file_of(Path(environment["LOTSE_VAR_DIR"]))
    further = [gateway(port) for port in ports[1:]]
    return Fleet([supervisor, *further], urls, listed, _health_pages(further, urls[1:]))


def _health_pages(gateways: Sequence[Kept], urls: Sequence[str]) -> dict[str, str]:
    return {one.name: f"{url}/healthz" for one, url in zip(gateways, urls, strict=True)}


def choose_victim(fleet: Fleet, dice: random.Random) -> str:
    """Return a process to kill: mostly a gateway, since the others take long to start again."""
    running = list(fleet.find_running())
    weights = {"supervisor": 1, "rasa": 8, "actions": 12, "gateway": 12}
    return dice.choices(running, weights=[weights.get(name, 60) for name in running])[0] if running else ""


def is_child_of(pid: int, parent: int) -> bool:
    """Tell whether a process runs and was started by another one."""
    try:
        process = psutil.Process(pid)
        return process.ppid() == parent and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


async def is_well(http: httpx.AsyncClient, page: str) -> bool:
    """Tell whether a page answers well."""
    try:
        return (await http.get(page)).is_success
    except httpx.HTTPError:
        return False
