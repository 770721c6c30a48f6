"""Play a simulation of hand-offs against real processes on a temporary database."""

from __future__ import annotations

import asyncio
import random
import signal
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import httpx
from anyio import to_thread
from sqlalchemy import func, select
from sqlalchemy.orm import sessionmaker

from bot.db import make_engine, make_session_factory
from bot.evaluation.handoff.case_page import CasePage
from bot.evaluation.handoff.chat import ChatPage
from bot.evaluation.handoff.desk import Desk
from bot.evaluation.handoff.direct import DirectForm
from bot.evaluation.handoff.fleet import Fleet, make_fleet
from bot.evaluation.handoff.form import Form
from bot.evaluation.handoff.journal import Journal, Visit
from bot.evaluation.handoff.line import Line
from bot.evaluation.handoff.mail_server import MailServer
from bot.evaluation.handoff.plan import SimulationPlan, draw_character
from bot.evaluation.handoff.simulated_clock import SimulatedClock, simulate_clock
from bot.evaluation.handoff.staff import LiveContact, MailContact
from bot.evaluation.handoff.visitor import Visitor
from bot.evaluation.handoff.weather import Weather
from bot.evaluation.handoff.world import BEGINS, LEAD, set_up_world
from bot.evaluation.launch import prepare_environment
from bot.handoff.mail_models import OutboxMail
from bot.handoff.models import TicketTimer
from bot.settings import Settings, read_settings

TURNS_AT_ONCE = 12
WRITERS = 2  # who open tickets beside the chat: many at once would keep the gateways from writing
REPORTS = 20  # of progress, over the whole run
LATE_KILLS = 3  # so many kills may be due before no new visitor comes in
DRAIN_STEP = timedelta(days=2)
DRAIN_STEPS = 60
STEP_PAUSE = 0.3
STEP_SECONDS = 25.0  # how long the services may take for what is due on two days

Say = Callable[[str], None]


@dataclass(frozen=True)
class Played:
    """What a simulation leaves behind for the checks."""

    plan: SimulationPlan
    journal: Journal
    server: MailServer
    fleet: Fleet
    jumps: int
    seconds: float
    failures: list[str]
    is_drained: bool


class Simulation:
    """One run; ``say`` tells what is going on."""

    def __init__(
        self,
        plan: SimulationPlan,
        clock: SimulatedClock,
        fleet: Fleet,
        server: MailServer,
        factory: sessionmaker,
        settings: Settings,
    ) -> None:
        self._plan = plan
        self._clock = clock
        self._fleet = fleet
        self._server = server
        self._factory = factory
        self._settings = settings
        self._journal = Journal()
        self._handed_over = 0
        self._killed = 0
        self._writers = asyncio.Semaphore(WRITERS)

    async def play(self, say: Say) -> Played:
        """Start the processes, play, let all deadlines pass, and read what visitors can see."""
        started = time.monotonic()
        world = await to_thread.run_sync(set_up_world, self._factory)
        say("Start …")
        await self._fleet.start()
        self._clock.set_to(BEGINS)
        limits = httpx.Limits(max_connections=400, max_keepalive_connections=100)
        async with httpx.AsyncClient(trust_env=False, limits=limits) as http:
            line = Line(http, self._fleet.urls, self._journal.retries)
            contact = MailContact(line, self._server, self._journal, seed=self._plan.seed, now=self._clock.now)
            live = [
                LiveContact(
                    Desk(line, self._factory, self._journal, account_id, self._clock.now),
                    self._journal,
                    seed=self._plan.seed,
                    now=self._clock.now,
                )
                for account_id in world.live_accounts
            ]

            async def show_presence() -> None:
                for one in live:
                    await one.show_presence()

            weather = Weather(
                self._clock,
                self._server,
                self._fleet,
                self._factory,
                dice=random.Random(self._plan.seed),  # noqa: S311 - plays, guards nothing
                show_presence=show_presence,
            )
            people = [asyncio.create_task(run()) for run in (contact.run, *(one.run for one in live))]
            troubles = [
                asyncio.create_task(weather.pass_time()),
                asyncio.create_task(weather.break_mail(self._plan.mail_down)),
                asyncio.create_task(self._kill(weather)),
            ]
            await self._receive_visitors(line, say, {*people, *troubles})
            say("Alle Besucher sind durch; jetzt laufen alle Fristen ab …")
            await troubles[-1]
            await _cancel(troubles)
            await contact.finish()
            await _cancel(people)
            is_drained = await self._drain(weather)
            for visit in self._journal.visits:
                visit.history = await ChatPage(line, visit, asyncio.Semaphore(1), self._clock.now).read_history()
        await self._fleet.stop()
        failures = contact.failures
        seconds = time.monotonic() - started
        return Played(
            self._plan, self._journal, self._server, self._fleet, weather.jumps, seconds, failures, is_drained
        )

    async def _receive_visitors(self, line: Line, say: Say, beside: set[asyncio.Task[None]]) -> None:
        turns = asyncio.Semaphore(TURNS_AT_ONCE)
        visits: set[asyncio.Task[None]] = set()
        number = 0
        while True:
            is_enough = self._handed_over + len(visits) >= self._plan.handoffs
            if is_enough and not visits:
                return
            if is_enough or len(visits) >= self._plan.visitors or self._late_kills() >= LATE_KILLS:
                done, _ = await asyncio.wait({*visits, *beside}, return_when=asyncio.FIRST_COMPLETED, timeout=1)
                for task in done:
                    task.result()  # raises what has ended it
                visits -= done
                beside -= done  # all processes are killed that were to be
            else:
                visits.add(asyncio.create_task(self._receive(number, line, turns, say)))
                number += 1
                await asyncio.sleep(0)

    async def _receive(self, number: int, line: Line, turns: asyncio.Semaphore, say: Say) -> None:
        character = draw_character(self._plan, number)
        visit = Visit(character)
        self._journal.visits.append(visit)
        dice = random.Random(f"{self._plan.seed}-visit-{number}")  # noqa: S311 - plays, guards nothing
        page = ChatPage(line, visit, turns, self._clock.now)
        if self._plan.with_rasa:
            form: Form | DirectForm = Form(page, character, dice)
        else:
            form = DirectForm(self._factory, self._settings, self._writers, page, character)
        case_page = CasePage(line, self._server.received, character.email)
        await Visitor(page, form, case_page, dice, has_questions=self._plan.with_rasa).play()
        count = len({told.case_number for told in visit.told})
        before, self._handed_over = self._handed_over, self._handed_over + count
        share = max(1, self._plan.handoffs // REPORTS)
        if before // share != self._handed_over // share:
            say(f"{self._handed_over} von {self._plan.handoffs} Übergaben, {self._killed} Abstürze")

    def _late_kills(self) -> float:
        return self._plan.kills * self._handed_over / self._plan.handoffs - self._killed

    async def _kill(self, weather: Weather) -> None:
        while self._killed < self._plan.kills:
            if self._late_kills() > 0:
                await weather.kill()
                self._killed += 1
            else:
                await asyncio.sleep(0.1)

    async def _drain(self, weather: Weather) -> bool:
        """Let days pass until no mail and no timer is left; False where some stay."""
        for _ in range(DRAIN_STEPS):
            await weather.jump_to(self._clock.now() + DRAIN_STEP)
            deadline = time.monotonic() + STEP_SECONDS
            while await self._is_left(self._clock.now()):
                await asyncio.sleep(STEP_PAUSE)
                if time.monotonic() > deadline:
                    break
            if not await self._is_left(None):
                return True
        return False

    async def _is_left(self, until: datetime | None) -> bool:
        return bool(await to_thread.run_sync(self._count_left, until))

    def _count_left(self, until: datetime | None) -> int:
        """Return how many timers and mails are to be done, of those that are due by a moment."""
        timers = select(func.count()).select_from(TicketTimer).where(TicketTimer.done_at.is_(None))
        mails = select(func.count()).select_from(OutboxMail).where(OutboxMail.status.in_(("pending", "sending")))
        if until is not None:
            timers = timers.where(TicketTimer.due_at <= until)
            mails = mails.where(OutboxMail.next_attempt_at <= until)
        with self._factory() as session:
            return int(session.scalar(timers) or 0) + int(session.scalar(mails) or 0)


def simulate(plan: SimulationPlan, folder: Path, settings: Settings, *, say: Say) -> tuple[Played, sessionmaker]:
    """Play a simulation below ``folder``; return what happened and the database it left. Raises CannotEvaluate."""
    say("Datenbank …")
    environment = prepare_environment(folder, var_dir=settings.var_dir, models_dir=settings.models_dir)
    with simulate_clock(folder / "clock") as clock:
        return asyncio.run(_simulate(plan, folder, environment, clock, say))


async def _simulate(
    plan: SimulationPlan, folder: Path, environment: dict[str, str], clock: SimulatedClock, say: Say
) -> tuple[Played, sessionmaker]:
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)  # else the processes would stay
    server = MailServer(clock.now)
    await server.start()
    environment |= {
        "LOTSE_CLOCK": str(folder / "clock"),
        "LOTSE_TODAY": "",
        "LOTSE_SMTP_URL": f"smtp://127.0.0.1:{server.port}?timeout=10",
        "LOTSE_HANDOFF_CONTACT": LEAD,
        "SIMULATION_PORTS": ",".join(map(str, free_ports(plan.workers))),
    }
    settings = read_settings(environment, env_file=None)
    factory = make_session_factory(make_engine(settings.database_url))
    fleet = make_fleet(environment, folder, workers=plan.workers, with_rasa=plan.with_rasa)
    try:
        return await Simulation(plan, clock, fleet, server, factory, settings).play(say), factory
    finally:
        await fleet.stop()
        await server.stop()


def free_ports(count: int) -> list[int]:
    """Return ports of this machine on which nobody listens."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


async def _cancel(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
