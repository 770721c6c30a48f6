"""The whole assistant: gateway, Rasa and action server as real processes on a temporary database."""

from __future__ import annotations

import json
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil
import pytest

from bot.evaluation.client import Conversation, Turn, open_http
from bot.evaluation.launch import RunningAssistant, prepare_environment, start_assistant
from bot.settings import Settings
from tests.handoff.smtp_server import Mailbox, run_smtp

SECONDS = 120.0

FORM_ANSWERS = (
    "Wir suchen Hilfe bei der Umstellung auf Elektroantriebe.",
    "Petra Vogt",
    "petra.vogt@example.org",
    "weiter",
)


@dataclass
class Assistant:
    """A running assistant, its mailbox, and the means to break it."""

    running: RunningAssistant
    http: httpx.Client
    mailbox: Mailbox
    database_url: str

    def talk(self) -> Conversation:
        """Begin a conversation."""
        return Conversation(self.http)

    def ask(self, question: str) -> Turn:
        """Ask one question in a conversation of its own."""
        return self.talk().say(question)

    def pid_of(self, part: str) -> int:
        """Return the process of a part: gateway, rasa, actions or supervisor."""
        return int(json.loads(self.running.processes_file.read_text(encoding="utf-8"))[part])

    def kill(self, *parts: str) -> None:
        """Kill parts without warning and wait until they are gone."""
        killed = [psutil.Process(self.pid_of(part)) for part in parts]
        for process in killed:
            process.send_signal(signal.SIGKILL)
        psutil.wait_procs(killed, timeout=10)

    def wait_until_ready(self) -> None:
        """Wait until all parts are back."""
        wait_until(lambda: self.http.get("/readyz").is_success)


@dataclass
class Site:
    """A folder with database and settings on which assistants are started one after the other."""

    environment: dict[str, str]
    folder: Path
    mailbox: Mailbox = field(default_factory=Mailbox)

    @contextmanager
    def start(self) -> Iterator[Assistant]:
        """Run the assistant until the block ends."""
        with start_assistant(self.environment, self.folder) as running, open_http(running.url) as http:
            yield Assistant(running, http, self.mailbox, self.environment["LOTSE_DATABASE_URL"])


def make_site(folder: Path, trained: Settings) -> Site:
    site = Site(prepare_environment(folder, var_dir=trained.var_dir, models_dir=trained.models_dir), folder)
    site.environment["LOTSE_SMTP_URL"] = f"smtp://127.0.0.1:{site.mailbox.port}"
    return site


@pytest.fixture(scope="session")
def assistant(trained_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """One assistant for all tests that leave it as it is, with a mail server."""
    site = make_site(tmp_path_factory.mktemp("assistant"), trained_settings)
    with run_smtp(site.mailbox), site.start() as assistant:
        yield assistant


@pytest.fixture
def site(trained_settings: Settings, tmp_path: Path) -> Site:
    """A place for an assistant of this test alone; its mail server does not run yet."""
    return make_site(tmp_path, trained_settings)


def wait_until(is_true: Callable[[], bool], seconds: float = SECONDS) -> None:
    """Look again and again until something is true; fail after so many seconds."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            if is_true():
                return
        except httpx.HTTPError:
            pass
        assert time.monotonic() < deadline, f"not true within {seconds} s"
        time.sleep(0.1)


def hand_over(conversation: Conversation) -> Turn:
    """Fill in the hand-off form and agree; return the last turn."""
    conversation.say("Ich möchte mit einem Menschen sprechen")
    for answer in FORM_ANSWERS:
        conversation.say(answer)
    return conversation.say("ja")


def case_number_of(turn: Turn) -> str:
    """Return the case number in the text."""
    found = re.search(r"TK-\d{4}-\w{6}", turn.text)
    assert found, turn.text
    return found[0]
