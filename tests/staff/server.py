"""The real gateway with its back office, in a thread and without Rasa, so that it answers from the content itself."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import uvicorn
from sqlalchemy.orm import sessionmaker

from bot.asgi import build
from bot.db import make_engine, make_session_factory
from bot.search import sentences
from bot.settings import Settings
from tests.words import tables_folder

START_SECONDS = 30


@dataclass(frozen=True)
class RunningGateway:
    """A gateway that answers at ``url`` (demo page, chat, back office), and its database."""

    url: str
    settings: Settings
    factory: sessionmaker

    @property
    def office(self) -> str:
        """Address of the back office."""
        return f"{self.url}/redaktion"


def make_settings(folder: Path, today: date) -> Settings:
    """Return settings under which everything is kept below an empty folder; the word tables are those of all tests."""
    (folder / "var").mkdir()
    (folder / "var" / "german").symlink_to(tables_folder(), target_is_directory=True)
    return Settings(
        database_url=f"sqlite:///{folder / 'lotse.db'}",
        var_dir=folder / "var",
        models_dir=folder / "models",
        today=today,
    )


@contextmanager
def run_gateway(settings: Settings) -> Iterator[RunningGateway]:
    """Serve on a free port until the block ends. Nothing listens where Rasa is looked for."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        url = f"http://127.0.0.1:{door.getsockname()[1]}"
        settings = replace(settings, public_url=url, rasa_port=1, actions_port=1, refit=False, rate_limit=False)
        server = uvicorn.Server(uvicorn.Config(build(settings), log_config=None, timeout_graceful_shutdown=2))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
        thread.start()
        engine = make_engine(settings.database_url)
        try:
            _await_start(server, thread)
            yield RunningGateway(url, settings, make_session_factory(engine))
        finally:
            server.should_exit = True
            thread.join()
            engine.dispose()
            sentences._of_process.clear()  # else later tests would look into this database


def _await_start(server: uvicorn.Server, thread: threading.Thread) -> None:
    until = time.monotonic() + START_SECONDS
    while not server.started:
        assert thread.is_alive(), "the gateway did not start"
        assert time.monotonic() < until, f"the gateway did not start within {START_SECONDS} seconds"
        time.sleep(0.05)
