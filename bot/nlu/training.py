"""Train the assistant: one Rasa model, and its classifier laid out beside it for the other processes."""

from __future__ import annotations

import json
import logging
import os
import sys
import tarfile
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from bot.nlu.classifier_archive import CLASSIFIER_ARCHIVE, unpack_classifier
from bot.nlu.early_fit import fitting_early
from bot.nlu.fingerprints import fingerprint_examples, fingerprint_files, read_all_examples
from bot.search.classifier_store import ClassifierStore
from bot.settings import ROOT, Settings

FINGERPRINT_FILE = "fingerprint.json"
LOG_FILE = "training.log"


class TrainingFailed(RuntimeError):
    """Rasa did not produce a model; the message is a German sentence."""


def is_model_current(settings: Settings) -> bool:
    """Tell whether there is a model of exactly the present files; the content is the classifier's own concern."""
    return _read_fingerprint(settings) == fingerprint_files()


def train_model(settings: Settings) -> Path:
    """Train a model with its classifier and return its file. Raises TrainingFailed; the old ones then stay in use."""
    fingerprint = fingerprint_files()
    examples = fingerprint_examples(read_all_examples(settings))
    model = settings.models_dir / f"lotse-{fingerprint[:12]}.tar.gz"
    store = ClassifierStore(settings.models_dir)
    settings.models_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.models_dir) as folder:
        trained = _train_rasa(settings, Path(folder), model.name)
        with store.locked():
            store.publish(partial(_extract_classifier, trained), examples=examples, model=fingerprint)
            trained.replace(model)
            (settings.models_dir / FINGERPRINT_FILE).write_text(
                json.dumps({"fingerprint": fingerprint, "model": model.name})
            )
    for old in settings.models_dir.glob("lotse-*.tar.gz"):
        if old != model:
            old.unlink()
    return model


def _read_fingerprint(settings: Settings) -> str | None:
    try:
        stored = json.loads((settings.models_dir / FINGERPRINT_FILE).read_text())
        model, fingerprint = settings.models_dir / stored["model"], stored["fingerprint"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return fingerprint if model.is_file() else None


def _train_rasa(settings: Settings, folder: Path, name: str) -> Path:
    log = settings.var_dir / "logs" / LOG_FILE
    failed = TrainingFailed(f"Das Training ist fehlgeschlagen. Einzelheiten stehen in {log}.")
    with _environment_of(settings), _output_into(log), fitting_early(folder / "early"):
        try:
            result = _call_rasa(folder, name)
        except (SystemExit, Exception) as error:  # the broad net: Rasa ends the process or raises what it likes
            traceback.print_exc()
            raise failed from error
    if result.code or not result.model:
        raise failed
    return Path(result.model)


@contextmanager
def _environment_of(settings: Settings) -> Iterator[None]:
    """Set what Rasa and its components read from the environment until the block ends."""
    values = {
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "RASA_TELEMETRY_ENABLED": "false",
        "RASA_MAX_CACHE_SIZE": "0",  # Rasa would keep a copy of each model, in case that it is trained once more
        "LOTSE_DATABASE_URL": settings.database_url,  # importer and components read the settings anew
        "LOTSE_VAR_DIR": str(settings.var_dir),
        "LOTSE_TODAY": settings.today.isoformat() if settings.today else "",
    }
    kept = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in kept.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _call_rasa(folder: Path, name: str) -> Any:
    import structlog
    from rasa.model_training import train

    # Unconfigured, structlog prints every debug line of Rasa, thousands in one training.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with _remembering_nothing():
        return train(
            domain=str(ROOT / "domain.yml"),
            config=str(ROOT / "config.yml"),
            training_files=[str(ROOT / "data")],
            output=str(folder),
            fixed_model_name=name,
            force_training=True,
        )


@contextmanager
def _remembering_nothing() -> Iterator[None]:
    """Keep Rasa from making digests of all that its components take and give, for a cache that is off."""
    from rasa.engine.training import graph_trainer
    from rasa.engine.training.hooks import TrainingHook

    class NoHook(TrainingHook):
        def on_before_node(self, *_arguments: Any, **_options: Any) -> dict[str, Any]:
            return {}

        def on_after_node(self, *_arguments: Any, **_options: Any) -> None:
            """Do nothing."""

    graph_trainer.TrainingHook = NoHook
    try:
        yield
    finally:
        graph_trainer.TrainingHook = TrainingHook


@contextmanager
def _output_into(log: Path) -> Iterator[None]:
    """Send all output into a file until the block ends, also that of git, TensorFlow and progress bars."""
    log.parent.mkdir(parents=True, exist_ok=True)
    _flush_output()
    kept = {number: os.dup(number) for number in (1, 2)}
    try:
        with log.open("wb") as file:
            for number in kept:
                os.dup2(file.fileno(), number)
        yield
    finally:
        _flush_output()
        for number, original in kept.items():
            os.dup2(original, number)
            os.close(original)


def _flush_output() -> None:
    for stream in (sys.stdout, sys.stderr):
        stream.flush()


def _extract_classifier(model: Path, folder: Path) -> None:
    """Lay the classifier of a trained model out as files."""
    with tarfile.open(model) as archive:
        member = next((member for member in archive if Path(member.name).name == CLASSIFIER_ARCHIVE), None)
        if member is None:
            raise TrainingFailed("Im trainierten Modell fehlt der Klassifikator.")
        source = archive.extractfile(member)
        assert source is not None
        unpack_classifier(source, folder)
