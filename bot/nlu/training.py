"""Train the assistant: one Rasa model, and its classifier laid out beside it for the other processes."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import sys
import tarfile
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.db import make_engine, make_session_factory
from bot.german.pipeline import installed_pipeline
from bot.nlu.classifier_archive import CLASSIFIER_ARCHIVE, unpack_classifier
from bot.nlu.lookups import read_lookups
from bot.search.examples import read_examples
from bot.settings import ROOT, Settings

# What a model is made from, besides the content in the database.
TRAINING_FILES = (
    "config.yml",
    "domain.yml",
    "data",
    "bot/german/normalize.py",
    "bot/german/pipeline.py",
    "bot/nlu/classifier_archive.py",
    "bot/nlu/content_importer.py",
    "bot/nlu/examples.py",
    "bot/nlu/german_pipeline.py",
    "bot/nlu/linear_classifier.py",
    "bot/nlu/vocabulary_extractor.py",
    "bot/search/classifier.py",
    "bot/search/labels.py",
)
FINGERPRINT_FILE = "fingerprint.json"
LOG_FILE = "training.log"
CLASSIFIER_FOLDER = "classifier"


class TrainingFailed(RuntimeError):
    """Rasa did not produce a model; the message is a German sentence."""


@dataclass(frozen=True)
class TrainingReport:
    """What a training did; ``seconds`` is 0 where the model was current."""

    model: Path
    was_current: bool
    seconds: float


def is_model_current(settings: Settings) -> bool:
    """Tell whether there is a model of exactly the present data, configuration and content."""
    return _read_fingerprint(settings) == compute_fingerprint(settings)


def train_model(settings: Settings, *, force: bool = False) -> TrainingReport:
    """Train unless the model is current. Raises TrainingFailed; the old model then stays in use."""
    fingerprint = compute_fingerprint(settings)
    model = settings.models_dir / f"lotse-{fingerprint[:12]}.tar.gz"
    if not force and _read_fingerprint(settings) == fingerprint:
        return TrainingReport(model, was_current=True, seconds=0.0)
    started = time.monotonic()
    settings.models_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.models_dir) as folder:
        trained = _train_rasa(settings, Path(folder), model.name)
        _extract_classifier(trained, settings.models_dir / CLASSIFIER_FOLDER)
        trained.replace(model)
    for old in settings.models_dir.glob("lotse-*.tar.gz"):
        if old != model:
            old.unlink()
    (settings.models_dir / FINGERPRINT_FILE).write_text(json.dumps({"fingerprint": fingerprint, "model": model.name}))
    return TrainingReport(model, was_current=False, seconds=time.monotonic() - started)


def compute_fingerprint(settings: Settings) -> str:
    """Return a digest of everything a model is made from."""
    digest = hashlib.sha256(installed_pipeline().encode())
    for path in _training_paths():
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    engine = make_engine(settings.database_url)
    try:
        with make_session_factory(engine)() as session:
            for example in read_examples(session, settings.current_day()):
                digest.update(f"{example.label}\t{example.text}\n".encode())
            digest.update(json.dumps(read_lookups(session)).encode())
    finally:
        engine.dispose()
    return digest.hexdigest()


def _training_paths() -> list[Path]:
    found: list[Path] = []
    for name in TRAINING_FILES:
        path = ROOT / name
        found += [path] if path.is_file() else [file for file in path.rglob("*") if file.suffix in (".yml", ".py")]
    return sorted(found)


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
    with _environment_of(settings), _output_into(log):
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
    return train(
        domain=str(ROOT / "domain.yml"),
        config=str(ROOT / "config.yml"),
        training_files=[str(ROOT / "data")],
        output=str(folder),
        fixed_model_name=name,
        force_training=True,
    )


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


def _extract_classifier(model: Path, target: Path) -> None:
    """Lay the trained classifier out as files; the exchange is one rename, readers keep what they have mapped."""
    fresh = target.with_name(target.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    with tarfile.open(model) as archive:
        member = next((member for member in archive if Path(member.name).name == CLASSIFIER_ARCHIVE), None)
        if member is None:
            raise TrainingFailed("Im trainierten Modell fehlt der Klassifikator.")
        source = archive.extractfile(member)
        assert source is not None
        unpack_classifier(source, fresh)
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
