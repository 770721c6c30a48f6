from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from bot.settings import ROOT


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module; like every script it finds its neighbours in its own folder."""
    monkeypatch.syspath_prepend(str(ROOT / "setup"))
    spec = importlib.util.spec_from_file_location("browser_packages", ROOT / "setup" / "browser_packages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write_lock(path: Path, checksum: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"packages": {"": {}, "axe": {"integrity": checksum}}}), encoding="utf-8")


def test_another_version_than_the_locked_one_is_fetched_anew(packages: ModuleType, tmp_path: Path) -> None:
    write_lock(tmp_path / "package-lock.json", "new")
    assert not packages.is_current(tmp_path)
    write_lock(tmp_path / "node_modules" / ".package-lock.json", "old")
    assert not packages.is_current(tmp_path)
    write_lock(tmp_path / "node_modules" / ".package-lock.json", "new")
    assert packages.is_current(tmp_path)


def test_without_npm_nothing_is_fetched(packages: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages.shutil, "which", lambda _name: None)
    monkeypatch.setattr(packages, "is_current", lambda: False)
    monkeypatch.setattr(packages, "run", lambda _command: pytest.fail("something was fetched"))
    packages.main()


def test_a_failed_download_is_one_sentence_and_stops_nothing(
    packages: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_command: list[str]) -> None:
        raise packages.CannotSetUp("„npm ci“ ist fehlgeschlagen.")

    monkeypatch.setattr(packages.shutil, "which", lambda _name: "npm")
    monkeypatch.setattr(packages, "is_current", lambda: False)
    monkeypatch.setattr(packages, "run", fail)
    packages.main()
    assert "fehlgeschlagen" in capsys.readouterr().err


def test_the_lock_names_one_version_with_its_checksum_and_no_address() -> None:
    text = (ROOT / "tests" / "browser" / "package-lock.json").read_text(encoding="utf-8")
    wanted = json.loads((ROOT / "tests" / "browser" / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    package = json.loads(text)["packages"]["node_modules/axe-core"]
    assert wanted == {"axe-core": package["version"]}
    assert package["integrity"].startswith("sha512-")
    assert "://" not in text
