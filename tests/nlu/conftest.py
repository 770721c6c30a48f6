"""A bench for Rasa's components, and the two German pipelines."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.nlu.bench import Bench, make_bench
from tests.nlu.official_model import make_official_model
from tests.words import tables_folder


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Components read the settings from the environment: word tables, a fixed day, no content and no model."""
    monkeypatch.setenv("LOTSE_DATABASE_URL", f"sqlite:///{tmp_path / 'nothing.db'}")
    monkeypatch.setenv("LOTSE_MODELS_DIR", str(tmp_path / "nothing"))
    monkeypatch.setenv("LOTSE_VAR_DIR", str(tables_folder().parent))
    monkeypatch.setenv("LOTSE_TODAY", "2026-11-22")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """An empty bench of this test."""
    folder = tmp_path / "storage"
    folder.mkdir()
    return make_bench(folder)


@pytest.fixture
def official_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The official German model is installed, as far as Python and spaCy can tell."""
    make_official_model(tmp_path / "site-packages")
    monkeypatch.syspath_prepend(tmp_path / "site-packages")  # and forget which folders hold what
    yield
    sys.modules.pop("de_core_news_sm", None)
