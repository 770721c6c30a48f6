from __future__ import annotations

import ast
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, sessionmaker

from bot.db import make_session_factory
from bot.faq.models import FaqEntry, FaqVariant, Referral
from bot.nlu import fingerprints
from bot.nlu.fingerprints import TRAINING_FILES, fingerprint_examples, fingerprint_files, read_all_examples
from bot.settings import ROOT, Settings
from bot.topics.models import Topic, TopicSynonym
from tests.migrations.rows import funding


@pytest.fixture
def settings(seeded_engine: Engine) -> Settings:
    """Settings on a seeded database."""
    return Settings(database_url=str(seeded_engine.url), today=date(2026, 11, 22))


@pytest.fixture
def factory(seeded_engine: Engine) -> sessionmaker:
    """A session factory on the database of the settings."""
    return make_session_factory(seeded_engine)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project's own files, to be edited."""
    folder = tmp_path / "project"
    for name in ("bot/nlu", "bot/german", "bot/search", "data"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("config.yml", "domain.yml"):
        shutil.copy(ROOT / name, folder / name)
    monkeypatch.setattr(fingerprints, "ROOT", folder)
    return folder


def fingerprint_content(settings: Settings) -> str:
    return fingerprint_examples(read_all_examples(settings))


@pytest.mark.parametrize(
    "name",
    [
        "config.yml",
        "domain.yml",
        "data/nlu/smalltalk.yml",
        "data/rules/handoff.yml",
        "data/stories/questions.yml",
        "bot/nlu/linear_classifier.py",
        "bot/nlu/vocabulary_extractor.py",
        "bot/search/classifier.py",
        "bot/german/normalize.py",
        "bot/german/words.py",
    ],
)
def test_an_edit_of_what_the_model_is_made_from_changes_both_fingerprints(project: Path, name: str) -> None:
    before = fingerprint_files(), fingerprint_examples([])
    with (project / name).open("a", encoding="utf-8") as file:
        file.write("# bearbeitet\n")
    assert fingerprint_files() != before[0]
    assert fingerprint_examples([]) != before[1]


def test_a_new_data_file_changes_the_fingerprint_and_so_does_a_renamed_one(project: Path) -> None:
    found = {fingerprint_files()}
    (project / "data" / "nlu" / "neu.yml").write_text("version: '3.1'\n", encoding="utf-8")
    found.add(fingerprint_files())
    (project / "data" / "nlu" / "neu.yml").rename(project / "data" / "nlu" / "anders.yml")
    found.add(fingerprint_files())
    assert len(found) == 3


@pytest.mark.parametrize(
    "name", ["README.md", "bot/nlu/tracker_store.py", "bot/search/render.py", "data/notes.txt", "tests/nlu/test_x.py"]
)
def test_an_unrelated_edit_leaves_the_fingerprint_as_it_is(project: Path, name: str) -> None:
    before = fingerprint_files()
    (project / name).parent.mkdir(parents=True, exist_ok=True)
    (project / name).write_text("etwas anderes\n", encoding="utf-8")
    assert fingerprint_files() == before


def test_every_file_that_the_fingerprint_covers_exists() -> None:
    assert [name for name in TRAINING_FILES if not (ROOT / name).exists()] == []


def test_everything_that_a_classifier_is_fitted_by_is_covered() -> None:
    assert [path for path in imported_files("bot/search/classifier.py") if not is_covered(path)] == []


def imported_files(path: str, seen: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return a file of ours with all that it imports, directly or not."""
    seen |= {path}
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bot."):
            imported = f"{str(node.module).replace('.', '/')}.py"
            if imported not in seen and (ROOT / imported).is_file():
                seen = imported_files(imported, seen)
    return seen


def is_covered(path: str) -> bool:
    return any(path == name or path.startswith(f"{name}/") for name in TRAINING_FILES)


def test_another_german_pipeline_changes_the_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint_files()
    monkeypatch.setattr(fingerprints, "installed_pipeline", lambda: "de_core_news_sm")
    assert fingerprint_files() != before


def add_variant(session: Session) -> None:
    entry = session.scalars(select(FaqEntry).where(FaqEntry.slug == "kmu-definition")).one()
    entry.variants.append(FaqVariant(text="Sind wir mit achtzig Leuten noch klein?"))


def add_offer(session: Session) -> None:
    session.add(funding(slug="neues-programm"))


def reword_answer(session: Session) -> None:
    session.scalars(select(FaqEntry).where(FaqEntry.slug == "kmu-definition")).one().answer = "Neu gefasst."


def add_synonym(session: Session) -> None:
    topic = session.scalars(select(Topic).where(Topic.slug == "wasserstoff")).one()
    topic.synonyms.append(TopicSynonym(text="Knallgas"))


Edit = Callable[[Session], None]


@pytest.mark.parametrize("edit", [add_variant, add_offer])
def test_what_the_classifier_learns_changes_its_fingerprint_alone(
    settings: Settings, factory: sessionmaker, edit: Edit
) -> None:
    before = fingerprint_content(settings), fingerprint_files()
    with factory.begin() as session:
        edit(session)
    assert fingerprint_content(settings) != before[0]
    assert fingerprint_files() == before[1]


@pytest.mark.parametrize("edit", [reword_answer, add_synonym])
def test_what_is_read_while_the_assistant_runs_needs_no_training(
    settings: Settings, factory: sessionmaker, edit: Edit
) -> None:
    before = fingerprint_content(settings)
    with factory.begin() as session:
        edit(session)
    assert fingerprint_content(settings) == before


def test_a_referral_that_is_also_an_utterance_is_learnt_once(settings: Settings, factory: sessionmaker) -> None:
    text = "Wie wird das Wetter morgen in Kassel?"
    with factory.begin() as session:
        session.add(Referral(text=text, office="Wetterdienst"))
    assert [example.text for example in read_all_examples(settings)].count(text) == 1
