"""What is still to be done: mails that wait to be sent, and timers whose time has come or will come."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, timedelta

from anyio import to_thread
from sqlalchemy import func, select
from sqlalchemy.orm import sessionmaker

from bot.evaluation.handoff.simulated_clock import SimulatedClock
from bot.evaluation.handoff.weather import Weather
from bot.handoff.mail_models import OutboxMail
from bot.handoff.models import TicketTimer

STEP = timedelta(days=2)
MOST_STEPS = 60
STEP_SECONDS = 60.0  # how long the services may take for what is due on two days
PAUSE = 0.3


async def let_deadlines_pass(weather: Weather, clock: SimulatedClock, factory: sessionmaker) -> bool:
    """Let days pass until no mail and no timer is left; False where some stay."""
    for _ in range(MOST_STEPS):
        await weather.jump_to(clock.now() + STEP)
        deadline = time.monotonic() + STEP_SECONDS
        while await to_thread.run_sync(count_leftovers, factory, clock.now()):
            await asyncio.sleep(PAUSE)
            if time.monotonic() > deadline:
                break
        if not await to_thread.run_sync(count_leftovers, factory, None):
            return True
    return False


def count_leftovers(factory: sessionmaker, until: datetime | None) -> int:
    """Return how many timers and mails are to be done, of those that are due by a moment where one is given."""
    timers = select(func.count()).select_from(TicketTimer).where(TicketTimer.done_at.is_(None))
    mails = select(func.count()).select_from(OutboxMail).where(OutboxMail.status.in_(("pending", "sending")))
    if until is not None:
        timers = timers.where(TicketTimer.due_at <= until)
        mails = mails.where(OutboxMail.next_attempt_at <= until)
    with factory() as session:
        return int(session.scalar(timers) or 0) + int(session.scalar(mails) or 0)
