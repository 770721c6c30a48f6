from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from bot.cli.supervisor import Pace, Supervisor
from bot.cli.supervisor_child import limit_log
from bot.cli.supervisor_parts import CannotServe
from bot.settings import ROOT
from tests.cli.fake_parts import FakePart, is_alive, kill, make_fake, read_processes, until, wait_until

pytestmark = pytest.mark.slow  # takes seconds

QUICK = Pace(
    poll=0.02, start=10, check=0.05, recheck=0.02, answer=0.3, failures=3, first_pause=0.02, recovered=60, stop=1
)


@pytest.fixture
def fakes(tmp_path: Path) -> list[FakePart]:
    """Two parts: enough to see that one does not disturb the other."""
    return [make_fake(tmp_path, name) for name in ("gateway", "rasa")]


@asynccontextmanager
async def supervised(fakes: list[FakePart], var_dir: Path, pace: Pace = QUICK) -> AsyncIterator[list[str]]:
    """Run a supervisor until the block ends, from the moment that it is ready; gives what it has reported."""
    reported: list[str] = []
    supervisor = Supervisor(
        [fake.part for fake in fakes],
        var_dir=var_dir,
        environment={},
        report=lambda title, _seconds: reported.append(title),
        pace=pace,
    )
    task = asyncio.create_task(supervisor.run(lambda: reported.append("all")))
    try:
        await until(lambda: "all" in reported or task.done())
        yield reported
    finally:
        supervisor.stop()
        await task


async def test_all_parts_are_reported_before_the_whole_is_ready(fakes: list[FakePart], tmp_path: Path) -> None:
    async with supervised(fakes, tmp_path / "var") as reported:
        assert sorted(reported[:2]) == ["Gateway", "Rasa"]
        assert reported[2:] == ["all"]


async def test_what_runs_beside_the_parts_begins_when_all_are_ready_and_ends_with_them(
    fakes: list[FakePart], tmp_path: Path
) -> None:
    seen: list[str] = []

    async def run_beside() -> None:
        seen.append(f"begins after {seen[-1]}")
        try:
            await asyncio.Event().wait()
        finally:
            seen.append("ends")

    supervisor = Supervisor(
        [fake.part for fake in fakes],
        var_dir=tmp_path / "var",
        environment={},
        report=lambda title, _seconds: seen.append(title),
        pace=QUICK,
        beside=run_beside,
    )
    task = asyncio.create_task(supervisor.run(lambda: seen.append("all")))
    await until(lambda: "begins after all" in seen)
    assert sorted(seen[:2]) == ["Gateway", "Rasa"]
    supervisor.stop()
    await task
    assert seen[-1] == "ends"


async def test_the_whole_is_not_ready_while_one_part_is_not(fakes: list[FakePart], tmp_path: Path) -> None:
    fakes[1].become("sick")
    reported: list[str] = []
    supervisor = Supervisor(
        [fake.part for fake in fakes],
        var_dir=tmp_path / "var",
        environment={},
        report=lambda title, _seconds: reported.append(title),
        pace=QUICK,
    )
    task = asyncio.create_task(supervisor.run(lambda: reported.append("all")))
    await until(lambda: reported == ["Gateway"])
    (fakes[1].folder / "sick").unlink()
    await until(lambda: reported == ["Gateway", "Rasa", "all"])
    supervisor.stop()
    await task


async def test_the_processes_are_listed_and_the_list_goes_with_them(fakes: list[FakePart], tmp_path: Path) -> None:
    async with supervised(fakes, tmp_path):
        listed = read_processes(tmp_path)
        assert set(listed) == {"supervisor", "gateway", "rasa"}
        assert (listed["supervisor"], listed["rasa"]) == (psutil.Process().pid, fakes[1].starts[0])
    assert read_processes(tmp_path) == {}
    assert not any(is_alive(fake.starts[0]) for fake in fakes)


async def test_a_part_that_ends_is_started_again_and_the_other_is_left_alone(
    fakes: list[FakePart], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with supervised(fakes, tmp_path):
        kill(fakes[1].starts[0], signal.SIGKILL)
        await until(lambda: "Rasa läuft wieder." in caplog.text)
        assert "Rasa: beendet mit Code -9. Neustart in 0 s." in caplog.text
        assert read_processes(tmp_path)["rasa"] == fakes[1].starts[1]
        assert len(fakes[0].starts) == 1


async def test_a_part_that_hangs_is_killed_and_started_again(fakes: list[FakePart], tmp_path: Path) -> None:
    async with supervised(fakes, tmp_path):
        kill(fakes[1].starts[0], signal.SIGSTOP)
        await until(lambda: len(fakes[1].starts) == 2)
        assert not is_alive(fakes[1].starts[0])


async def test_a_single_bad_look_is_no_reason_for_a_restart(fakes: list[FakePart], tmp_path: Path) -> None:
    async with supervised(fakes, tmp_path, replace(QUICK, failures=1000)):
        fakes[1].become("sick")
        await asyncio.sleep(0.2)  # several looks; that nothing happens cannot be waited for
        assert len(fakes[1].starts) == 1


async def test_a_part_that_never_starts_ends_everything_with_a_sentence(fakes: list[FakePart], tmp_path: Path) -> None:
    fakes[1].become("broken")
    with pytest.raises(CannotServe, match=r"Rasa startet nicht \(beendet mit Code 1\)\. .*/rasa\.log\."):
        async with supervised(fakes, tmp_path):
            pass
    assert len(fakes[1].starts) == QUICK.attempts
    assert "kaputt" in (tmp_path / "logs" / "rasa.log").read_text(encoding="utf-8")
    assert not any(is_alive(pid) for pid in fakes[0].starts)


async def test_a_part_that_breaks_later_is_tried_again_for_ever(fakes: list[FakePart], tmp_path: Path) -> None:
    async with supervised(fakes, tmp_path):
        fakes[1].become("broken")
        kill(fakes[1].starts[0], signal.SIGKILL)
        await until(lambda: len(fakes[1].starts) > QUICK.attempts + 1)
        (fakes[1].folder / "broken").unlink()
        await until(lambda: is_alive(fakes[1].starts[-1]) and read_processes(tmp_path)["rasa"] == fakes[1].starts[-1])


async def test_after_a_time_of_health_old_failures_are_forgotten(
    fakes: list[FakePart], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    async with supervised(fakes, tmp_path, replace(QUICK, recovered=0.0, first_pause=0.3)):
        for restarts in (1, 2):
            kill(fakes[1].starts[-1], signal.SIGKILL)
            await until(lambda restarts=restarts: caplog.text.count("läuft wieder") == restarts)
            await asyncio.sleep(0.2)  # of health
        assert caplog.text.count("Neustart in 0 s.") == 2  # the second pause of two would be 0.6 s, shown as 1


def test_the_pauses_double_up_to_half_a_minute(tmp_path: Path) -> None:
    supervisor = Supervisor([], var_dir=tmp_path, environment={}, report=lambda _title, _seconds: None)
    assert [supervisor.pause_after(failures) for failures in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    assert supervisor.pause_after(2000) == 30


SUPERVISE = """
import asyncio, sys
from pathlib import Path
from bot.cli.supervisor import Supervisor
from tests.cli.fake_parts import FakePart

folder = Path(sys.argv[1])
parts = [FakePart("gateway", folder / "gateway", int(sys.argv[2])).part]
supervisor = Supervisor(parts, var_dir=folder, environment={}, report=lambda title, seconds: None)
asyncio.run(supervisor.run((folder / "ready").touch))
"""


@contextmanager
def supervisor_process(fake: FakePart, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a supervisor as a process of its own until the block ends, from the moment that it is ready."""
    command = [sys.executable, "-c", SUPERVISE, str(folder), str(fake.port)]
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    try:
        wait_until(lambda: (folder / "ready").exists() or process.poll() is not None)
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything_cleanly(fakes: list[FakePart], tmp_path: Path, number: signal.Signals) -> None:
    with supervisor_process(fakes[0], tmp_path) as process:
        process.send_signal(number)
        assert process.wait(10) == 0
    assert not is_alive(fakes[0].starts[0])
    assert read_processes(tmp_path) == {}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Only Linux tells a child that its parent died.")
def test_the_parts_die_with_a_killed_supervisor(fakes: list[FakePart], tmp_path: Path) -> None:
    with supervisor_process(fakes[0], tmp_path) as process:
        process.kill()
        wait_until(lambda: not is_alive(fakes[0].starts[0]))


def test_ctrl_c_in_the_terminal_reaches_only_the_supervisor(fakes: list[FakePart], tmp_path: Path) -> None:
    with supervisor_process(fakes[0], tmp_path) as process:
        child = psutil.Process(fakes[0].starts[0])
        assert child.ppid() == process.pid
        assert os.getpgid(child.pid) == child.pid


def test_a_long_log_is_put_aside_while_its_writer_goes_on(tmp_path: Path) -> None:
    log = tmp_path / "rasa.log"
    with log.open("ab", buffering=0) as writer:
        writer.write(b"alt" * 10)
        limit_log(log, size=20)
        writer.write(b"neu")
    assert log.read_bytes() == b"neu"
    assert (tmp_path / "rasa.log.1").read_bytes() == b"alt" * 10


def test_a_short_log_stays_and_a_missing_one_is_no_error(tmp_path: Path) -> None:
    log = tmp_path / "rasa.log"
    limit_log(log)
    log.write_bytes(b"kurz")
    limit_log(log)
    assert log.read_bytes() == b"kurz"
