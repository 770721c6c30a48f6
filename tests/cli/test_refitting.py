from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import sessionmaker

from bot.cli.refitting import RefitPace, Refitter, read_state
from bot.nlu.refit_ending import RefitEnding
from bot.settings import Settings
from tests.cli.fake_parts import is_alive, until
from tests.migrations.rows import faq_entry

pytestmark = pytest.mark.slow  # takes seconds

QUICK = RefitPace(
    poll=0.02, quiet=0.1, longest_wait=0.5, patience=60, hung=10, first_pause=0.05, longest_pause=0.1, stop=1
)
# Notes its start, waits while it is held up, and ends as it is told.
FIT = """
import os, sys, time
from pathlib import Path
folder = Path(sys.argv[1])
with (folder / "starts").open("a") as file:
    file.write(f"{os.getpid()}\\n")
while (folder / "held up").exists():
    time.sleep(0.01)
code = folder / "code"
sys.exit(int(code.read_text()) if code.exists() else 0)
"""


@dataclass
class Place:
    """A content, and fits of it that do what files in a folder tell them."""

    folder: Path
    content: object = 1
    learnt: list[float] = field(default_factory=list)

    @property
    def starts(self) -> list[int]:
        """The process ids of all fits so far."""
        file = self.folder / "starts"
        return [int(line) for line in file.read_text(encoding="utf-8").split()] if file.exists() else []

    def hold_up(self, is_held_up: bool) -> None:
        """Let fits wait, or go on."""
        file = self.folder / "held up"
        if is_held_up:
            file.touch()
        else:
            file.unlink()

    def end_with(self, code: int) -> None:
        """Let fits end with an exit code."""
        (self.folder / "code").write_text(str(int(code)), encoding="utf-8")

    def read(self) -> object:
        """Return the content; an exception is raised instead."""
        if isinstance(self.content, Exception):
            raise self.content
        return self.content


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A content that no fit has seen yet."""
    return Place(tmp_path)


@asynccontextmanager
async def following(place: Place, pace: RefitPace = QUICK) -> AsyncIterator[None]:
    """Run a refitter until the block ends."""
    refitter = Refitter(
        place.read,
        log=place.folder / "refit.log",
        environment={},
        report=place.learnt.append,
        command=[sys.executable, "-c", FIT, str(place.folder)],
        pace=pace,
    )
    task = asyncio.create_task(refitter.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def see_that_nothing_starts(place: Place) -> None:
    before = place.starts
    await asyncio.sleep(0.4)  # many looks; that nothing happens cannot be waited for
    assert place.starts == before


async def test_what_stands_there_at_first_is_fitted_once_and_then_only_after_a_change(place: Place) -> None:
    async with following(place):
        await until(lambda: len(place.learnt) == 1)
        await see_that_nothing_starts(place)
        place.content = 2
        await until(lambda: len(place.learnt) == 2)
        await see_that_nothing_starts(place)
    assert len(place.starts) == 2


async def test_several_edits_one_after_the_other_give_one_fit(place: Place) -> None:
    async with following(place):
        await until(lambda: len(place.learnt) == 1)
        for content in range(2, 8):
            place.content = content
            await asyncio.sleep(0.04)
        await until(lambda: len(place.learnt) == 2)
        await see_that_nothing_starts(place)
    assert len(place.starts) == 2


async def test_edits_without_a_pause_do_not_put_a_fit_off_for_ever(place: Place) -> None:
    async with following(place, replace(QUICK, patience=0)):
        for content in range(1000):
            place.content = content
            await asyncio.sleep(0.02)
            if place.learnt:
                return
    pytest.fail("no fit")


async def test_a_fit_that_is_overtaken_by_an_edit_is_stopped_and_begun_anew(place: Place) -> None:
    place.hold_up(True)
    async with following(place):
        await until(lambda: len(place.starts) == 1)
        place.content = 2
        await until(lambda: len(place.starts) == 2)
        assert not is_alive(place.starts[0])
        place.hold_up(False)
        await until(lambda: place.learnt)
        await see_that_nothing_starts(place)
    assert len(place.learnt) == 1


async def test_after_a_long_time_a_fit_goes_on_and_the_edits_are_learnt_by_the_next(place: Place) -> None:
    place.hold_up(True)
    async with following(place, replace(QUICK, patience=0)):
        await until(lambda: len(place.starts) == 1)
        place.content = 2
        await see_that_nothing_starts(place)
        place.hold_up(False)
        await until(lambda: len(place.learnt) == 2)
    assert len(place.starts) == 2


async def test_a_failed_fit_is_repeated_after_a_growing_pause(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    place.end_with(1)
    async with following(place, replace(QUICK, first_pause=0.4, longest_pause=0.7)):
        await until(lambda: "Neuer Versuch in 1 s." in caplog.text)
        place.end_with(RefitEnding.LEARNT)
        await until(lambda: place.learnt)
    assert "Neue Inhalte konnten nicht gelernt werden (beendet mit Code 1). Neuer Versuch in 0 s." in caplog.text
    assert "refit.log" in caplog.text


async def test_a_fit_that_hangs_is_stopped(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    place.hold_up(True)
    async with following(place, replace(QUICK, hung=0.3)):
        await until(lambda: len(place.starts) == 2)
        assert not is_alive(place.starts[0])
    assert "nicht fertig nach 0 s" in caplog.text


async def test_a_fit_that_cannot_be_started_is_a_failure(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    refitter = Refitter(
        place.read, log=place.folder / "none" / "refit.log", environment={}, report=place.learnt.append, pace=QUICK
    )
    task = asyncio.create_task(refitter.run())
    await until(lambda: caplog.text.count("No such file") > 1)
    task.cancel()
    assert place.learnt == []


@pytest.mark.parametrize("ending", [RefitEnding.KNOWN, RefitEnding.STALE])
async def test_where_nothing_was_learnt_nothing_is_reported_or_repeated(
    place: Place, caplog: pytest.LogCaptureFixture, ending: RefitEnding
) -> None:
    caplog.set_level(logging.WARNING)
    place.end_with(ending)
    async with following(place):
        await until(lambda: place.starts)
        await see_that_nothing_starts(place)
    assert place.learnt == []
    assert ("erst nach „lotse setup“" in caplog.text) == (ending is RefitEnding.STALE)


async def test_while_the_database_cannot_be_read_nothing_is_started(place: Place) -> None:
    place.content = OperationalError("SELECT", {}, Exception("locked"))
    async with following(place):
        await see_that_nothing_starts(place)
        place.content = 1
        await until(lambda: place.learnt)


async def test_a_running_fit_ends_with_whoever_looks_after_it(place: Place) -> None:
    place.hold_up(True)
    async with following(place):
        await until(lambda: place.starts)
    assert not is_alive(place.starts[0])


def test_a_change_of_the_content_is_another_state_and_so_is_another_day(session_factory: sessionmaker) -> None:
    today = Settings(today=date(2026, 11, 22))
    before = read_state(session_factory, today)
    assert read_state(session_factory, today) == before
    assert read_state(session_factory, replace(today, today=date(2026, 11, 23))) != before
    with session_factory.begin() as session:
        session.add(faq_entry())
    assert read_state(session_factory, today) != before


async def test_an_unexpected_failure_is_logged_and_not_the_end(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    place.content = ZeroDivisionError()
    async with following(place):
        await until(lambda: "ZeroDivisionError" in caplog.text)
        place.content = 1
        await until(lambda: place.learnt)
