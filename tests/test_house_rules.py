"""The house rules that a machine can check: who may import whom, and no evaluation question in what is learnt."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import ROOT

# The arrow: a room may import rooms of its own and of lower floors. Rooms of the top floor are edges.
FLOORS = (
    ("settings", "addresses", "clock", "local_time", "calendar_file", "page_templates", "db", "http_service", "german"),
    ("topics", "faq", "offers", "contacts", "conversations", "accounts"),
    ("search", "handoff", "subscriptions", "analytics", "content", "revisions", "releases", "live", "migrations"),
    ("nlu", "actions", "web", "staff", "cli", "evaluation"),
    ("asgi",),
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
EDGES = FLOORS[3]

# Each of these packages comes into the house by its own door only.
DOORS = {
    "rasa": ("bot/nlu/", "bot/evaluation/"),
    "rasa_sdk": ("actions/",),
    "starlette": ("bot/web/", "bot/staff/", "bot/live/response.py", "bot/asgi.py"),
    "aiohttp": ("bot/http_service.py",),
    "click": ("bot/cli/",),
    "smtplib": ("bot/handoff/mail.py",),
    "imapclient": ("bot/handoff/inbound/mailbox.py",),
    "spacy": ("bot/german/", "bot/nlu/"),
}
FILES = sorted(path.relative_to(ROOT) for folder in ("bot", "actions") for path in (ROOT / folder).rglob("*.py"))


def room_of(module: str) -> str | None:
    parts = module.split(".")
    if parts[0] == "actions":
        return "actions"
    return parts[1] if parts[0] == "bot" and len(parts) > 1 else None


def imported_modules(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute, so that the arrow can be read"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def problems(file: Path, source: str) -> list[str]:
    importer = room_of(".".join(file.with_suffix("").parts))
    found = []
    for module in imported_modules(source):
        room, package = room_of(module), module.split(".")[0]
        if not file.as_posix().startswith(DOORS.get(package, "")):
            found.append(f"{package} comes in only through {' or '.join(DOORS[package])}")
        if room is None or importer is None or room == importer:
            continue
        if FLOOR[room] > FLOOR[importer]:
            found.append(f"{importer} is below {room} and may not import it")
        elif importer in EDGES and room in EDGES and importer != "cli":
            found.append(f"the edge {importer} may not import the edge {room}")
    return found


@pytest.mark.parametrize("file", FILES, ids=str)
def test_imports_keep_to_the_arrow_and_the_doors(file: Path) -> None:
    assert problems(file, (ROOT / file).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("bot/faq/queries.py", "from bot.search.brain import Brain"),
        ("bot/faq/queries.py", "import bot.web.app"),
        ("bot/faq/queries.py", "from bot import search"),
        ("bot/db.py", "def late():\n    from bot.faq import models"),
        ("bot/web/app.py", "from bot.cli import main"),
        ("bot/nlu/component.py", "from actions import handoff"),
        ("actions/handoff.py", "from bot.web.app import app"),
        ("bot/cli/serve.py", "from bot.asgi import app"),
        ("bot/search/brain.py", "import rasa.shared"),
        ("bot/search/brain.py", "import spacy"),
        ("bot/nlu/component.py", "from rasa_sdk import Action"),
        ("bot/handoff/outbox.py", "from smtplib import SMTP"),
        ("bot/evaluation/load.py", "import click"),
    ],
)
def test_a_forbidden_import_is_found(file: str, source: str) -> None:
    assert len(problems(Path(file), source)) == 1


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("bot/search/brain.py", "from bot.faq.queries import find_entries"),
        ("bot/content/loader.py", "from bot.handoff import models"),
        ("bot/cli/train.py", "from bot.nlu.training import train"),
        ("bot/asgi.py", "from bot.web.app import make_app\nimport starlette"),
        ("bot/nlu/component.py", "import rasa.engine\nimport spacy_lookups_data"),
    ],
)
def test_an_allowed_import_is_not_found(file: str, source: str) -> None:
    assert problems(Path(file), source) == []


def normalise(text: str) -> str:
    """Words only; a quotation mark or line end stays a border, so that neighbouring CSV cells make no sentence."""
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.casefold().replace(umlaut, letters)
    words = re.findall(r'[a-z0-9]+|["\n]', text)
    return f" {' '.join(words)} "


def test_no_evaluation_question_is_in_what_the_assistant_learns_from() -> None:
    questions = []
    for name in ("questions.csv", "hard_questions.csv", "varied_questions.csv"):
        with (ROOT / "tests" / "evaluation" / name).open(encoding="utf-8", newline="") as file:
            questions += [normalise(row["question"]) for row in csv.DictReader(file)]
    long_questions = [question for question in questions if len(question.split()) > 3]
    assert len(long_questions) > 400
    suffixes = {".py", ".yml", ".yaml", ".csv", ".md", ".json", ".jsonl", ".js", ".html", ".txt"}
    folders = [path for name in ("data", "bot", "actions") for path in (ROOT / name).rglob("*")]
    paths = [path for path in (*folders, ROOT / "domain.yml") if path.suffix in suffixes and path.is_file()]
    copies = [
        (path.relative_to(ROOT).as_posix(), question)
        for path, text in ((path, normalise(path.read_text(encoding="utf-8"))) for path in paths)
        for question in long_questions
        if question in text
    ]
    assert copies == []
