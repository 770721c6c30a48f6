"""What a simulation does to the services: time jumps, the mail server fails, processes die."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import datetime

from anyio import to_thread
from sqlalchemy import func, select
from sqlalchemy.orm import sessionmaker

from bot.evaluation.handoff.fleet import Fleet, choose_victim
from bot.evaluation.handoff.mail_server import TROUBLES, MailServer
from bot.evaluation.handoff.plan import draw_moment
from bot.evaluation.handoff.simulated_clock import SimulatedClock
from bot.handoff.mail_models import OutboxMail

BETWEEN_JUMPS = (5.0, 11.0)  # seconds
BETWEEN_KILLS = 0.2  # seconds, at least
# Kills that hit a gateway while it starts; the others wait until it has worked, or nothing would ever be done.
UNREADY = 0.02
TROUBLE_SECONDS = (1.5, 5.0)
CALM_SECONDS = 3.0  # longest wait for a quiet moment
QUIET = 0.4


class Weather:
    """Makes time pass and things break; ``show_presence`` is what staff who are there do right after a jump."""

    def __init__(
        self,
        clock: SimulatedClock,
        server: MailServer,
        fleet: Fleet,
        factory: sessionmaker,
        *,
        dice: random.Random,
        show_presence: Callable[[], Awaitable[None]],
    ) -> None:
        self.jumps = 0
        self._clock = clock
        self._server = server
        self._fleet = fleet
        self._factory = factory
        self._dice = dice
        self._show_presence = show_presence

    async def pass_time(self) -> None:
        """Jump now and then until cancelled."""
        while True:
            await asyncio.sleep(self._dice.uniform(*BETWEEN_JUMPS))
            await self.jump_to(draw_moment(self._dice, self._clock.now()))

    async def jump_to(self, moment: datetime) -> None:
        """Jump while no mail is being sent.

        Real time does not jump, so that a worker's claim on a mail cannot run out while it is sending it.
        """
        self._server.is_paused = True
        try:
            await self._wait_for_quiet()
            self._clock.set_to(moment)
            self.jumps += 1
            await self._show_presence()
        finally:
            self._server.is_paused = False

    async def break_mail(self, share: float) -> None:
        """Have the mail server fail for this share of the time until cancelled."""
        while share > 0:
            seconds = self._dice.uniform(*TROUBLE_SECONDS)
            await asyncio.sleep(seconds * (1 - share) / share)
            await self._server.set_trouble(self._dice.choice(TROUBLES))
            try:
                await asyncio.sleep(seconds)
            finally:
                await self._server.set_trouble("")

    async def kill_by_progress(self, kills: int, progress: Callable[[], float]) -> None:
        """Kill so many processes, spread over the run as its progress (0 to 1) goes."""
        killed = 0
        while killed < kills:
            await asyncio.sleep(BETWEEN_KILLS)
            if killed < kills * progress():
                victim = choose_victim(self._fleet, self._dice)
                if victim and (self._dice.random() < UNREADY or await self._fleet.is_ready(victim)):
                    killed += self._fleet.kill(victim)

    async def _wait_for_quiet(self) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + CALM_SECONDS
        await asyncio.sleep(QUIET)
        while loop.time() < until:
            if self._server.is_idle and not await to_thread.run_sync(self._count_claims):
                return
            await asyncio.sleep(QUIET / 4)

    def _count_claims(self) -> int:
        """Return how many mails are claimed; of one whose worker died, until its claim runs out."""
        with self._factory() as session:
            claimed = (OutboxMail.status == "sending", OutboxMail.next_attempt_at > self._clock.now())
            return int(session.scalar(select(func.count()).select_from(OutboxMail).where(*claimed)) or 0)
