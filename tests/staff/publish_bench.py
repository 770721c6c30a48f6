"""From the press of "Veröffentlichen" to the answer with the new text: ``python -m tests.staff.publish_bench``.

It runs Rasa, the action server and two gateway workers on a database of its own, edits like an editor, by log-in and
form over HTTP, and asks both workers until each of them answers with the new text.
"""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from sqlalchemy import select

from bot.accounts.models import Account, AccountRole
from bot.accounts.passwords import hash_password
from bot.accounts.roles import EDITOR
from bot.cli.supervisor_parts import make_environment
from bot.content.shown import read_default_sentences
from bot.db import make_engine, make_session_factory
from bot.evaluation.client import Conversation, open_http
from bot.evaluation.launch import prepare_environment, start_assistant
from bot.evaluation.load import percentile
from bot.faq.models import FaqEntry
from bot.settings import ROOT, read_settings
from tests.staff.desk import PASSWORD
from tests.staff.form_reader import read_form

EDITS = 200
PATIENCE = 30.0  # seconds until an answer is given up
START_SECONDS = 60.0
EMAIL = "erika@example.org"
EVERY_SENTENCE = 10  # each tenth edit is one of a sentence that Rasa itself says
GREETING = "utter_smalltalk_begruessung"


@dataclass(frozen=True)
class Subject:
    """What is edited: the path of its form, the field, its text, and the question that it answers."""

    path: str
    field: str
    text: str
    question: str


@dataclass(frozen=True)
class Edit:
    """Seconds that saving took, and from its end to the first answer with the new text, for each worker."""

    saving: float
    delays: tuple[float, ...]


def read_subjects(database_url: str) -> Iterator[Subject]:
    """Yield what is edited, over and over: all entries in turn, and now and then a greeting."""
    engine = make_engine(database_url)
    with make_session_factory(engine)() as session:
        entries = session.execute(select(FaqEntry.slug, FaqEntry.answer, FaqEntry.question).order_by(FaqEntry.id)).all()
    engine.dispose()
    greeting = Subject(f"satz/bearbeiten/{GREETING}", "text", read_default_sentences()[GREETING], "Guten Tag")
    while True:
        for number, (slug, answer, question) in enumerate(entries):
            if number % EVERY_SENTENCE == 1:
                yield greeting
            yield Subject(f"faq/bearbeiten/{slug}", "answer", answer, question)


def add_editor(database_url: str) -> None:
    """Make an account that may publish."""
    engine = make_engine(database_url)
    with make_session_factory(engine).begin() as session:
        roles = [AccountRole(role=EDITOR)]
        session.add(Account(email=EMAIL, name="Erika", password_hash=hash_password(PASSWORD), roles=roles))
    engine.dispose()


def log_in(http: httpx.Client) -> None:
    """Log the editor in; the client keeps the cookie."""
    answer = http.post("/redaktion/anmelden", data={"email": EMAIL, "password": PASSWORD})
    assert answer.status_code == 303, f"the log-in was refused: {answer.status_code}"


def publish(editor: httpx.Client, subject: Subject, text: str) -> float:
    """Fill in the form of a record, press "Veröffentlichen" and return the seconds until that is answered."""
    path = f"/redaktion/inhalte/{subject.path}"
    fields = read_form(editor.get(path).text, "eintrag")
    data = {**fields, subject.field: text, "schritt": "veroeffentlichen"}
    started = time.perf_counter()
    answer = editor.post(path, data=data)
    seconds = time.perf_counter() - started
    assert answer.status_code == 303, f"{path} was refused: {answer.status_code}"
    assert "/bearbeiten/" in answer.headers["location"], f"{path} is not published"
    return seconds


def wait_for_answer(http: httpx.Client, question: str, mark: str, since: float) -> float:
    """Ask until the answer has a mark in it; return the seconds since then."""
    while mark not in Conversation(http).say(question).text:
        assert time.perf_counter() - since < PATIENCE, f"„{question}“ is not answered with „{mark}“"
    return time.perf_counter() - since


def measure(
    editor: httpx.Client, workers: Sequence[httpx.Client], subjects: Iterator[Subject], edits: int
) -> list[Edit]:
    """Edit one thing after the other; those whose own question leads elsewhere are left out."""
    found: list[Edit] = []
    with ThreadPoolExecutor(len(workers)) as pool:
        while len(found) < edits:
            subject, mark = next(subjects), f"Messung {len(found) + 1} von {edits}."
            if subject.text[:40] not in Conversation(workers[0]).say(subject.question).text:
                continue
            saving = publish(editor, subject, f"{subject.text} {mark}")
            since = time.perf_counter()
            asked = [pool.submit(wait_for_answer, http, subject.question, mark, since) for http in workers]
            found.append(Edit(saving, tuple(one.result() for one in asked)))
            print(f"\r{len(found)} of {edits}", end="", file=sys.stderr)
    print(file=sys.stderr)
    return found


@contextmanager
def start_second_worker(environment: dict[str, str]) -> Iterator[str]:
    """Run one more gateway on the same database until the block ends; return its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "bot.asgi:create", "--factory", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--log-level", "warning", "--no-access-log", "--timeout-graceful-shutdown", "3"],
        cwd=ROOT,
        env=make_environment(read_settings(environment, env_file=None), environment),
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_until_up(url, process)
        yield url
    finally:
        process.terminate()
        process.wait()


def _wait_until_up(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.perf_counter() + START_SECONDS
    while process.poll() is None and time.perf_counter() < deadline:
        try:
            if httpx.get(f"{url}/readyz", trust_env=False).is_success:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise TimeoutError(f"No second gateway at {url}.")


def report(edits: Sequence[Edit]) -> None:
    """Print the figures, in milliseconds."""
    columns = {
        "saving": [edit.saving for edit in edits],
        "first worker": [edit.delays[0] for edit in edits],
        "second worker": [edit.delays[1] for edit in edits],
        "both workers": [max(edit.delays) for edit in edits],
    }
    print(f"{len(edits)} edits, ms".ljust(20) + "".join(f"{head:>8}" for head in ("p50", "p95", "max")))
    for name, seconds in columns.items():
        ordered = sorted(1000 * one for one in seconds)
        figures = (percentile(ordered, 50), percentile(ordered, 95), ordered[-1])
        print(name.ljust(20) + "".join(f"{figure:8.0f}" for figure in figures))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=EDITS)
    edits = parser.parse_args().edits
    settings = read_settings()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        environment = prepare_environment(folder, var_dir=settings.var_dir, models_dir=settings.models_dir)
        # The classifier is not learnt anew meanwhile: that is measured elsewhere.
        add_editor(environment["LOTSE_DATABASE_URL"])
        first = stack.enter_context(start_assistant(environment, folder))
        second = stack.enter_context(start_second_worker(environment))
        workers = [stack.enter_context(open_http(url)) for url in (first.url, second)]
        editor = stack.enter_context(httpx.Client(base_url=first.url, timeout=30, trust_env=False))
        log_in(editor)
        report(measure(editor, workers, read_subjects(environment["LOTSE_DATABASE_URL"]), edits))


if __name__ == "__main__":
    main()
