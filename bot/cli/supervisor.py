"""Run the parts of the assistant: start them, watch them, start them again, stop them."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bot.cli.supervisor_child import limit_log, start_child, stop_child
from bot.cli.supervisor_parts import CannotServe, Part
from bot.settings import ROOT

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Pace:
    """How long things may take, in seconds; tests run faster."""

    poll: float = 0.2  # between two looks at a part that is starting
    start: float = 180.0  # until a starting part counts as hung
    check: float = 6.0  # between two looks at a running part
    recheck: float = 1.0  # the same after a silent look: with ``answer`` and ``failures`` it is hung after 30 s
    answer: float = 5.0  # until a health page counts as silent
    failures: int = 5  # silent looks in a row until a part counts as hung
    longest_pause: float = 30.0
    first_pause: float = 1.0
    recovered: float = 60.0  # of health, after which old failures are forgotten
    stop: float = 10.0
    attempts: int = 3  # starts in a row that may fail before the first success


@dataclass
class Watched:
    """What is known of one part."""

    part: Part
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    process: asyncio.subprocess.Process | None = None
    failures: int = 0


class Supervisor:
    """Keeps the parts running until it is told to stop; ``beside`` begins when all of them are ready."""

    def __init__(
        self,
        parts: Sequence[Part],
        *,
        var_dir: Path,
        environment: Mapping[str, str],
        report: Callable[[str, float], None],
        pace: Pace | None = None,
        beside: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._watched = [Watched(part) for part in parts]
        self._logs = var_dir / "logs"
        self._processes_file = var_dir / "run" / "processes.json"
        self._environment = environment
        self._report = report
        self._pace = pace or Pace()
        self._beside = beside
        self._stopping = asyncio.Event()
        self._started = time.monotonic()

    async def run(self, on_ready: Callable[[], None]) -> None:
        """Run until SIGINT, SIGTERM or SIGHUP. Raises CannotServe when a part cannot be started at all."""
        for folder in (self._logs, self._processes_file.parent):
            folder.mkdir(parents=True, exist_ok=True)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.stop)
        async with httpx.AsyncClient(timeout=self._pace.answer, trust_env=False) as http:
            tasks = [asyncio.create_task(self._keep_running(watched, http)) for watched in self._watched]
            tasks.append(asyncio.create_task(self._announce(on_ready)))
            try:
                await self._wait_for_the_end(tasks)
            finally:
                await self._stop(tasks)

    def stop(self) -> None:
        """End all parts, then ``run``."""
        self._stopping.set()

    async def _wait_for_the_end(self, tasks: list[asyncio.Task[None]]) -> None:
        stop = asyncio.create_task(self._stopping.wait())
        waiting: set[asyncio.Task] = {stop, *tasks}
        while not stop.done():
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for task in done - {stop}:
                task.result()  # raises what has ended it
        stop.cancel()

    async def _stop(self, tasks: list[asyncio.Task[None]]) -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        running = [watched.process for watched in self._watched if watched.process]
        await asyncio.gather(*(stop_child(process, self._pace.stop) for process in running))
        with suppress(FileNotFoundError):
            self._processes_file.unlink()

    async def _announce(self, on_ready: Callable[[], None]) -> None:
        await asyncio.gather(*(watched.ready.wait() for watched in self._watched))
        on_ready()
        if self._beside:
            await self._beside()

    async def _keep_running(self, watched: Watched, http: httpx.AsyncClient) -> None:
        while True:
            reason = await self._run_once(watched, http)
            if not watched.ready.is_set() and watched.failures + 1 >= self._pace.attempts:
                log = self._log_of(watched.part)
                raise CannotServe(f"{watched.part.title} startet nicht ({reason}). Einzelheiten stehen in {log}.")
            pause = self.pause_after(watched.failures)
            watched.failures += 1
            logger.warning("%s: %s. Neustart in %.0f s.", watched.part.title, reason, pause)
            await asyncio.sleep(pause)

    def pause_after(self, failures: int) -> float:
        """Return the seconds to wait after so many failures in a row."""
        return min(self._pace.first_pause * 2 ** min(failures, 10), self._pace.longest_pause)

    async def _run_once(self, watched: Watched, http: httpx.AsyncClient) -> str:
        """Run a part until it ends or hangs; return what happened."""
        log = self._log_of(watched.part)
        limit_log(log)
        try:
            command = watched.part.make_command()
            process = await start_child(command, cwd=ROOT, environment=self._environment, log=log)
        except (CannotServe, OSError) as error:  # no model while a training exchanges it, no memory for a process
            return str(error).rstrip(".")
        watched.process = process
        self._write_processes()
        ended = asyncio.create_task(process.wait())
        looking = asyncio.create_task(self._look_after(watched, http))
        try:
            await asyncio.wait({ended, looking}, return_when=asyncio.FIRST_COMPLETED)
            if ended.done():
                return f"beendet mit Code {process.returncode}"
            return looking.result()
        finally:
            looking.cancel()
            ended.cancel()
            if process.returncode is None and not self._stopping.is_set():
                await stop_child(process, self._pace.stop)

    async def _look_after(self, watched: Watched, http: httpx.AsyncClient) -> str:
        """Wait until a part is ready, then look at it now and then; return when it hangs."""
        if not await self._becomes_ready(watched.part, http):
            return f"nicht bereit nach {self._pace.start:.0f} s"
        self._tell_ready(watched)
        since, silent = time.monotonic(), 0
        while silent < self._pace.failures:
            await asyncio.sleep(self._pace.recheck if silent else self._pace.check)
            limit_log(self._log_of(watched.part))
            silent = 0 if await is_well(watched.part, http) else silent + 1
            if time.monotonic() - since > self._pace.recovered:
                watched.failures = 0
        return "antwortet nicht mehr"

    async def _becomes_ready(self, part: Part, http: httpx.AsyncClient) -> bool:
        deadline = time.monotonic() + self._pace.start
        while time.monotonic() < deadline:
            if await is_well(part, http):
                return True
            await asyncio.sleep(self._pace.poll)
        return False

    def _tell_ready(self, watched: Watched) -> None:
        if watched.ready.is_set():
            logger.warning("%s läuft wieder.", watched.part.title)
        else:
            watched.ready.set()
            self._report(watched.part.title, time.monotonic() - self._started)

    def _log_of(self, part: Part) -> Path:
        return self._logs / f"{part.name}.log"

    def _write_processes(self) -> None:
        running = {watched.part.name: watched.process.pid for watched in self._watched if watched.process}
        partial = self._processes_file.with_suffix(".partial")
        partial.write_text(json.dumps({"supervisor": os.getpid(), **running}), encoding="utf-8")
        partial.replace(self._processes_file)


async def is_well(part: Part, http: httpx.AsyncClient) -> bool:
    """Tell whether the health page of a part answers well."""
    try:
        return (await http.get(part.health_url)).is_success
    except httpx.HTTPError:
        return False
