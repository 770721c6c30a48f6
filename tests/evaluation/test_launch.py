from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import psutil
import pytest
from sqlalchemy import func, select

from bot.db import make_engine, make_session_factory
from bot.evaluation.errors import CannotEvaluate
from bot.evaluation.launch import prepare_environment, start_assistant, train_model
from bot.evaluation.memory import read_memory
from bot.faq.models import FaqEntry
from bot.german.tables import SOURCE, source_version
from bot.settings import read_settings

pytestmark = pytest.mark.slow  # takes seconds

SERVE = """
import json, os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

class Handler(BaseHTTPRequestHandler):
    calls = 0
    def do_GET(self):
        Handler.calls += 1
        self.send_response(200 if Handler.calls > 2 else 503)
        self.end_headers()
    def log_message(self, *arguments):
        pass

run = Path(os.environ["LOTSE_VAR_DIR"], "run")
run.mkdir(parents=True, exist_ok=True)
(run / "processes.json").write_text(json.dumps({"gateway": os.getpid()}))
HTTPServer(("127.0.0.1", int(os.environ["LOTSE_PORT"])), Handler).serve_forever()
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a measurement, without word tables to link."""
    folder = tmp_path_factory.mktemp("measurement")
    return prepare_environment(folder / "bench", var_dir=folder / "var", models_dir=folder / "models")


def lotse(tmp_path: Path, source: str) -> list[str]:
    """Make a command that stands in for ``lotse``."""
    path = tmp_path / "lotse.py"
    path.write_text(source, encoding="utf-8")
    return [sys.executable, str(path)]


def children() -> set[int]:
    return {process.pid for process in psutil.Process().children()}


def test_a_measurement_has_its_own_seeded_database(environment: dict[str, str]) -> None:
    settings = read_settings(environment, None)
    assert settings.database_url == f"sqlite:///{settings.var_dir}/lotse.db"
    assert settings.var_dir.parent.name == "bench"
    engine = make_engine(settings.database_url)
    with make_session_factory(engine)() as session:
        assert session.scalar(select(func.count()).select_from(FaqEntry)) > 100
    engine.dispose()


def test_a_measurement_sends_no_mail_and_limits_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTSE_SMTP_URL", "smtp://mail.example")
    monkeypatch.setenv("LOTSE_HANDOFF_TO", "kim@example.org")
    environment = prepare_environment(tmp_path / "bench", var_dir=tmp_path / "var", models_dir=tmp_path / "models")
    env_file = tmp_path / ".env"
    env_file.write_text("LOTSE_SMTP_URL=smtp://mail.example\nLOTSE_TRACKER_URL=postgresql://db\n", encoding="utf-8")
    settings = read_settings(environment, env_file)
    assert (settings.smtp_url, settings.tracker_url, settings.handoff_to) == ("", "", "")
    assert (settings.rate_limit, settings.host) == (False, "127.0.0.1")
    assert str(settings.current_day()) == "2026-11-22"
    assert len({settings.port, settings.rasa_port, settings.actions_port}) == 3


def test_compiled_word_tables_are_shared(tmp_path: Path) -> None:
    tables = tmp_path / "var" / "german"
    tables.mkdir(parents=True)
    (tables / SOURCE).write_text(source_version(), encoding="utf-8")
    (tmp_path / "var" / "mail").mkdir()
    environment = prepare_environment(tmp_path / "bench", var_dir=tmp_path / "var", models_dir=tmp_path / "models")
    shared = Path(environment["LOTSE_VAR_DIR"])
    assert (shared / "german").resolve() == tables
    assert not (shared / "mail").exists()


def test_an_assistant_is_started_waited_for_and_stopped(environment: dict[str, str], tmp_path: Path) -> None:
    with start_assistant(environment, tmp_path, lotse(tmp_path, SERVE)) as running:
        memory = read_memory(running.processes_file)
        assert memory["gateway"].rss_mb > 5
        assert running.start_seconds is not None
        assert running.start_seconds > 0.1  # twice not ready
        pid = json.loads(running.processes_file.read_text(encoding="utf-8"))["gateway"]
    assert not psutil.pid_exists(pid)


def test_an_assistant_is_stopped_after_an_error_too(environment: dict[str, str], tmp_path: Path) -> None:
    before = children()

    def measure() -> None:
        with start_assistant(environment, tmp_path, lotse(tmp_path, SERVE)):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        measure()
    assert children() == before


def test_an_assistant_that_does_not_start_is_explained_by_its_last_line(
    environment: dict[str, str], tmp_path: Path
) -> None:
    command = lotse(tmp_path, "print('Ein Wort'); raise SystemExit('Der Port 8000 ist belegt.')")
    with pytest.raises(CannotEvaluate, match="nicht gestartet: Der Port 8000 ist belegt"):
        start_assistant(environment, tmp_path, command).__enter__()


def test_an_assistant_that_never_gets_ready_is_given_up_and_stopped(
    environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = children()
    monkeypatch.setattr("bot.evaluation.launch.START_SECONDS", 0.5)
    command = lotse(tmp_path, "import time; time.sleep(60)")
    with pytest.raises(CannotEvaluate, match="nicht bereit: keine Ausgabe"):
        start_assistant(environment, tmp_path, command).__enter__()
    assert children() == before


def test_a_training_is_timed_and_writes_where_it_should(environment: dict[str, str], tmp_path: Path) -> None:
    source = """
import os, pathlib, sys, time
time.sleep(0.1)
pathlib.Path(os.environ["LOTSE_MODELS_DIR"]).write_text(str(sys.argv[1:]))
"""
    started = time.perf_counter()
    seconds = train_model(environment, tmp_path / "new", lotse(tmp_path, source))
    assert 0.1 < seconds <= time.perf_counter() - started
    assert (tmp_path / "new").read_text(encoding="utf-8") == "['train', '--force']"


def test_a_failed_training_is_explained_by_its_last_line(environment: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(CannotEvaluate, match="fehlgeschlagen: Keine Daten"):
        train_model(environment, tmp_path / "new", lotse(tmp_path, "raise SystemExit('Keine Daten.')"))
