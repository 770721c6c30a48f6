"""Start an assistant of its own for a measurement: free ports, a temporary database, no limit, no mail."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from bot.content.loader import seed_database
from bot.db import make_engine, make_session_factory
from bot.evaluation.errors import CannotEvaluate
from bot.german.tables import tables_exist
from bot.migrations.upgrade import upgrade_database
from bot.settings import ROOT, Settings

LOTSE = (sys.executable, "-c", "from bot.cli import main; main()")
TODAY = "2026-11-22"  # the day the evaluation files were written for
START_SECONDS = 180.0
STOP_SECONDS = 20.0
TRAIN_SECONDS = 1200.0
# Settings that lead to people and mailboxes outside: what .env says about them is not for a measurement.
OUTSIDE = ("SMTP_URL", "REPLY_ADDRESS", "IMAP_URL", "HANDOFF_TO", "ADMIN_EMAIL")


@dataclass(frozen=True)
class RunningAssistant:
    """An assistant that answers at ``url``; ``start_seconds`` is None when it ran before."""

    url: str
    processes_file: Path
    start_seconds: float | None = None


def prepare_environment(folder: Path, *, var_dir: Path, models_dir: Path) -> dict[str, str]:
    """Make the environment of a measurement below ``folder``, with a freshly seeded database."""
    database_url = f"sqlite:///{folder / 'var' / 'lotse.db'}"
    engine = make_engine(database_url)
    upgrade_database(engine)
    seed_database(make_session_factory(engine))
    engine.dispose()
    _link_word_tables(var_dir, folder / "var")
    port, rasa_port, actions_port = find_free_ports(3)
    own = {
        "DATABASE_URL": database_url,
        "TRACKER_URL": "",
        "VAR_DIR": str(folder / "var"),
        "MODELS_DIR": str(models_dir.absolute()),
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "RASA_PORT": str(rasa_port),
        "ACTIONS_PORT": str(actions_port),
        "TODAY": TODAY,
        "RATE_LIMIT": "off",
        "REFIT": "off",  # the models belong to another database
        **dict.fromkeys(OUTSIDE, ""),
        "LOG_LEVEL": "WARNING",
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LOTSE_")}
    return {**kept, **{f"LOTSE_{name}": value for name, value in own.items()}}


def train_model(environment: dict[str, str], models_dir: Path, command: Sequence[str] = LOTSE) -> float:
    """Train a model into ``models_dir`` and return the seconds it took. Raises CannotEvaluate."""
    started = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - our own command
        [*command, "train", "--force"],
        cwd=ROOT,
        env={**environment, "LOTSE_MODELS_DIR": str(models_dir.absolute())},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=TRAIN_SECONDS,
        check=False,
    )
    if done.returncode:
        raise CannotEvaluate(f"Das Training ist fehlgeschlagen: {last_line(done.stdout)}")
    return time.perf_counter() - started


@contextmanager
def start_assistant(
    environment: dict[str, str], folder: Path, command: Sequence[str] = LOTSE
) -> Iterator[RunningAssistant]:
    """Run ``lotse serve`` until the block ends. Raises CannotEvaluate when it does not become ready."""
    log = folder / "serve.log"
    url = f"http://127.0.0.1:{environment['LOTSE_PORT']}"
    started = time.perf_counter()
    with ExitStack() as stack:
        output = stack.enter_context(log.open("wb"))
        server = subprocess.Popen(  # noqa: S603 - our own command
            [*command, "serve"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        stack.callback(_stop, server)
        _wait_until_ready(server, url, log)
        processes_file = processes_file_of(Path(environment["LOTSE_VAR_DIR"]))
        yield RunningAssistant(url, processes_file, time.perf_counter() - started)


def processes_file_of(var_dir: Path) -> Path:
    """Return the file in which ``lotse serve`` lists its processes."""
    return var_dir / "run" / "processes.json"


def find_running(url: str, settings: Settings) -> RunningAssistant:
    """Describe an assistant that is already running here."""
    return RunningAssistant(url, processes_file_of(settings.var_dir))


def _wait_until_ready(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.perf_counter() + START_SECONDS
    while time.perf_counter() < deadline:
        if server.poll() is not None:
            raise CannotEvaluate(f"Der Assistent ist nicht gestartet: {last_line(log.read_bytes())}")
        try:
            if httpx.get(f"{url}/readyz", timeout=5, trust_env=False).is_success:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise CannotEvaluate(
        f"Der Assistent war nach {START_SECONDS:.0f} Sekunden nicht bereit: {last_line(log.read_bytes())}"
    )


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    with suppress(subprocess.TimeoutExpired):
        server.wait(STOP_SECONDS)
    # What a clean stop has left over: the group is the server's own, nobody else is in it.
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    server.wait()


def _link_word_tables(source: Path, target: Path) -> None:
    """Share the compiled word tables: compiling them again would be measured as start-up."""
    for folder in source.absolute().iterdir() if source.is_dir() else ():
        if folder.is_dir() and tables_exist(folder):
            (target / folder.name).symlink_to(folder, target_is_directory=True)


def find_free_ports(count: int) -> list[int]:
    """Return ports of this machine on which nobody listens."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def last_line(output: bytes) -> str:
    """Return the last line of a program's output that says anything."""
    lines = output.decode(errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "keine Ausgabe.")
