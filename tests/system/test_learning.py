"""Staff add an entry while visitors write: it is found at once, then learnt, and no message is lost meanwhile."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest
from sqlalchemy.orm import sessionmaker

from bot.db import make_engine, make_session_factory
from bot.evaluation.client import Conversation, Turn, open_http
from bot.faq.models import FaqVariant
from bot.search.classifier_store import ClassifierStore
from tests.migrations.rows import faq_entry
from tests.system.conftest import Assistant, Site, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

SECONDS = 600.0  # for a fit, on a machine that does something else as well
VARIANTS = (
    "Dürfen wir auf unserem Firmendach Bienen halten?",
    "Wo stellen wir Bienenkästen auf dem Betriebsgelände auf?",
    "Imkerei auf dem Werksgelände",
    "Bienenstöcke neben der Werkhalle",
)
SIMILAR = "Bienenstöcke neben der großen Werkhalle"


@pytest.fixture
def learning_site(site: Site, tmp_path: Path) -> Site:
    """A place whose assistant learns, into a copy of the models: those of the other tests stay as they are."""
    models = tmp_path / "own models"
    shutil.copytree(site.environment["LOTSE_MODELS_DIR"], models)
    site.environment.update(LOTSE_MODELS_DIR=str(models), LOTSE_REFIT="on")
    return site


@pytest.fixture
def content(learning_site: Site) -> Iterator[sessionmaker]:
    """A session factory on the database of the assistant, as the staff's programs have one."""
    engine = make_engine(learning_site.environment["LOTSE_DATABASE_URL"])
    yield make_session_factory(engine)
    engine.dispose()


def test_a_new_entry_is_found_at_once_and_learnt_by_all_processes_without_losing_a_message(
    learning_site: Site, content: sessionmaker
) -> None:
    store = ClassifierStore(Path(learning_site.environment["LOTSE_MODELS_DIR"]))
    with learning_site.start() as assistant:
        assert answer_without_the_action_server(assistant).references  # so the gateway has a classifier of its own
        former = store.read_version().name
        assert processes_that_map(assistant, former) == {"gateway", "rasa"}
        with visitors_write(assistant) as turns:
            with content.begin() as session:
                entry = faq_entry(slug="bienen", question="Darf ein Betrieb Bienen halten?", answer="Ja, mit Anzeige.")
                entry.variants = [FaqVariant(text=text) for text in VARIANTS]
                session.add(entry)
            assert [assistant.ask(text).references for text in VARIANTS] == [["faq:bienen"]] * len(VARIANTS)
            assert action_server_helps_what_is_new(learning_site)
            wait_until(lambda: "rasa" in processes_that_map(assistant, store.read_version().name, but=former), SECONDS)
            wait_until(lambda: not action_server_helps_what_is_new(learning_site), 10)
            wait_until(lambda: names_the_new_entry(assistant.ask(SIMILAR)) == "answer", 10)
        assert len(turns) > 20
        assert [turn for turn in turns if turn.error or turn.kinds != ["answer"]] == []
        assert answer_without_the_action_server(assistant, SIMILAR).references == ["faq:bienen"]
        assert "gateway" in processes_that_map(assistant, store.read_version().name, but=former)


@contextmanager
def visitors_write(assistant: Assistant) -> Iterator[list[Turn]]:
    """Send one message after the other until the block ends; gives what came back."""
    turns: list[Turn] = []
    ended = threading.Event()

    def write() -> None:
        with open_http(assistant.running.url) as http:
            while not ended.wait(0.1):
                turns.append(Conversation(http).say("Was ist TRegKS?"))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield turns
    finally:
        ended.set()
        writer.join()


def names_the_new_entry(turn: Turn) -> str:
    """Return how a turn names the entry: Rasa maps a classifier before it reads with it, and offers it at least."""
    assert "'bienen'" in str(turn.messages)
    (kind,) = turn.kinds
    return kind


def answer_without_the_action_server(assistant: Assistant, question: str = "Was ist TRegKS?") -> Turn:
    """Ask while the gateway has to answer by itself."""
    assistant.kill("actions")
    turn = assistant.ask(question)
    assistant.wait_until_ready()
    return turn


def processes_that_map(assistant: Assistant, version: str, *, but: str = "") -> set[str]:
    """Return the parts that have the weights of a version in their memory; none for the version ``but``."""
    if version == but:
        return set()
    maps = {part: psutil.Process(assistant.pid_of(part)).memory_maps() for part in ("gateway", "rasa", "actions")}
    return {part for part, files in maps.items() if any(version in file.path for file in files)}


def action_server_helps_what_is_new(site: Site) -> bool:
    """Tell whether the action server takes an entry for untrained: then similar words alone are enough for it."""
    tracker = {
        "sender_id": "test",
        "slots": {},
        "latest_message": {"text": SIMILAR, "posterior": [["faq:kmu-definition", 0.2]], "entities": []},
        "events": [],
        "paused": False,
    }
    call = {"next_action": "action_answer_question", "sender_id": "test", "tracker": tracker, "domain": {}}
    url = f"http://127.0.0.1:{site.environment['LOTSE_ACTIONS_PORT']}/webhook"
    messages = [response["custom"] for response in httpx.post(url, json=call, trust_env=False).json()["responses"]]
    return "bienen" in str(messages[0]["references"])
