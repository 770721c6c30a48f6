"""Fetch the official German model of spaCy: tried once, checked by its hash, never needed."""

from __future__ import annotations

import hashlib
import importlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import httpx

from bot.cli.steps import step
from bot.german.pipeline import OFFICIAL_MODEL, installed_pipeline
from bot.settings import ROOT

SECONDS = 20.0  # for everything: name lookup, download and installation
ATTEMPT_FILE = "german_model.txt"


@dataclass(frozen=True)
class ModelPackage:
    """A package to fetch: where it is, and the SHA-256 it must have."""

    url: str
    sha256: str

    @property
    def file_name(self) -> str:
        """Name of the file, the last part of the address."""
        return self.url.rsplit("/", 1)[-1]


OFFICIAL = ModelPackage(
    "https://github.com/explosion/spacy-models/releases/download/de_core_news_sm-3.4.0/de_core_news_sm-3.4.0.tar.gz",
    "33b8c16beaa2e6045bb6d91611dcb693cffec548f570755d7334d3a148def5a2",
)


class NoModel(Exception):
    """The model could not be fetched; the message is a German half-sentence that says why."""


def describe_pipeline() -> str:
    """Say in one line which German pipeline is in use."""
    if installed_pipeline() == OFFICIAL_MODEL:
        return f"Deutsche Sprachverarbeitung: offizielles Modell {OFFICIAL_MODEL}"
    return "Deutsche Sprachverarbeitung: eingebaute Pipeline aus den Sprachtabellen"


def try_official_model(
    var_dir: Path, *, again: bool = False, package: ModelPackage = OFFICIAL, seconds: float = SECONDS
) -> bool:
    """Try to install the official model, after a failure only if ``again``; return whether an attempt was made."""
    attempt = var_dir / ATTEMPT_FILE
    if installed_pipeline() == OFFICIAL_MODEL or (attempt.exists() and not again):
        return False
    with step("Offizielles deutsches Sprachmodell holen (ein Versuch)") as running:
        try:
            install_model(package, seconds=seconds)
            attempt.unlink(missing_ok=True)  # a new environment may try again
        except NoModel as error:
            running.result = f"nicht möglich: {error}"
            var_dir.mkdir(parents=True, exist_ok=True)
            attempt.write_text(f"{running.result}\n", encoding="utf-8")
    return True


def install_model(package: ModelPackage, *, seconds: float) -> None:
    """Download, check and install within so many seconds. Raises NoModel."""
    deadline = time.monotonic() + seconds
    with tempfile.TemporaryDirectory(prefix="lotse-model-") as folder:
        file = Path(folder) / package.file_name
        file.write_bytes(download(package, deadline))
        install_file(file, deadline)
    importlib.invalidate_caches()


def download(package: ModelPackage, deadline: float) -> bytes:
    """Return the checked content of the package. Raises NoModel, at the deadline at the latest."""
    received: list[bytes] = []
    failures: list[str] = []

    def fetch() -> None:
        try:
            received.append(_read(package.url, deadline))
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            failures.append(type(error).__name__)

    # A thread of its own: looking up a host name cannot be given a time limit in any other way.
    thread = Thread(target=fetch, daemon=True)
    thread.start()
    thread.join(max(0.0, deadline - time.monotonic()))
    if not received:
        raise NoModel(f"keine Verbindung ({failures[0]})" if failures else "die Zeit war um")
    if hashlib.sha256(received[0]).hexdigest() != package.sha256:
        raise NoModel("die Prüfsumme stimmt nicht")
    return received[0]


def install_file(file: Path, deadline: float) -> None:
    """Install a package file into this environment, without its dependencies. Raises NoModel."""
    command = find_installer()
    if command is None:
        raise NoModel("weder uv noch pip gefunden")
    try:
        done = subprocess.run(  # noqa: S603 - our own command
            [*command, "--no-deps", "--no-build-isolation", str(file)],
            capture_output=True,
            timeout=max(0.1, deadline - time.monotonic()),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NoModel("die Zeit war um") from None
    if done.returncode:
        raise NoModel("die Installation ist fehlgeschlagen")


def find_installer() -> list[str] | None:
    """Return the command that installs into this environment: uv where it works, else pip."""
    for uv in (os.environ.get("UV"), ROOT / ".tools" / "bin" / "uv", shutil.which("uv")):
        if uv and works(str(uv), "--version"):
            return [str(uv), "pip", "install", "--python", sys.executable]
    if works(sys.executable, "-m", "pip", "--version"):
        return [sys.executable, "-m", "pip", "install"]
    return None


def works(*command: str) -> bool:
    """Tell whether a command ends well; a pyenv shim exists and fails."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=10, check=False)  # noqa: S603 - our own command
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _read(url: str, deadline: float) -> bytes:
    content = bytearray()
    with httpx.stream("GET", url, follow_redirects=True, timeout=5.0) as response:
        response.raise_for_status()
        for chunk in response.iter_bytes():
            content += chunk
            if time.monotonic() > deadline:
                raise httpx.ReadTimeout("deadline")
    return bytes(content)
