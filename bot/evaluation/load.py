"""Load: how fast the assistant answers one visitor and several at once, and what it needs for that.

Phase ``single`` is one visitor, one message after another. In phase ``steady`` several visitors together send a fixed
number of messages a second, in phase ``parallel`` each of them the next message as soon as the last one is answered,
which finds out how many the machine can do. All have conversations of one to four real questions. The time of the
gateway alone (``GET /healthz``) is measured beside them: figures of different machines compare as multiples of it.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
import math
import os
import platform
import random
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.evaluation.client import Turn, read_turn
from bot.evaluation.errors import CannotEvaluate
from bot.evaluation.memory import ProcessMemory
from bot.evaluation.questions import Question
from bot.http_service import HttpService, Service, Unreachable
from bot.search.sentences import sentence

LONGEST_CONVERSATION = 4
WARM_UP = 20
HEALTH_CHECKS = 200
SEED = 3
LONGEST_REPLY = 30.0  # seconds


@dataclass(frozen=True)
class LoadPlan:
    """How much is played: messages and visitors of the phases, and the seconds after which a phase is cut.

    ``per_second`` is what all visitors of the steady phase send together; it has as many messages as the parallel one.
    """

    single_messages: int = 400
    parallel_messages: int = 1600
    visitors: int = 8
    per_second: float = 50.0
    seconds: float = 120.0


@dataclass(frozen=True)
class Phase:
    """The figures of one phase; errors and replies in reduced mode count as messages too."""

    visitors: int
    messages: int
    seconds: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    per_second: float
    errors: int
    reduced: int
    first_error: str | None


@dataclass(frozen=True)
class LoadReport:
    """Everything one measurement found; what was not measured is None."""

    single: Phase
    steady: Phase
    parallel: Phase
    healthz_ms: float
    memory: dict[str, ProcessMemory]
    start_seconds: float | None
    training_seconds: float | None
    cores: int
    machine: str

    @property
    def ratio(self) -> float:
        """How many times longer a message takes than the gateway's bare reply."""
        return round(self.single.p50_ms / self.healthz_ms, 1)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON-ready data."""
        return {**asdict(self), "single_to_healthz": self.ratio}


def require_loopback(url: str) -> None:
    """Refuse to put load on any machine but this one. Raises CannotEvaluate."""
    host = urlsplit(url).hostname or ""
    try:
        is_loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise CannotEvaluate(f"Die Last wird nur auf diesem Rechner erzeugt (127.0.0.1), nicht auf {host or url}.")


def plan_conversations(questions: list[Question], messages: int, seed: int = SEED) -> list[list[str]]:
    """Draw conversations of one to four questions, ``messages`` in all; the same seed draws the same."""
    draw = random.Random(seed)  # noqa: S311 - a mix of questions, not a secret
    conversations: list[list[str]] = []
    left = messages
    while left > 0:
        length = min(left, draw.randint(1, LONGEST_CONVERSATION))
        conversations.append([question.text for question in draw.choices(questions, k=length)])
        left -= length
    return conversations


async def play_conversations(
    assistant: Service,
    conversations: Iterable[list[str]],
    *,
    visitors: int,
    seconds: float,
    per_second: float = math.inf,
    done: Callable[[int], None] = lambda count: None,
) -> Phase:
    """Play conversations with so many visitors at once; after ``seconds`` no further message is sent.

    All visitors together send no more than ``per_second`` messages a second. ``done`` is called after each conversation
    with the number of its messages.
    """
    started = time.perf_counter()
    waiting = iter(conversations)
    played: list[Turn] = []

    async def visit(number: int) -> None:
        pace = Pace(started + number / per_second, visitors / per_second)
        for texts in waiting:
            turns = await _play(assistant, texts, pace, until=started + seconds)
            played.extend(turns)
            done(len(turns))

    await asyncio.gather(*(visit(number) for number in range(visitors)))
    return measure_phase(played, visitors=visitors, seconds=time.perf_counter() - started)


@dataclass
class Pace:
    """When a visitor may speak: not before ``next_at``, and then so many seconds later each time."""

    next_at: float
    seconds: float

    async def wait(self) -> None:
        """Wait for the turn; whoever is late speaks at once and makes up for it."""
        pause = self.next_at - time.perf_counter()
        if pause > 0:
            await asyncio.sleep(pause)
        self.next_at += self.seconds


async def _play(assistant: Service, texts: list[str], pace: Pace, *, until: float) -> list[Turn]:
    """Say texts in one conversation until the clock shows ``until``."""
    conversation_id, turns = None, []
    for text in texts:
        await pace.wait()
        if time.perf_counter() > until:
            break
        conversation_id, turn = await _say(assistant, conversation_id, text)
        turns.append(turn)
    return turns


async def _say(assistant: Service, conversation_id: str | None, text: str) -> tuple[str | None, Turn]:
    """Say one text; return the conversation's id and what came back, whatever it is."""
    started = time.perf_counter()
    try:
        body = {"conversation": conversation_id, "message": text}
        reply = await assistant.post("/api/chat", body, timeout=LONGEST_REPLY)
        if not reply.is_success:
            raise Unreachable(f"HTTP {reply.status}: {reply.body[:200].decode(errors='replace')}")
        data = json.loads(reply.body)
        return data["conversation"], read_turn(data, time.perf_counter() - started)
    except (Unreachable, ValueError, KeyError, TypeError, AttributeError) as error:
        error_text = str(error) if isinstance(error, Unreachable) else f"{type(error).__name__}: {error}"
        return conversation_id, Turn([], seconds=time.perf_counter() - started, error=error_text)


def measure_phase(turns: list[Turn], *, visitors: int, seconds: float) -> Phase:
    """Sum up the turns of a phase."""
    times = sorted(turn.seconds * 1000 for turn in turns)
    errors = [turn.error or "leere Antwort" for turn in turns if turn.error or not turn.messages]
    return Phase(
        visitors=visitors,
        messages=len(turns),
        seconds=round(seconds, 2),
        p50_ms=percentile(times, 50),
        p95_ms=percentile(times, 95),
        p99_ms=percentile(times, 99),
        per_second=round(len(turns) / seconds, 1),
        errors=len(errors),
        reduced=sum(sentence("stoerung.eingeschraenkt") in turn.text for turn in turns),
        first_error=errors[0] if errors else None,
    )


def percentile(ordered: list[float], percent: int) -> float:
    """Return the smallest value that at least ``percent`` of an ordered list do not exceed."""
    rank = -(-percent * len(ordered) // 100)
    return round(ordered[max(rank, 1) - 1], 1)


async def measure_healthz(assistant: Service, checks: int = HEALTH_CHECKS) -> float:
    """Return the median time of the gateway's bare reply in milliseconds."""
    times = []
    for _ in range(checks):
        started = time.perf_counter()
        await assistant.get("/healthz")
        times.append((time.perf_counter() - started) * 1000)
    return round(statistics.median(times), 2)


def put_load(
    url: str, questions: list[Question], plan: LoadPlan, done: Callable[[int], None] = lambda count: None
) -> tuple[list[Phase], float]:
    """Warm up, play the three phases and return them with the time of the gateway alone; ``done`` counts messages.

    Raises Unreachable where nothing answers at the address.
    """
    return asyncio.run(_put_load(url, questions, plan, done))


async def _put_load(
    url: str, questions: list[Question], plan: LoadPlan, done: Callable[[int], None]
) -> tuple[list[Phase], float]:
    assistant = HttpService(url)

    async def play(messages: int, visitors: int, seed: int, per_second: float = math.inf) -> Phase:
        return await play_conversations(
            assistant,
            plan_conversations(questions, messages, seed),
            visitors=visitors,
            seconds=plan.seconds,
            per_second=per_second,
            done=done if seed != SEED else lambda count: None,
        )

    try:
        await play(WARM_UP, 1, SEED)
        healthz = await measure_healthz(assistant)
        single = await play(plan.single_messages, 1, SEED + 1)
        steady = await play(plan.parallel_messages, plan.visitors, SEED + 2, plan.per_second)
        parallel = await play(plan.parallel_messages, plan.visitors, SEED + 3)
    finally:
        await assistant.close()
    return [single, steady, parallel], healthz


def describe_machine() -> tuple[int, str]:
    """Return the number of cores and the kind of machine."""
    return os.cpu_count() or 1, f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
