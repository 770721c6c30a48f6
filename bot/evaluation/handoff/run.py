"""Play a simulation of hand-offs against real processes on a temporary database."""

from __future__ import annotations

import asyncio
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
from sqlalchemy.orm import sessionmaker

from bot.db import make_engine, make_session_factory
from bot.evaluation.handoff.crowd import Crowd
from bot.evaluation.handoff.desk import Desk
from bot.evaluation.handoff.fleet import Fleet, make_fleet
from bot.evaluation.handoff.journal import Journal
from bot.evaluation.handoff.leftovers import let_deadlines_pass
from bot.evaluation.handoff.line import Line
from bot.evaluation.handoff.mail_server import MailServer
from bot.evaluation.handoff.plan import SimulationPlan
from bot.evaluation.handoff.simulated_clock import SimulatedClock, simulate_clock
from bot.evaluation.handoff.staff import LiveContact, MailContact
from bot.evaluation.handoff.weather import Weather
from bot.evaluation.handoff.world import BEGINS, LEAD, World, set_up_world
from bot.evaluation.launch import find_free_ports, prepare_environment
from bot.settings import Settings, read_settings

MOST_CONNECTIONS = 400
LATE_KILLS = 3  # so many kills may be due before no new visitor comes in


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


@dataclass(frozen=True)
class Stage:
    """What a simulation is played on."""

    plan: SimulationPlan
    clock: SimulatedClock
    fleet: Fleet
    server: MailServer
    factory: sessionmaker
    settings: Settings
    world: World


def simulate(
    plan: SimulationPlan, folder: Path, settings: Settings, *, say: Callable[[str], None]
) -> tuple[Played, sessionmaker]:
    """Play a simulation below ``folder``; return what happened and the database it left. Raises CannotEvaluate.

    ``say`` tells what is going on, in German.
    """
    say("Datenbank …")
    environment = prepare_environment(folder, var_dir=settings.var_dir, models_dir=settings.models_dir)
    with simulate_clock(folder / "clock") as clock:
        return asyncio.run(_simulate(plan, folder, environment, clock, say))


async def _simulate(
    plan: SimulationPlan,
    folder: Path,
    environment: dict[str, str],
    clock: SimulatedClock,
    say: Callable[[str], None],
) -> tuple[Played, sessionmaker]:
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)  # else the processes would stay
    server = MailServer()
    await server.start()
    environment |= {
        "LOTSE_CLOCK": str(folder / "clock"),
        "LOTSE_TODAY": "",
        "LOTSE_SMTP_URL": f"smtp://127.0.0.1:{server.port}?timeout=10",
        "LOTSE_HANDOFF_CONTACT": LEAD,
    }
    settings = read_settings(environment, env_file=None)
    factory = make_session_factory(make_engine(settings.database_url))
    ports = [settings.port, *find_free_ports(plan.workers - 1)]
    fleet = make_fleet(environment, folder, ports=ports, with_rasa=plan.with_rasa)
    stage = Stage(plan, clock, fleet, server, factory, settings, set_up_world(factory))
    try:
        say("Start …")
        await fleet.start()
        return await play(stage, say), factory
    finally:
        await fleet.stop()
        await server.stop()


async def play(stage: Stage, say: Callable[[str], None]) -> Played:
    """Play on processes that are ready, let all deadlines pass, and read what visitors can see in the end."""
    started, journal = time.monotonic(), Journal()
    plan, clock, server, factory = stage.plan, stage.clock, stage.server, stage.factory
    crowd = Crowd(plan, clock, server, journal, factory=factory, settings=stage.settings, say=say)
    clock.set_to(BEGINS)
    limits = httpx.Limits(max_connections=MOST_CONNECTIONS, max_keepalive_connections=MOST_CONNECTIONS)
    async with httpx.AsyncClient(trust_env=False, limits=limits) as http:
        line = Line(http, stage.fleet.urls, journal.retries)
        contact = MailContact(line, server, journal, seed=plan.seed)
        desks = [Desk(line, factory, journal, account_id, clock.now) for account_id in stage.world.live_accounts]
        live = [LiveContact(desk, journal, seed=plan.seed, now=clock.now) for desk in desks]

        async def show_presence() -> None:
            for one in live:
                await one.show_presence()

        dice = random.Random(plan.seed)  # noqa: S311 - plays, guards nothing
        weather = Weather(clock, server, stage.fleet, factory, dice=dice, show_presence=show_presence)
        staff = [asyncio.create_task(run()) for run in (contact.run, *(one.run for one in live))]
        time_and_mail = [
            asyncio.create_task(weather.pass_time()),
            asyncio.create_task(weather.break_mail(plan.mail_down)),
        ]
        killing = asyncio.create_task(weather.kill_by_progress(plan.kills, lambda: crowd.progress))

        def may_enter() -> bool:
            return plan.kills * crowd.progress - stage.fleet.kills.total() < LATE_KILLS

        try:
            await crowd.receive(line, {*staff, *time_and_mail, killing}, may_enter)
            say("Alle Besucher sind durch; jetzt laufen alle Fristen ab …")
            await killing
            await contact.finish()
        finally:
            await _cancel([*staff, *time_and_mail, killing])
        is_drained = await let_deadlines_pass(weather, clock, factory)
        await crowd.read_histories(line)
    seconds = time.monotonic() - started
    return Played(plan, journal, server, stage.fleet, weather.jumps, seconds, contact.failures, is_drained)


async def _cancel(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
