"""One child process: started into a group of its own, logged into a file, ended for sure."""

from __future__ import annotations

import asyncio
import ctypes
import os
import shutil
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

LOG_BYTES = 10_000_000
PR_SET_PDEATHSIG = 1


async def start_child(
    command: Sequence[str], *, cwd: Path, environment: Mapping[str, str], log: Path
) -> asyncio.subprocess.Process:
    """Start a process in its own group, so that Ctrl-C reaches only the supervisor."""
    with log.open("ab") as output:
        return await asyncio.create_subprocess_exec(
            *command,
            cwd=cwd,
            env=dict(environment),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=_die_with(os.getpid()),
        )


async def stop_child(process: asyncio.subprocess.Process, seconds: float) -> None:
    """Ask a process to end, and after so many seconds kill it with everything it has started."""
    if process.returncode is not None:  # its number may belong to somebody else by now
        return
    with suppress(ProcessLookupError):
        process.terminate()
    with suppress(asyncio.TimeoutError):
        await asyncio.wait_for(process.wait(), seconds)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()


def limit_log(log: Path, size: int = LOG_BYTES) -> None:
    """Keep a log short: beyond the size it becomes ``….log.1``, while its writer goes on (it always appends)."""
    if log.is_file() and log.stat().st_size > size:
        shutil.copyfile(log, log.with_name(f"{log.name}.1"))
        os.truncate(log, 0)


def _die_with(parent: int) -> Callable[[], None] | None:
    """Return what a child does first so that it dies with its parent, even if that is killed; Linux only."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)

    def prepare() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # the parent died before the line above
            os._exit(1)

    return prepare
