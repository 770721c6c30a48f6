from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from bot.settings import ROOT

SCRIPT = ROOT / "setup" / "bootstrap.py"


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module, at home in an empty folder."""
    spec = importlib.util.spec_from_file_location("bootstrap", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, path in {"ROOT": "", "TOOLS": ".tools", "VENV": ".venv", "VENV_PYTHON": ".venv/bin/python"}.items():
        monkeypatch.setattr(module, name, tmp_path / path)
    (tmp_path / "requirements").mkdir()
    for name in ("requirements/runtime.txt", "requirements/dev.txt", "pyproject.toml"):
        (tmp_path / name).write_text(name)
    return module


def make_program(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("uv 0.13.9 (x86_64-unknown-linux-gnu)", (0, 13)),
        ("uv 1.2.0\n", (1, 2)),
        ("pyenv: uv: command not found", None),
        ("", None),
    ],
)
def test_the_version_of_uv_is_read(bootstrap: ModuleType, text: str, version: tuple[int, int] | None) -> None:
    assert bootstrap.read_uv_version(text) == version


@pytest.mark.parametrize(
    ("script", "usable"),
    [("echo uv 0.13.9", True), ("echo uv 0.3.5", False), ("exit 127", False), ("echo uv 0.13.9; exit 1", False)],
)
def test_only_a_uv_that_works_and_is_new_enough_counts(
    bootstrap: ModuleType, tmp_path: Path, script: str, usable: bool
) -> None:
    assert bootstrap.is_uv(make_program(tmp_path / "uv", script)) is usable


def test_a_missing_uv_does_not_count(bootstrap: ModuleType, tmp_path: Path) -> None:
    assert not bootstrap.is_uv(tmp_path / "uv")


def test_a_shim_of_pyenv_is_passed_over_for_an_own_uv(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_program(tmp_path / "shims" / "uv", "exit 127")
    monkeypatch.setenv("PATH", str(tmp_path / "shims"))
    monkeypatch.setattr(bootstrap, "install_uv", lambda own: f"installed {own}")
    assert bootstrap.find_uv() == f"installed {tmp_path}/.tools/bin/uv"


def test_a_working_uv_of_the_machine_is_used(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uv = make_program(tmp_path / "bin" / "uv", "echo uv 0.13.9")
    monkeypatch.setenv("PATH", str(uv.parent))
    assert bootstrap.find_uv() == str(uv)


def test_a_python_without_venv_is_followed_by_the_next_and_at_last_by_a_sentence(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = tmp_path / "tried"
    pythons = [make_program(tmp_path / name, f"echo {name} >> {tried}; exit 1") for name in ("one", "two")]
    monkeypatch.setattr(bootstrap, "pythons", lambda: [str(python) for python in pythons])
    with pytest.raises(bootstrap.CannotSetUp, match="apt install python3-venv"):
        bootstrap.install_uv(tmp_path / ".tools" / "bin" / "uv")
    assert tried.read_text().split() == ["one", "two"]


def test_the_newest_python_of_pyenv_comes_first(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    for version in ("3.10.9", "3.10.13", "3.11.7"):
        make_program(tmp_path / "versions" / version / "bin" / "python3", "echo 3.10")
    assert [Path(path).parts[-3] for path in bootstrap.pyenv_pythons("3.10.*")] == ["3.10.13", "3.10.9"]
    assert bootstrap.find_python() == f"{tmp_path}/versions/3.10.13/bin/python3"


def test_without_pyenv_uv_looks_for_a_python_itself(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "nowhere"))
    assert bootstrap.find_python() is None


def make_current(bootstrap: ModuleType, *names: str) -> None:
    make_program(bootstrap.VENV_PYTHON, "echo 3.10")
    make_program(bootstrap.VENV / "bin" / "lotse", "")
    for name in names:
        bootstrap.stamp_file(bootstrap.VENV, name).write_text(bootstrap.fingerprint(name))


def test_a_current_environment_is_left_alone(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    make_current(bootstrap, "runtime", "dev")
    monkeypatch.setattr(bootstrap, "find_uv", lambda: pytest.fail("uv was looked for"))
    assert bootstrap.main([]) == 0
    assert bootstrap.main(["--dev"]) == 0


@pytest.mark.parametrize("changed", ["requirements/dev.txt", "pyproject.toml"])
def test_a_changed_lock_file_or_project_is_noticed(bootstrap: ModuleType, changed: str) -> None:
    make_current(bootstrap, "runtime", "dev")
    (bootstrap.ROOT / changed).write_text("changed")
    assert not bootstrap.is_current(bootstrap.VENV, bootstrap.DEV)


def test_an_environment_without_the_tests_is_not_enough_for_them(bootstrap: ModuleType) -> None:
    make_current(bootstrap, "runtime")
    assert bootstrap.is_current(bootstrap.VENV, bootstrap.RUNTIME)
    assert not bootstrap.is_current(bootstrap.VENV, bootstrap.DEV)


def test_a_broken_python_makes_an_environment_outdated(bootstrap: ModuleType) -> None:
    make_current(bootstrap, "runtime")
    make_program(bootstrap.VENV_PYTHON, "exit 127")
    assert not bootstrap.is_current(bootstrap.VENV, bootstrap.RUNTIME)


def test_the_steps_are_shown_and_packages_are_installed_by_hash(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(bootstrap, "find_uv", lambda: "uv")
    monkeypatch.setattr(
        bootstrap, "run", lambda command: (commands.append(command), bootstrap.VENV.mkdir(exist_ok=True))
    )
    assert bootstrap.main(["--dev"]) == 0
    assert [command[1] for command in commands] == ["venv", "pip", "pip", "pip"]
    assert sum("--require-hashes" in command for command in commands) == 2
    assert re.fullmatch(r"(.+ … fertig \(\d+ s\)\n){3}", capsys.readouterr().out)


def test_a_failed_command_is_one_sentence_with_what_it_said(
    bootstrap: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    uv = make_program(tmp_path / "uv", "echo kein Netz; exit 1")
    monkeypatch.setattr(bootstrap, "find_uv", lambda: str(uv))
    assert bootstrap.main([]) == 2
    error = capsys.readouterr().err
    assert error.startswith("Python 3.10 wurde weder gefunden noch ließ es sich holen; richten Sie es ein")
    assert error.endswith("ist fehlgeschlagen: kein Netz)\n")
    assert not bootstrap.stamp_file(bootstrap.VENV, "runtime").exists()


def test_a_wrong_call_is_one_sentence_and_exit_code_2() -> None:
    done = subprocess.run([sys.executable, str(SCRIPT), "--alles"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "Aufruf: python3 setup/bootstrap.py [--dev | --lock]\n")


def test_the_script_keeps_to_what_python_3_8_understands() -> None:
    compile_only = "import ast, sys; ast.parse(open(sys.argv[1], encoding='utf-8').read(), feature_version=(3, 8))"
    subprocess.run([sys.executable, "-c", compile_only, str(SCRIPT)], check=True)


def test_make_lists_every_target_with_its_help() -> None:
    environment = {**os.environ, "MAKEFLAGS": ""}
    done = subprocess.run(["make"], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    listed = re.findall(r"^  make ([a-z-]+) +\S", done.stdout, re.MULTILINE)
    assert listed == ["help", "run", "test", "test-fast", "lint", "bench", "lock", "clean"]
