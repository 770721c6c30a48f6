"""Let the classifier learn changed content while the assistant runs: when to start a fit, and what became of it."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import sessionmaker

from bot.cli.steps import format_seconds
from bot.cli.supervisor_child import limit_log, start_child, stop_child
from bot.cli.supervisor_parts import make_environment
from bot.db import make_engine, make_session_factory, read_content_version
from bot.nlu.refit_ending import RefitEnding
from bot.settings import ROOT, Settings

logger = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "bot.nlu.refit")


@dataclass(frozen=True)
class RefitPace:
    """How long things may take, in seconds; tests run faster."""

    poll: float = 1.0  # between two looks at the content
    quiet: float = 2.0  # without a further change until a fit starts, so that several edits give one fit
    longest_wait: float = 10.0  # for that
    patience: float = 60.0  # since the first unlearnt change, until when a fit that is overtaken by others starts anew
    hung: float = 600.0
    first_pause: float = 5.0  # after a failure, twice as long after each further one
    longest_pause: float = 600.0
    stop: float = 5.0


class RefitFailed(Exception):
    """The fit did not end well; the message is a German sentence."""


class Overtaken(Exception):
    """The content has changed while it was being learnt."""


class Refitter:
    """Starts one fit at a time whenever the content is another than the one learnt last, and repeats a failed one.

    ``read_content`` gives what tells one state of the content from another.
    """

    def __init__(
        self,
        read_content: Callable[[], Hashable],
        *,
        log: Path,
        environment: Mapping[str, str],
        report: Callable[[float], None],
        command: Sequence[str] = COMMAND,
        pace: RefitPace | None = None,
    ) -> None:
        self._read_content = read_content
        self._log = log
        self._environment = environment
        self._report = report
        self._command = command
        self._pace = pace or RefitPace()
        self._content: Hashable = None
        self._learnt: Hashable = None
        self._failures = 0

    async def run(self) -> None:
        """Follow the content until cancelled; what stands there at first may have changed since the last training."""
        while True:
            try:
                if await self._look() != self._learnt:
                    await self._learn()
            except Exception:  # nothing in here is worth the end of the whole assistant
                logger.exception("Nachlernen")
            await asyncio.sleep(self._pace.poll)

    async def _learn(self) -> None:
        """Run fits until one has learnt the content, or one has failed and its pause is over."""
        changed = time.monotonic()
        while True:
            await self._wait_for_quiet()
            content, started = self._content, time.monotonic()
            try:
                ending = await self._fit(content, is_patient=started - changed < self._pace.patience)
            except Overtaken:
                continue
            except (RefitFailed, OSError) as error:
                await self._pause(str(error))
                return
            self._learnt, self._failures = content, 0
            self._tell(ending, time.monotonic() - started)
            return

    async def _look(self) -> Hashable:
        """Return the state of the content; while the database cannot be read, it counts as unchanged."""
        with suppress(SQLAlchemyError):
            self._content = await asyncio.to_thread(self._read_content)
        return self._content

    async def _wait_for_quiet(self) -> None:
        started = changed = time.monotonic()
        content = self._content
        while time.monotonic() < min(changed + self._pace.quiet, started + self._pace.longest_wait):
            await asyncio.sleep(self._pace.poll)
            if await self._look() != content:
                content, changed = self._content, time.monotonic()

    async def _fit(self, content: Hashable, *, is_patient: bool) -> RefitEnding:
        """Run one fit. Raises RefitFailed, OSError, or Overtaken where there is time for another one."""
        limit_log(self._log)
        process = await start_child(self._command, cwd=ROOT, environment=self._environment, log=self._log)
        ended = asyncio.create_task(process.wait())
        deadline = time.monotonic() + self._pace.hung
        try:
            while not ended.done():
                await asyncio.wait({ended}, timeout=self._pace.poll)
                if not ended.done() and is_patient and await self._look() != content:
                    raise Overtaken
                if time.monotonic() > deadline:
                    raise RefitFailed(f"nicht fertig nach {self._pace.hung:.0f} s")
        finally:
            ended.cancel()
            await stop_child(process, self._pace.stop)
        try:
            return RefitEnding(ended.result())
        except ValueError:
            raise RefitFailed(f"beendet mit Code {ended.result()}") from None

    async def _pause(self, reason: str) -> None:
        pause = min(self._pace.first_pause * 2 ** min(self._failures, 20), self._pace.longest_pause)
        self._failures += 1
        logger.warning(
            "Neue Inhalte konnten nicht gelernt werden (%s). Neuer Versuch in %.0f s. Einzelheiten stehen in %s.",
            reason,
            pause,
            self._log,
        )
        await asyncio.sleep(pause)

    def _tell(self, ending: RefitEnding, seconds: float) -> None:
        if ending is RefitEnding.LEARNT:
            self._report(seconds)
        if ending is RefitEnding.REFUSED:
            logger.warning(
                "Ein neues Modell hätte Fragen verschlechtert und wird nicht benutzt. Siehe Redaktion, Versionen."
            )
        if ending is RefitEnding.STALE:
            logger.warning("Neue Inhalte werden erst nach „lotse setup“ gelernt: Das Programm hat sich geändert.")


@contextmanager
def open_refitter(settings: Settings) -> Iterator[Refitter]:
    """Open a refitter on the content of the database until the block ends."""
    engine = make_engine(settings.database_url)
    factory = make_session_factory(engine)
    log = settings.var_dir / "logs" / "refit.log"
    log.parent.mkdir(parents=True, exist_ok=True)

    def report(seconds: float) -> None:
        click.echo(f"Neue Inhalte sind gelernt ({format_seconds(seconds)}).")

    try:
        yield Refitter(
            partial(read_state, factory, settings), log=log, environment=make_environment(settings), report=report
        )
    finally:
        engine.dispose()


def read_state(factory: sessionmaker, settings: Settings) -> tuple[int, date]:
    """Return what tells apart two states of what is learnt: the day as well, as entries and offers run out."""
    with factory() as session:
        return read_content_version(session), settings.current_day()
