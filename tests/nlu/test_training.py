from __future__ import annotations

import os
import shutil
import tarfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import sessionmaker

from bot.db import make_session_factory
from bot.faq.models import FaqEntry, FaqVariant
from bot.nlu import training
from bot.nlu.classifier_archive import CLASSIFIER_ARCHIVE, pack_classifier
from bot.nlu.training import TrainingFailed, compute_fingerprint, is_model_current, train_model
from bot.search.classifier import TextClassifier, train_classifier
from bot.settings import ROOT, Settings
from bot.topics.models import Topic, TopicSynonym
from tests.nlu.bench import EXAMPLES
from tests.words import compiled_words


@pytest.fixture
def settings(tmp_path: Path, seeded_engine: Engine) -> Settings:
    """Settings on a seeded database and empty folders."""
    return Settings(
        database_url=str(seeded_engine.url),
        var_dir=tmp_path / "var",
        models_dir=tmp_path / "models",
        today=date(2026, 11, 22),
    )


@pytest.fixture
def no_content(tmp_path: Path, sqlite_engine: Engine) -> Settings:
    """Settings on an empty database: reading all examples takes its time."""
    return Settings(database_url=str(sqlite_engine.url), var_dir=tmp_path / "var", models_dir=tmp_path / "models")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project's own files, to be edited."""
    folder = tmp_path / "project"
    for name in ("bot/nlu", "bot/german", "bot/search", "data"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("config.yml", "domain.yml"):
        shutil.copy(ROOT / name, folder / name)
    monkeypatch.setattr(training, "ROOT", folder)
    return folder


@pytest.fixture
def factory(seeded_engine: Engine) -> sessionmaker:
    """A session factory on the database of the settings."""
    return make_session_factory(seeded_engine)


Rasa = Callable[[Path, str], SimpleNamespace]


def rasa_that_gives(*, code: int = 0, with_classifier: bool = True) -> Rasa:
    """Return a stand-in for Rasa's training that writes a small model."""

    def train(folder: Path, name: str) -> SimpleNamespace:
        os.write(1, b"Rasa sagt etwas")  # what print does outside of pytest
        pairs = [(text, label) for label, texts in EXAMPLES.items() for text in texts]
        classifier = train_classifier([text for text, _ in pairs], [label for _, label in pairs], compiled_words())
        pack_classifier(classifier, folder / CLASSIFIER_ARCHIVE)
        with tarfile.open(folder / name, "w:gz") as archive:
            if with_classifier:
                archive.add(
                    folder / CLASSIFIER_ARCHIVE, f"components/train_LinearIntentClassifier/{CLASSIFIER_ARCHIVE}"
                )
        return SimpleNamespace(code=code, model=str(folder / name))

    return train


def rasa_that_dies(_folder: Path, _name: str) -> SimpleNamespace:
    raise SystemExit(1)


@pytest.fixture
def use_rasa(monkeypatch: pytest.MonkeyPatch) -> Callable[[Rasa], None]:
    """A function that puts a stand-in in the place of Rasa's training."""
    return lambda rasa: monkeypatch.setattr(training, "_call_rasa", rasa)


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
    ],
)
def test_an_edit_of_what_the_model_is_made_from_changes_the_fingerprint(
    project: Path, no_content: Settings, name: str
) -> None:
    before = compute_fingerprint(no_content)
    with (project / name).open("a", encoding="utf-8") as file:
        file.write("# bearbeitet\n")
    assert compute_fingerprint(no_content) != before


def test_a_new_data_file_changes_the_fingerprint_and_so_does_a_renamed_one(project: Path, no_content: Settings) -> None:
    fingerprints = {compute_fingerprint(no_content)}
    (project / "data" / "nlu" / "neu.yml").write_text("version: '3.1'\n", encoding="utf-8")
    fingerprints.add(compute_fingerprint(no_content))
    (project / "data" / "nlu" / "neu.yml").rename(project / "data" / "nlu" / "anders.yml")
    fingerprints.add(compute_fingerprint(no_content))
    assert len(fingerprints) == 3


@pytest.mark.parametrize(
    "name", ["README.md", "bot/nlu/tracker_store.py", "bot/search/render.py", "data/notes.txt", "tests/nlu/test_x.py"]
)
def test_an_unrelated_edit_leaves_the_fingerprint_as_it_is(project: Path, no_content: Settings, name: str) -> None:
    before = compute_fingerprint(no_content)
    (project / name).parent.mkdir(parents=True, exist_ok=True)
    (project / name).write_text("etwas anderes\n", encoding="utf-8")
    assert compute_fingerprint(no_content) == before


def test_every_file_that_the_fingerprint_covers_exists() -> None:
    assert [name for name in training.TRAINING_FILES if not (ROOT / name).exists()] == []


def test_a_new_variant_of_a_faq_entry_changes_the_fingerprint(settings: Settings, factory: sessionmaker) -> None:
    before = compute_fingerprint(settings)
    with factory.begin() as session:
        entry = session.scalars(select(FaqEntry).where(FaqEntry.slug == "kmu-definition")).one()
        entry.variants.append(FaqVariant(text="Sind wir mit achtzig Leuten noch klein?"))
    assert compute_fingerprint(settings) != before


def test_a_new_word_for_a_topic_changes_the_fingerprint(settings: Settings, factory: sessionmaker) -> None:
    before = compute_fingerprint(settings)
    with factory.begin() as session:
        topic = session.scalars(select(Topic).where(Topic.slug == "wasserstoff")).one()
        topic.synonyms.append(TopicSynonym(text="Knallgas"))
    assert compute_fingerprint(settings) != before


def test_another_wording_of_an_answer_needs_no_training(settings: Settings, factory: sessionmaker) -> None:
    before = compute_fingerprint(settings)
    with factory.begin() as session:
        session.scalars(select(FaqEntry).where(FaqEntry.slug == "kmu-definition")).one().answer = "Neu gefasst."
    assert compute_fingerprint(settings) == before


def test_another_german_pipeline_changes_the_fingerprint(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    before = compute_fingerprint(settings)
    monkeypatch.setattr(training, "installed_pipeline", lambda: "de_core_news_sm")
    assert compute_fingerprint(settings) != before


def test_a_training_leaves_one_model_and_its_classifier_for_the_other_processes(
    no_content: Settings, use_rasa: Callable[[Rasa], None]
) -> None:
    use_rasa(rasa_that_gives())
    no_content.models_dir.mkdir()
    (no_content.models_dir / "lotse-000000000000.tar.gz").write_bytes(b"an older model")
    report = train_model(no_content)
    assert not report.was_current
    assert [path.name for path in no_content.models_dir.glob("*.tar.gz")] == [report.model.name]
    assert sorted(path.name for path in no_content.models_dir.iterdir() if path.is_dir()) == ["classifier"]
    assert (
        TextClassifier.load(no_content.models_dir / "classifier", compiled_words()).guess("was zahlt zim")[0].label
        == "foerderung:zim"
    )
    assert "Rasa sagt etwas" in (no_content.var_dir / "logs" / "training.log").read_text(encoding="utf-8")


def test_a_current_model_is_not_trained_again_unless_forced(
    no_content: Settings, use_rasa: Callable[[Rasa], None]
) -> None:
    use_rasa(rasa_that_gives())
    first = train_model(no_content)
    assert is_model_current(no_content)
    use_rasa(rasa_that_dies)
    assert train_model(no_content).was_current
    assert train_model(no_content).model == first.model
    with pytest.raises(TrainingFailed):
        train_model(no_content, force=True)


@pytest.mark.parametrize(
    "rasa",
    [rasa_that_dies, rasa_that_gives(code=1), rasa_that_gives(with_classifier=False)],
    ids=["dies", "code", "torso"],
)
def test_after_a_failed_training_the_old_model_stays_in_use(
    no_content: Settings, use_rasa: Callable[[Rasa], None], rasa: Rasa
) -> None:
    use_rasa(rasa_that_gives())
    model = train_model(no_content).model
    use_rasa(rasa)
    with pytest.raises(TrainingFailed, match=r"fehl"):
        train_model(no_content, force=True)
    assert model.is_file()
    assert is_model_current(no_content)
    assert TextClassifier.load(no_content.models_dir / "classifier", compiled_words()).labels == sorted(EXAMPLES)


def test_what_a_training_needs_in_the_environment_is_there_only_while_it_runs(
    no_content: Settings, use_rasa: Callable[[Rasa], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, str] = {}

    def rasa(folder: Path, name: str) -> SimpleNamespace:
        seen.update(os.environ)
        return rasa_that_gives()(folder, name)

    monkeypatch.setenv("LOTSE_TODAY", "2020-01-01")
    monkeypatch.delenv("RASA_TELEMETRY_ENABLED", raising=False)
    use_rasa(rasa)
    before = dict(os.environ)
    train_model(no_content)
    assert dict(os.environ) == before
    assert seen["LOTSE_DATABASE_URL"] == no_content.database_url
    assert (seen["LOTSE_TODAY"], seen["RASA_TELEMETRY_ENABLED"]) == ("", "false")


@pytest.mark.parametrize("content", ["", "kein JSON", "[]", "{}", '{"model": "lotse-1.tar.gz", "fingerprint": "1"}'])
def test_a_damaged_note_of_the_last_training_means_that_the_model_is_not_current(
    no_content: Settings, content: str
) -> None:
    no_content.models_dir.mkdir()
    (no_content.models_dir / "fingerprint.json").write_text(content, encoding="utf-8")
    assert not is_model_current(no_content)
