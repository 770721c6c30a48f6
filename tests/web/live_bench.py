"""From one side of a live conversation to the other, and what waiting costs: ``python -m tests.web.live_bench``.

It runs a gateway with two workers on a database of its own. 50 visitors wait for a person; 5 members of staff take one
after the other in the back office, and both sides write to each other. A message counts as arrived when the visitor's
stream has brought it, or when the page of the case, told of it by its own stream, was fetched and shows it. Then 500
visitors just wait.
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
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil
from sqlalchemy import delete
from sqlalchemy.orm import sessionmaker

from bot.accounts.models import Account, AccountRole
from bot.accounts.passwords import hash_password
from bot.accounts.roles import ADVISER
from bot.conversations.models import Conversation
from bot.conversations.queries import make_key
from bot.db import make_engine, make_session_factory, utc_now
from bot.evaluation.load import percentile
from bot.handoff.mail_models import OutboxMail
from bot.handoff.tickets import open_ticket
from bot.migrations.upgrade import upgrade_database
from bot.settings import ROOT, read_settings
from tests.handoff.samples import RECIPIENT, SETTINGS, make_request
from tests.postgres import find_postgres, run_postgres
from tests.staff.desk import PASSWORD
from tests.web.live_sides import StaffPage, VisitorPage, log_in, open_case_page, open_chat

VISITORS, STAFF, IDLE = 50, 5, 500
EXCHANGES = 5  # messages each way with each visitor
PAUSE = 0.2  # seconds between two messages of one conversation
PATIENCE = 10.0
START_SECONDS = 180.0
SETTLE_SECONDS = 5.0

OpenHttp = Callable[[], httpx.AsyncClient]


@dataclass
class Timings:
    """Seconds from the sending of a message until the other side's page shows it."""

    to_visitor: list[float] = field(default_factory=list)
    to_staff: list[float] = field(default_factory=list)


async def talk(visitor: VisitorPage, staff: StaffPage, name: str, timings: Timings) -> None:
    """Send messages both ways, one after the other, and note how long each took."""
    for number in range(EXCHANGES):
        question, answer = f"Frage {name} {number}.", f"Antwort {name} {number}."
        timings.to_visitor.append(await _time(staff.press("nachricht", text=question), visitor.wait_for(question)))
        await asyncio.sleep(PAUSE)
        timings.to_staff.append(await _time(visitor.say(answer), staff.wait_for(answer)))
        await asyncio.sleep(PAUSE)


async def _time(sending: Coroutine[Any, Any, None], arrival: Coroutine[Any, Any, float]) -> float:
    started = time.perf_counter()
    arriving = asyncio.create_task(arrival)
    await sending
    return await asyncio.wait_for(arriving, PATIENCE) - started


async def measure_messages(open_http: OpenHttp, cases: dict[str, str]) -> Timings:
    """Let all visitors wait while each member of staff takes one of them after the other."""
    timings = Timings()
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(open_http())
        waiting = [
            (number, await stack.enter_async_context(open_chat(http, conversation)))
            for conversation, number in cases.items()
        ]

        async def work(desk: int) -> None:
            async with open_http() as own:
                token = await log_in(own, f"desk{desk}@example.org")
                for case_number, visitor in waiting[desk::STAFF]:
                    async with open_case_page(own, token, case_number) as page:
                        await page.press("uebernehmen")
                        await talk(visitor, page, case_number, timings)
                        await page.press("abschliessen")

        await asyncio.gather(*map(work, range(STAFF)))
    return timings


async def measure_idle(open_http: OpenHttp, gateway: psutil.Process, conversations: list[str]) -> tuple[float, float]:
    """Return the megabytes and the CPU seconds in a second that waiting streams cost all workers together."""
    before = _megabytes(gateway)
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(open_http())
        for conversation in conversations:
            await stack.enter_async_context(open_chat(http, conversation))
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


def fill(factory: sessionmaker) -> tuple[dict[str, str], list[str]]:
    """Write accounts of staff, conversations with a case that waits, and others; mails about them have gone out.

    Returns the case numbers by their conversations, and the other conversations.
    """
    idle = [f"c_idle_{number}" for number in range(IDLE)]
    with factory.begin() as session:
        session.add_all(Conversation(key=make_key(name), state="waiting") for name in idle)
        session.add_all(_make_account(number) for number in range(STAFF))
    live = [f"c_live_{number}" for number in range(VISITORS)]
    cases = {conversation: _open_case(factory, conversation) for conversation in live}
    with factory.begin() as session:
        session.execute(delete(OutboxMail))
    return cases, idle


def _make_account(number: int) -> Account:
    roles = [AccountRole(role=ADVISER)]
    name, email = f"Kim {number}", f"desk{number}@example.org"
    return Account(name=name, email=email, password_hash=hash_password(PASSWORD), roles=roles)


def _open_case(factory: sessionmaker, conversation: str) -> str:
    now, key = utc_now(), make_key(conversation)
    with factory.begin() as session:
        session.add(Conversation(key=key, state="waiting"))
        session.flush()
        request = make_request(conversation_key=key, consent_at=now)
        return str(open_ticket(session, request, SETTINGS, now=now).case_number)


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


async def measure(url: str, gateway: psutil.Process, cases: dict[str, str], idle: list[str]) -> dict[str, float]:
    """Measure everything and return the figures by name."""
    load = round(os.getloadavg()[0], 1)  # what others do on this machine shows in all that follows
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)

    def open_http() -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=url, limits=limits, timeout=60, trust_env=False)

    timings = await measure_messages(open_http, cases)
    megabytes, cpu = await measure_idle(open_http, gateway, idle)
    figures: dict[str, float] = {
        "load_before": load,
        "idle_streams": IDLE,
        "idle_megabytes": round(megabytes, 1),
        "idle_cpu": round(cpu, 3),
    }
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
        cases, idle = fill(make_session_factory(engine))
        address, gateway = stack.enter_context(run_gateway(folder, url))
        figures = asyncio.run(measure(address, gateway, cases, idle))
    print(json.dumps(figures, indent=2))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
