from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from bot.settings import ROOT


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module; like every script it finds its neighbours in its own folder."""
    monkeypatch.syspath_prepend(str(ROOT / "setup"))
    spec = importlib.util.spec_from_file_location("system_packages", ROOT / "setup" / "system_packages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_has_one_of_its_files_is_not_missing(packages: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "15").mkdir()
    (tmp_path / "15" / "initdb").touch()
    wanted = {"there": [str(tmp_path / "*" / "initdb")], "gone": [str(tmp_path / "browser")]}
    assert packages.find_missing(wanted) == ["gone"]


@pytest.mark.parametrize("environment", [{}, {"CI": ""}, {"CI": "false"}])
def test_nothing_is_installed_outside_of_ci(packages: ModuleType, environment: dict[str, str]) -> None:
    assert not packages.may_install(environment)


@pytest.mark.parametrize(
    ("user", "program", "may"), [(0, "/usr/bin/apt-get", True), (1000, "x", False), (0, None, False)]
)
def test_in_ci_it_takes_root_and_apt(
    packages: ModuleType, monkeypatch: pytest.MonkeyPatch, user: int, program: str | None, may: bool
) -> None:
    monkeypatch.setattr(packages.os, "geteuid", lambda: user)
    monkeypatch.setattr(packages.shutil, "which", lambda _name: program)
    assert packages.may_install({"CI": "true"}) is may


def test_a_failed_installation_is_one_sentence(
    packages: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_command: list[str]) -> None:
        raise packages.CannotSetUp("„apt-get update“ ist fehlgeschlagen.")

    monkeypatch.setattr(packages, "find_missing", lambda: ["chromium"])
    monkeypatch.setattr(packages, "may_install", lambda: True)
    monkeypatch.setattr(packages, "run", fail)
    assert packages.main() == 2
    assert "fehlgeschlagen" in capsys.readouterr().err
    assert "bootstrap" in sys.modules
