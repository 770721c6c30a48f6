from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import psutil
import pytest
from sqlalchemy.orm import sessionmaker

from bot.faq.models import FaqVariant
from bot.german.words import Words
from bot.nlu import fingerprints, refit, refit_judge
from bot.nlu.fingerprints import fingerprint_files, read_all_examples
from bot.nlu.refit import StaleModel, refit_classifier
from bot.nlu.refit_ending import RefitEnding
from bot.nlu.training import TrainingFailed
from bot.releases.models import GoldenQuestion, TrainingRun
from bot.releases.runs import list_runs
from bot.search.classifier import TextClassifier, train_classifier
from bot.search.classifier_store import ClassifierStore
from bot.settings import ROOT, Settings, variable_name
from tests.migrations.rows import faq_entry
from tests.nlu.bench import import_quietly
from tests.words import compiled_words, tables_folder

IN_OWN_PROCESS = refit_judge.open_executor


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with little to learn besides the content."""
    folder = tmp_path / "project"
    (folder / "data" / "nlu").mkdir(parents=True)
    file = folder / "data" / "nlu" / "smalltalk.yml"
    file.write_text("nlu:\n- intent: smalltalk_dank\n  examples: |\n    - Danke\n    - Danke sehr\n", encoding="utf-8")
    monkeypatch.setattr(fingerprints, "ROOT", folder)
    monkeypatch.setattr(fingerprints, "TRAINING_FILES", ("data",))
    return folder


@pytest.fixture
def settings(tmp_path: Path, project: Path, session_factory: sessionmaker) -> Settings:
    """Settings on a content of one entry, with a model that is current and has no classifier yet."""
    with session_factory.begin() as session:
        session.add(faq_entry(slug="messe", question="Was kostet ein Messestand?"))
    var, models = tmp_path / "var", tmp_path / "models"
    for folder in (var, models):
        folder.mkdir()
    (var / "german").symlink_to(tables_folder(), target_is_directory=True)
    (models / "lotse.tar.gz").touch()
    note_model(models, fingerprint_files())
    url = str(session_factory.kw["bind"].url)
    return Settings(database_url=url, var_dir=var, models_dir=models, today=date(2026, 11, 22))


@pytest.fixture(autouse=True)
def _judged_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start no process for each judgement."""
    monkeypatch.setattr(refit_judge, "open_executor", lambda: ThreadPoolExecutor(1))


def note_model(models: Path, fingerprint: str) -> None:
    note = {"fingerprint": fingerprint, "model": "lotse.tar.gz"}
    (models / "fingerprint.json").write_text(json.dumps(note), encoding="utf-8")


def labels_of(settings: Settings) -> list[str]:
    return ClassifierStore(settings.models_dir).load(compiled_words()).labels


def test_a_new_entry_is_learnt_and_an_unchanged_content_is_left_alone(
    settings: Settings, session_factory: sessionmaker
) -> None:
    assert refit_classifier(settings).texts == 3
    assert labels_of(settings) == ["faq:messe", "smalltalk_dank"]
    assert refit_classifier(settings).was_current
    with session_factory.begin() as session:
        session.add(faq_entry(slug="bienen", question="Was kostet ein Bienenstock?"))
    assert refit_classifier(settings).texts == 4
    assert labels_of(settings) == ["faq:bienen", "faq:messe", "smalltalk_dank"]


def test_a_fit_can_be_asked_for_without_a_change(settings: Settings) -> None:
    refit_classifier(settings)
    former = ClassifierStore(settings.models_dir).read_version()
    assert refit_classifier(settings, force=True).texts == 3
    later = ClassifierStore(settings.models_dir).read_version()
    assert (later.examples, later.name != former.name) == (former.examples, True)


def spoil(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the next training take every question for thanks."""

    def train_wrong(texts: list[str], labels: list[str], words: Words) -> TextClassifier:
        return train_classifier([*texts, "Bienenstock"], [*["smalltalk_dank"] * len(labels), "faq:bienen"], words)

    monkeypatch.setattr(refit, "train_classifier", train_wrong)


def run_in_own_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refit_judge, "open_executor", IN_OWN_PROCESS)


def runs_of(factory: sessionmaker) -> list[TrainingRun]:
    with factory() as session:
        return list_runs(session)


def test_a_classifier_that_spoils_a_golden_question_is_kept_but_not_used(
    settings: Settings, session_factory: sessionmaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    with session_factory.begin() as session:
        session.add(GoldenQuestion(text="Was kostet denn so ein Messestand?", reference="faq:messe"))
    refit_classifier(settings)
    former = ClassifierStore(settings.models_dir).read_version()
    with session_factory.begin() as session:
        session.add(faq_entry(slug="bienen", question="Was kostet ein Bienenstock?"))
    spoil(monkeypatch)
    report = refit_classifier(settings)
    assert report.verdict is not None
    assert not report.verdict.is_good
    store = ClassifierStore(settings.models_dir)
    assert store.read_version() == former
    refused, first = runs_of(session_factory)
    assert (first.status, first.golden_right, refused.status) == ("promoted", 1, "rejected")
    assert [one["text"] for one in refused.suffering] == ["Was kostet denn so ein Messestand?"]
    assert refused.version in store.list_kept()
    assert refit_classifier(settings).was_current  # the same again would bring the same


@pytest.mark.slow
def test_a_judgement_in_a_process_of_its_own_is_the_same(
    settings: Settings, session_factory: sessionmaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    with session_factory.begin() as session:
        session.add(GoldenQuestion(text="Was kostet denn so ein Messestand?", reference="faq:messe"))
    here = refit_classifier(settings)
    run_in_own_process(monkeypatch)
    apart = refit_classifier(settings, force=True)
    assert here.verdict is not None
    assert apart.verdict == here.verdict
    assert here.verdict.golden_right == 1


@pytest.mark.slow
def test_the_process_of_a_judgement_ends_with_the_one_that_has_started_it() -> None:
    code = (
        "import os, signal; from bot.nlu.refit_judge import open_executor\n"
        "if __name__ == '__main__':\n"
        "    executor = open_executor(); print(executor.submit(os.getpid).result(), flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    child = int(done.stdout)
    deadline = time.monotonic() + 20
    while psutil.pid_exists(child) and psutil.Process(child).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_judgement_that_fails_leaves_everything_as_it_was(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    refit_classifier(settings)
    store = ClassifierStore(settings.models_dir)
    former, folders = store.read_version(), set(store.folder.iterdir())

    def fail(*_arguments: object) -> None:
        raise MemoryError

    monkeypatch.setattr(refit_judge.Examiner, "compare", fail)
    with pytest.raises(MemoryError):
        refit_classifier(settings, force=True)
    assert (store.read_version(), set(store.folder.iterdir())) == (former, folders)


def test_held_out_phrases_are_not_found_by_their_own_words(
    settings: Settings, session_factory: sessionmaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.search.examples.FEWEST_TEXTS", 1)
    monkeypatch.setattr("bot.search.examples.HELD_OUT_SHARE", 1)
    with session_factory.begin() as session:
        entry = faq_entry(slug="bienen", question="Was kostet ein Bienenstock?")
        entry.variants = [FaqVariant(text="Wieso summt der Apfelbaum?")]
        session.add(entry)
    verdict = refit_classifier(settings).verdict
    assert verdict is not None
    assert (verdict.held_out_right, verdict.held_out_count) == (0, 1)


def test_the_classifier_that_came_with_the_model_is_written_down_once(
    settings: Settings, session_factory: sessionmaker
) -> None:
    refit_classifier(settings)
    with session_factory.begin() as session:
        session.query(TrainingRun).delete()
    for _ in range(2):
        assert refit_classifier(settings).was_current
    assert [run.status for run in runs_of(session_factory)] == ["promoted"]


def test_an_unreadable_classifier_is_fitted_anew(settings: Settings) -> None:
    refit_classifier(settings)
    store = ClassifierStore(settings.models_dir)
    (store.folder / store.read_version().name / "vectors.npy").write_bytes(b"")
    assert not refit_classifier(settings).was_current
    assert refit_classifier(settings).was_current


def test_what_is_no_longer_valid_is_forgotten(settings: Settings, session_factory: sessionmaker) -> None:
    with session_factory.begin() as session:
        session.add(faq_entry(slug="frist", question="Bis wann gilt das?", valid_until=date(2026, 12, 31)))
    refit_classifier(settings)
    assert "faq:frist" in labels_of(settings)
    refit_classifier(replace(settings, today=date(2027, 1, 1)))
    assert "faq:frist" not in labels_of(settings)


def test_beside_a_model_of_other_files_nothing_is_fitted(settings: Settings, project: Path) -> None:
    refit_classifier(settings)
    former = ClassifierStore(settings.models_dir).read_version()
    with (project / "data" / "nlu" / "smalltalk.yml").open("a", encoding="utf-8") as file:
        file.write("- intent: smalltalk_lob\n  examples: |\n    - Super\n")
    with pytest.raises(StaleModel, match="„lotse train“"):
        refit_classifier(settings)
    assert ClassifierStore(settings.models_dir).read_version() == former


def test_a_fit_that_fails_leaves_everything_as_it_was(
    settings: Settings, session_factory: sessionmaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    refit_classifier(settings)
    store = ClassifierStore(settings.models_dir)
    former, folders = store.read_version(), set(store.folder.iterdir())
    with session_factory.begin() as session:
        session.add(faq_entry(slug="bienen", question="Was kostet ein Bienenstock?"))

    def fail(*_arguments: object) -> None:
        raise MemoryError

    monkeypatch.setattr(refit, "train_classifier", fail)
    with pytest.raises(MemoryError):
        refit_classifier(settings)
    assert (store.read_version(), set(store.folder.iterdir())) == (former, folders)


def test_a_content_that_teaches_nothing_is_a_failure_in_german(
    settings: Settings, project: Path, session_factory: sessionmaker
) -> None:
    (project / "data" / "nlu" / "smalltalk.yml").write_text("nlu: []\n", encoding="utf-8")
    note_model(settings.models_dir, fingerprint_files())
    with pytest.raises(TrainingFailed, match="mindestens zwei"):
        refit_classifier(settings)


def test_the_background_fit_says_how_it_ended_and_imports_neither_rasa_nor_tensorflow(settings: Settings) -> None:
    code = (
        "import sys; from bot.nlu.refit import main; ending = main()\n"
        "print(ending.name, [name for name in ('rasa', 'tensorflow', 'spacy') if name in sys.modules])"
    )
    own = {name: str(getattr(settings, name)) for name in ("database_url", "var_dir", "models_dir", "today")}
    environment = {**os.environ, **{variable_name(name): value for name, value in own.items()}}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    # The settings' model belongs to the small project of this test, not to the one that the process sees.
    assert done.stdout == f"{RefitEnding.STALE.name} []\n"
    assert "Führen Sie „lotse train“ aus." in done.stderr


@pytest.mark.slow
def test_rasa_would_learn_from_the_same_examples(seeded: sessionmaker, monkeypatch: pytest.MonkeyPatch) -> None:
    url = str(seeded.kw["bind"].url)
    monkeypatch.setenv("LOTSE_DATABASE_URL", url)
    importers = import_quietly("rasa.shared.importers.importer")
    files = {"config_path": "config.yml", "domain_path": "domain.yml"}
    paths = {name: str(ROOT / file) for name, file in files.items()}
    importer = importers.TrainingDataImporter.load_from_config(**paths, training_data_paths=[str(ROOT / "data")])
    theirs = [
        (message.get("text"), message.get("reference") or message.get("intent"))
        for message in importer.get_nlu_data().intent_examples
        if message.get("text")
    ]
    ours = read_all_examples(Settings(database_url=url, today=date(2026, 11, 22)))
    assert Counter((example.text, example.label) for example in ours) == Counter(theirs)
