"""Make the environment of the project: uv, Python 3.10, the locked packages and the command ``lotse``.

Runs on any Python from 3.8 with the standard library alone; a second run finds everything there and does nothing.

    python3 setup/bootstrap.py          what the assistant needs
    python3 setup/bootstrap.py --dev    tests and checks as well
    python3 setup/bootstrap.py --lock   write the lock files anew
"""

from __future__ import annotations

import glob
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
PYTHON_VERSION = "3.10"
OLDEST_UV = (0, 4)
RUNTIME = ("runtime",)
DEV = ("runtime", "dev")


class CannotSetUp(Exception):
    """The environment cannot be made; the message is a German sentence."""


def main(arguments):
    """Run the set-up; return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # an old locale must not stop us at an ellipsis
    try:
        if arguments == ["--lock"]:
            lock_requirements()
        elif arguments in ([], ["--dev"]):
            make_environment(DEV if arguments else RUNTIME)
        else:
            raise CannotSetUp("Aufruf: python3 setup/bootstrap.py [--dev | --lock]")
    except CannotSetUp as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Abgebrochen.", file=sys.stderr)
        return 130
    return 0


def make_environment(names):
    """Make the environment with these lock files, unless it is there."""
    if is_current(VENV, names):
        return
    uv = find_uv()
    if not is_python(VENV_PYTHON):
        with step(f"Umgebung mit Python {PYTHON_VERSION} anlegen"):
            shutil.rmtree(VENV, ignore_errors=True)
            make_venv(uv)
    with step("Pakete einrichten (beim ersten Mal einige Minuten)"):
        install = [uv, "pip", "install", "--quiet", "--python", str(VENV_PYTHON)]
        for name in names:
            lock = str(lock_file(name))
            run([*install, "--compile-bytecode", "--require-hashes", "-r", lock])
    with step("Befehl „lotse“ einrichten"):
        project = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
        run([uv, "pip", "install", "--quiet", "--python", str(VENV_PYTHON), *project])
    for name in names:
        stamp_file(VENV, name).write_text(fingerprint(name), encoding="utf-8")


def make_venv(uv):
    """Make an empty environment. Raises CannotSetUp where there is no Python 3.10 and none can be fetched."""
    try:
        run([uv, "venv", "--quiet", "--python", find_python() or PYTHON_VERSION, str(VENV)])
    except CannotSetUp as error:
        raise CannotSetUp(
            f"Python {PYTHON_VERSION} wurde weder gefunden noch ließ es sich holen; "
            f"richten Sie es ein, zum Beispiel mit „pyenv install {PYTHON_VERSION}“. ({error})"
        ) from None


def lock_requirements():
    """Resolve the lock files anew; what is locked already stays unless the .in file forbids it."""
    uv = find_uv()
    for name in DEV:
        options = ["--quiet", "--no-header", "--generate-hashes", "--python-version", PYTHON_VERSION]
        with step(f"requirements/{name}.txt schreiben"):
            # Relative names: they end up in the comments of the lock file.
            run([uv, "pip", "compile", *options, f"requirements/{name}.in", "-o", f"requirements/{name}.txt"])


def is_current(venv, names):
    """Tell whether an environment works and was made from exactly these lock files."""
    for name in names:
        stamp = stamp_file(venv, name)
        if not stamp.is_file() or stamp.read_text(encoding="utf-8") != fingerprint(name):
            return False
    return is_python(venv / "bin" / "python") and (venv / "bin" / "lotse").is_file()


def stamp_file(venv, name):
    """Return the file that tells which lock file an environment was made from."""
    return venv / f".lotse-{name}"


def lock_file(name):
    """Return the lock file of this name."""
    return ROOT / "requirements" / f"{name}.txt"


def fingerprint(name):
    """Return a digest of what an environment is made from: a lock file and the place and definition of the project."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in (lock_file(name), ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def find_uv():
    """Return a working uv: our own, the machine's, or one that is installed below .tools now."""
    own = TOOLS / "bin" / "uv"
    for uv in (own, shutil.which("uv")):
        if uv and is_uv(uv):
            return str(uv)
    with step("uv einrichten"):
        return install_uv(own)


def install_uv(own):
    """Install uv into an environment of its own with the first Python that can; return its path."""
    for python in pythons():
        shutil.rmtree(TOOLS, ignore_errors=True)
        # Debian's Python comes without ensurepip unless python3-venv is installed: then the next one has its turn.
        if not succeeds([python, "-m", "venv", str(TOOLS)]):
            continue
        run([str(TOOLS / "bin" / "python"), "-m", "pip", "install", "--quiet", "uv"])
        if is_uv(own):
            return str(own)
    shutil.rmtree(TOOLS, ignore_errors=True)
    raise CannotSetUp(
        "uv ließ sich nicht einrichten, weil diesem Python das Modul venv fehlt. "
        "Installieren Sie es (unter Debian und Ubuntu: apt install python3-venv) oder uv selbst."
    )


def pythons():
    """Return the Pythons that may install uv, the running one first."""
    return [sys.executable, *pyenv_pythons("*"), "/usr/bin/python3"]


def find_python():
    """Return a Python 3.10 of pyenv, or None: then uv looks for one itself and else fetches it."""
    return next((python for python in pyenv_pythons(f"{PYTHON_VERSION}.*") if is_python(python)), None)


def pyenv_pythons(version):
    """Return the Pythons of pyenv with this version pattern, newest first; their shims are of no use to us."""
    folder = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    found = glob.glob(os.path.join(glob.escape(folder), "versions", version, "bin", "python3"))
    return sorted(found, key=lambda path: [int(part) for part in re.findall(r"\d+", path)], reverse=True)


def is_uv(path):
    """Tell whether this is a uv that works and is new enough; a pyenv shim exists and fails."""
    version = read_uv_version(output_of([str(path), "--version"]))
    return version is not None and version >= OLDEST_UV


def read_uv_version(text):
    """Return major and minor version from what ``uv --version`` prints, or None."""
    found = re.match(r"uv (\d+)\.(\d+)", text)
    return (int(found.group(1)), int(found.group(2))) if found else None


def is_python(path):
    """Tell whether this is a working Python of the right version."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    return output_of([str(path), "-c", code]).strip() == PYTHON_VERSION


def output_of(command):
    """Return what a command prints, nothing when it fails."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return "" if done.returncode else done.stdout.decode(errors="replace")


def succeeds(command):
    """Tell whether a command ends well."""
    try:
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    except OSError:
        return False
    return done.returncode == 0


def run(command):
    """Run a command of the set-up. Raises CannotSetUp with the first and the last thing it said."""
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    done = subprocess.run(
        command, cwd=str(ROOT), env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode:
        lines = [line.strip() for line in done.stdout.decode(errors="replace").splitlines() if line.strip()]
        said = " … ".join(dict.fromkeys(lines[:1] + lines[-1:])) or "keine Ausgabe"
        raise CannotSetUp(f"„{' '.join(command[:3])} …“ ist fehlgeschlagen: {said}")


@contextmanager
def step(title):
    """Print ``title … fertig (3 s)``: the first half at once, the second when the block has ended."""
    started = time.monotonic()
    print(f"{title} … ", end="", flush=True)
    try:
        yield
    except BaseException:
        print(f"abgebrochen ({time.monotonic() - started:.0f} s)", flush=True)
        raise
    print(f"fertig ({time.monotonic() - started:.0f} s)", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
