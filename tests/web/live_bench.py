"""From one side of a live conversation to the other, and what waiting costs: ``python -m tests.web.live_bench``.

It runs a gateway with two workers on a database of its own. 50 visitors listen for a person; 5 members of staff go from
one to the next, each with a stream as a page of the back office has one, and both sides write to each other. What staff
write comes from this process, so that both workers have to hear of it from another. Then 500 visitors just wait.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil
from sqlalchemy import delete
from sqlalchemy.orm import sessionmaker

from bot.conversations.models import Conversation
from bot.conversations.queries import make_key
from bot.db import make_engine, make_session_factory, utc_now
from bot.evaluation.load import percentile
from bot.handoff.mail_models import OutboxMail
from bot.handoff.thread import deliver_reply
from bot.handoff.tickets import open_ticket
from bot.migrations.upgrade import upgrade_database
from bot.settings import ROOT, read_settings
from tests.handoff.cases import claim
from tests.handoff.samples import RECIPIENT, SETTINGS, make_request
from tests.postgres import find_postgres, run_postgres

VISITORS, STAFF, IDLE = 50, 5, 500
EXCHANGES = 5  # messages each way with each visitor
PAUSE = 0.2  # seconds between two messages of one conversation
PATIENCE = 10.0
START_SECONDS = 180.0
SETTLE_SECONDS = 5.0


@dataclass(frozen=True)
class Case:
    """A visitor who talks to a person."""

    conversation: str
    ticket_id: int


@dataclass
class Timings:
    """Seconds from the sending of a message to its arrival at the other side."""

    to_visitor: list[float] = field(default_factory=list)
    to_staff: list[float] = field(default_factory=list)


class Stream:
    """An open event stream; it knows when which text arrived."""

    def __init__(self, response: httpx.Response) -> None:
        self._lines = response.aiter_lines()

    async def wait_for(self, text: str) -> float:
        """Return when a message with this text arrives."""
        async for line in self._lines:
            if line.startswith("data: ") and json.loads(line[6:]).get("text") == text:
                return time.perf_counter()
        raise AssertionError(f"The stream ended before „{text}“.")


@asynccontextmanager
async def open_stream(http: httpx.AsyncClient, conversation: str) -> AsyncIterator[Stream]:
    """Open the stream of a conversation until the block ends."""
    async with http.stream("GET", f"/api/chat/{conversation}/events") as response:
        assert response.status_code == 200, f"a stream was refused: {response.status_code}"
        yield Stream(response)


def write_as_staff(factory: sessionmaker, case: Case, text: str) -> None:
    """Write a person's message as the back office does."""
    with factory.begin() as session:
        how = {"sender_name": "Kim", "channel": "chat", "dedup_key": text, "now": utc_now()}
        assert deliver_reply(session, SETTINGS, case.ticket_id, text, **how)


async def talk(
    http: httpx.AsyncClient, factory: sessionmaker, case: Case, visitor: Stream, staff: Stream, timings: Timings
) -> None:
    """Send messages both ways, one after the other, and note how long each took."""
    for number in range(EXCHANGES):
        text, answer = f"Frage {case.ticket_id} {number}", f"Antwort {case.ticket_id} {number}"
        started = time.perf_counter()
        arriving = asyncio.create_task(visitor.wait_for(text))
        await asyncio.to_thread(write_as_staff, factory, case, text)
        timings.to_visitor.append(await asyncio.wait_for(arriving, PATIENCE) - started)
        await asyncio.sleep(PAUSE)
        started = time.perf_counter()
        arriving = asyncio.create_task(staff.wait_for(answer))
        sent = await http.post("/api/chat", json={"conversation": case.conversation, "message": answer})
        assert sent.json()["state"] == "person", sent.text
        timings.to_staff.append(await asyncio.wait_for(arriving, PATIENCE) - started)
        await asyncio.sleep(PAUSE)


async def measure_messages(http: httpx.AsyncClient, factory: sessionmaker, cases: list[Case]) -> Timings:
    """Let all visitors listen while each member of staff goes from one of its own to the next."""
    timings = Timings()
    async with AsyncExitStack() as stack:
        visitors = [await stack.enter_async_context(open_stream(http, case.conversation)) for case in cases]

        async def serve(own: list[tuple[Case, Stream]]) -> None:
            for case, visitor in own:
                async with open_stream(http, case.conversation) as staff:
                    await talk(http, factory, case, visitor, staff, timings)

        pairs = list(zip(cases, visitors, strict=True))
        await asyncio.gather(*(serve(pairs[number::STAFF]) for number in range(STAFF)))
    return timings


async def measure_idle(
    http: httpx.AsyncClient, gateway: psutil.Process, conversations: list[str]
) -> tuple[float, float]:
    """Return the megabytes and the CPU seconds in a second that waiting streams cost all workers together."""
    before = _megabytes(gateway)
    async with AsyncExitStack() as stack:
        for conversation in conversations:
            await stack.enter_async_context(open_stream(http, conversation))
        await asyncio.sleep(SETTLE_SECONDS)
        cpu = _cpu_seconds(gateway)
        started = time.perf_counter()
        await asyncio.sleep(30)
        used = (_cpu_seconds(gateway) - cpu) / (time.perf_counter() - started)
        return _megabytes(gateway) - before, used


def _megabytes(gateway: psutil.Process) -> float:
    return sum(worker.memory_full_info().uss for worker in gateway.children(recursive=True)) / 1e6


def _cpu_seconds(gateway: psutil.Process) -> float:
    return sum(sum(worker.cpu_times()[:2]) for worker in gateway.children(recursive=True))


def fill(factory: sessionmaker) -> tuple[list[Case], list[str]]:
    """Write conversations that a person has taken over, and others that wait; mails about them have gone out."""
    idle = [f"c_idle_{number}" for number in range(IDLE)]
    with factory.begin() as session:
        session.add_all(Conversation(key=make_key(name), state="waiting") for name in idle)
    cases = [_open_case(factory, f"c_live_{number}") for number in range(VISITORS)]
    with factory.begin() as session:
        session.execute(delete(OutboxMail))
    return cases, idle


def _open_case(factory: sessionmaker, conversation: str) -> Case:
    now, key = utc_now(), make_key(conversation)
    with factory.begin() as session:
        session.add(Conversation(key=key, state="waiting"))
        session.flush()
        request = make_request(conversation_key=key, consent_at=now)
        ticket_id = int(open_ticket(session, request, SETTINGS, now=now).id)
    claim(factory, ticket_id, now=now)
    return Case(conversation, ticket_id)


@contextmanager
def run_gateway(folder: Path, database_url: str) -> Iterator[tuple[str, psutil.Process]]:
    """Run a gateway with two workers until the block ends; return its address and its process."""
    (folder / "var").mkdir(exist_ok=True)
    (folder / "var" / "german").symlink_to(read_settings().german_dir.absolute(), target_is_directory=True)
    own = {"DATABASE_URL": database_url, "VAR_DIR": str(folder / "var"), "RATE_LIMIT": "off", "HANDOFF_TO": RECIPIENT}
    own |= {
        "RASA_PORT": "1",
        "ACTIONS_PORT": "1",
        "LOG_LEVEL": "WARNING",
        "TRACKER_URL": f"sqlite:///{folder}/tracker.db",
    }
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["uvicorn", "bot.asgi:create", "--factory", "--workers", "2", "--port", str(port), "--no-access-log"]
    process = subprocess.Popen(
        [sys.executable, "-m", *command, "--log-level", "warning", "--timeout-graceful-shutdown", "3"],
        cwd=ROOT,
        env={**os.environ, **{f"LOTSE_{name}": value for name, value in own.items()}},
    )
    try:
        _wait_until_up(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}", psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()


def _wait_until_up(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.perf_counter() + START_SECONDS
    while process.poll() is None and time.perf_counter() < deadline:
        try:
            if httpx.get(f"{url}/healthz", trust_env=False).is_success:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise TimeoutError(f"No gateway at {url}.")


async def measure(url: str, gateway: psutil.Process, factory: sessionmaker) -> dict[str, float]:
    """Measure everything and return the figures by name."""
    cases, idle = await asyncio.to_thread(fill, factory)
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=60, trust_env=False) as http:
        timings = await measure_messages(http, factory, cases)
        megabytes, cpu = await measure_idle(http, gateway, idle)
    figures: dict[str, float] = {"idle_streams": IDLE, "idle_megabytes": round(megabytes, 1), "idle_cpu": round(cpu, 3)}
    for name, seconds in vars(timings).items():
        ordered = sorted(1000 * one for one in seconds)
        figures |= {f"{name}_count": len(ordered), f"{name}_max_ms": round(ordered[-1], 1)}
        figures |= {f"{name}_p{percent}_ms": percentile(ordered, percent) for percent in (50, 95)}
    return figures


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--json", type=Path, help="write the figures into this file")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = f"sqlite:///{folder / 'lotse.db'}"
        if options.engine == "postgresql":
            programs = find_postgres()
            if programs is None:
                raise SystemExit("PostgreSQL is not installed.")
            url = stack.enter_context(run_postgres(programs)).create_database()
        engine = make_engine(url)
        stack.callback(engine.dispose)
        upgrade_database(engine)
        address, gateway = stack.enter_context(run_gateway(folder, url))
        figures = asyncio.run(measure(address, gateway, make_session_factory(engine)))
    print(json.dumps(figures, indent=2))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
