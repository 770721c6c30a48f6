"""Work that recurs while the gateway runs: named synchronous jobs, each every so many seconds, in a worker thread."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from anyio import to_thread
from sqlalchemy.exc import SQLAlchemyError

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """A piece of work. Several workers may run it at the same time: it must take its own locks."""

    name: str
    seconds: float  # from the end of one run to the start of the next
    run: Callable[[], object]


async def run_jobs(jobs: Sequence[Job]) -> None:
    """Run jobs beside each other until cancelled; one that fails is logged and tried again at its next time."""
    await asyncio.gather(*(_repeat(job) for job in jobs))


async def _repeat(job: Job) -> None:
    while True:
        try:
            await to_thread.run_sync(job.run)
        except SQLAlchemyError:
            logger.exception("the job %r could not use the database", job.name)
        except Exception:  # whatever one run does, the next ones have to come
            logger.exception("the job %r failed", job.name)
        await asyncio.sleep(job.seconds)
