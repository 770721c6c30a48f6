from __future__ import annotations

import os
import tarfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy.engine import Engine

from bot.nlu import training
from bot.nlu.classifier_archive import CLASSIFIER_ARCHIVE, pack_classifier
from bot.nlu.refit import refit_classifier
from bot.nlu.training import TrainingFailed, is_model_current, train_model
from bot.search.classifier_store import ClassifierStore
from bot.settings import Settings
from tests.nlu.bench import EXAMPLES
from tests.search.classifiers import make_classifier
from tests.words import compiled_words, tables_folder


@pytest.fixture
def no_content(tmp_path: Path, sqlite_engine: Engine) -> Settings:
    """Settings on an empty database: reading all examples takes its time."""
    folder = tmp_path / "var"
    folder.mkdir()
    (folder / "german").symlink_to(tables_folder(), target_is_directory=True)
    return Settings(database_url=str(sqlite_engine.url), var_dir=folder, models_dir=tmp_path / "models")


Rasa = Callable[[Path, str], SimpleNamespace]


def rasa_that_gives(*, code: int = 0, with_classifier: bool = True) -> Rasa:
    """Return a stand-in for Rasa's training that writes a small model."""

    def train(folder: Path, name: str) -> SimpleNamespace:
        os.write(1, b"Rasa sagt etwas")  # what print does outside of pytest
        pack_classifier(make_classifier(EXAMPLES), folder / CLASSIFIER_ARCHIVE)
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


def test_a_training_leaves_one_model_and_its_classifier_for_the_other_processes(
    no_content: Settings, use_rasa: Callable[[Rasa], None]
) -> None:
    use_rasa(rasa_that_gives())
    no_content.models_dir.mkdir()
    (no_content.models_dir / "lotse-000000000000.tar.gz").write_bytes(b"an older model")
    model = train_model(no_content)
    assert [path.name for path in no_content.models_dir.glob("*.tar.gz")] == [model.name]
    assert sorted(path.name for path in no_content.models_dir.iterdir() if path.is_dir()) == ["classifier"]
    classifier = ClassifierStore(no_content.models_dir).load(compiled_words())
    assert classifier.guess("was zahlt zim")[0].label == "foerderung:zim"
    assert "Rasa sagt etwas" in (no_content.var_dir / "logs" / "training.log").read_text(encoding="utf-8")


def test_a_trained_model_is_current_and_so_is_its_classifier(
    no_content: Settings, use_rasa: Callable[[Rasa], None]
) -> None:
    assert not is_model_current(no_content)
    use_rasa(rasa_that_gives())
    train_model(no_content)
    assert is_model_current(no_content)
    assert refit_classifier(no_content).was_current


@pytest.mark.parametrize(
    "rasa",
    [rasa_that_dies, rasa_that_gives(code=1), rasa_that_gives(with_classifier=False)],
    ids=["dies", "code", "torso"],
)
def test_after_a_failed_training_the_old_model_stays_in_use(
    no_content: Settings, use_rasa: Callable[[Rasa], None], rasa: Rasa
) -> None:
    use_rasa(rasa_that_gives())
    model = train_model(no_content)
    version = ClassifierStore(no_content.models_dir).read_version()
    use_rasa(rasa)
    with pytest.raises(TrainingFailed, match=r"fehl"):
        train_model(no_content)
    assert model.is_file()
    assert is_model_current(no_content)
    assert ClassifierStore(no_content.models_dir).read_version() == version


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
