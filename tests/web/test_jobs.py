"""Jobs of the gateway: each recurs, and nothing that one of them does stops it or the others."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.orm import sessionmaker

from bot.web.jobs import Job, run_jobs
from tests.web.gateway import Parts, run_gateway


class Runs:
    """Counts the runs of a job; the test waits for a number of them."""

    def __init__(self) -> None:
        self.count = 0
        self._loop = asyncio.get_running_loop()
        self._done = asyncio.Event()
        self._wanted = 0

    def note(self) -> None:
        self.count += 1
        self._loop.call_soon_threadsafe(self._look)

    def _look(self) -> None:
        if self.count >= self._wanted:
            self._done.set()

    async def wait_for(self, number: int) -> None:
        """Wait until the count has reached a number."""
        self._wanted = number
        await asyncio.wait_for(self._done.wait(), 20)

    async def reach(self, number: int, *jobs: Job) -> None:
        """Run jobs until the count has reached a number."""
        task = asyncio.create_task(run_jobs(jobs))
        await self.wait_for(number)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def after(note: Callable[[], None], error: Exception) -> Callable[[], None]:
    """Return a job that notes its run and then fails."""

    def run() -> None:
        note()
        raise error

    return run


async def test_a_job_recurs() -> None:
    runs = Runs()
    await runs.reach(3, Job("zählen", 0.001, runs.note))


@pytest.mark.parametrize("error", [ValueError("kaputt"), RuntimeError("anders kaputt")])
async def test_a_job_that_fails_is_logged_by_its_name_and_runs_again(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    runs = Runs()
    await runs.reach(2, Job("zählen", 0.001, after(runs.note, error)))
    assert "'zählen'" in caplog.text


async def test_a_failing_job_does_not_hold_up_another() -> None:
    bad, good = Runs(), Runs()
    await good.reach(3, Job("schlecht", 0.001, after(bad.note, ValueError())), Job("gut", 0.001, good.note))
    assert bad.count >= 1


async def test_the_gateway_runs_its_jobs_as_long_as_it_is_up(
    session_factory: sessionmaker, tracker_engine: Engine
) -> None:
    runs = Runs()
    async with run_gateway(Parts(session_factory, tracker_engine, jobs=(Job("zählen", 0.001, runs.note),))):
        await runs.wait_for(2)
    count = runs.count
    await asyncio.sleep(0.02)
    assert runs.count == count


async def test_without_jobs_nothing_runs() -> None:
    await asyncio.wait_for(run_jobs(()), 5)
