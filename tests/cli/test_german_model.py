from __future__ import annotations

import hashlib
import io
import socket
import tarfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.cli import german_model
from bot.cli.german_model import ATTEMPT_FILE, ModelPackage, NoModel, describe_pipeline, find_installer, install_model
from bot.cli.german_model import try_official_model as try_model
from tests.cli.fake_parts import free_port
from tests.require import require

SETUP = "from setuptools import setup\nsetup(name='fake_model', version='1', packages=['fake_model'])\n"


def make_package(module: str = "NAME = 'fake'\n") -> bytes:
    """Make a tiny source package, as the official model is one."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, text in (("setup.py", SETUP), ("fake_model/__init__.py", module)):
            member = tarfile.TarInfo(f"fake_model-1/{name}")
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
    return buffer.getvalue()


PACKAGE = make_package()


@contextmanager
def server(write: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[tuple[str, list[str]]]:
    """Serve on a free port until the block ends; gives the address of the package and the paths asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            try:
                write(self)
            except OSError:
                """The client has given up."""

        def log_message(self, *_arguments: object) -> None:
            """Keep the output of the tests clean."""

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{httpd.server_port}/fake_model-1.tar.gz", asked
    finally:
        httpd.shutdown()
        httpd.server_close()


def send_package(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(PACKAGE)


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Send so slowly that no single wait is long, but the whole never ends."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b".")
        time.sleep(0.05)


def package(url: str, content: bytes = PACKAGE) -> ModelPackage:
    return ModelPackage(url, hashlib.sha256(content).hexdigest())


def test_a_package_with_the_right_hash_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installer = require(find_installer(), "Weder uv noch pip gefunden; „make test“ richtet uv ein.")
    monkeypatch.setattr(german_model, "find_installer", lambda: [*installer, "--target", str(tmp_path / "site")])
    with server(send_package) as (url, _):
        assert try_model(tmp_path / "var", package=package(url))
    assert (tmp_path / "site" / "fake_model" / "__init__.py").read_text() == "NAME = 'fake'\n"
    assert not (tmp_path / "var" / ATTEMPT_FILE).exists()


def test_a_package_with_another_hash_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(german_model, "install_file", lambda *_arguments: pytest.fail("installed"))
    with server(send_package) as (url, _), pytest.raises(NoModel, match="die Prüfsumme stimmt nicht"):
        install_model(package(url, make_package("import os\n")), seconds=5)


def test_a_slow_server_is_given_up_in_time() -> None:
    started = time.monotonic()
    with server(drip) as (url, _), pytest.raises(NoModel, match="die Zeit war um"):
        install_model(package(url), seconds=0.3)
    assert time.monotonic() - started < 2


def test_a_server_that_accepts_and_says_nothing_is_given_up_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(NoModel, match="die Zeit war um"):
        install_model(package(f"http://127.0.0.1:{silent.getsockname()[1]}/m.tar.gz"), seconds=0.3)


def test_an_installation_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr(german_model, "find_installer", lambda: [str(slow)])
    with server(send_package) as (url, _), pytest.raises(NoModel, match="die Zeit war um"):
        install_model(package(url), seconds=0.5)


def test_a_failed_installation_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(german_model, "find_installer", lambda: ["false"])
    with server(send_package) as (url, _):
        assert try_model(tmp_path, package=package(url))
    assert "Installation ist fehlgeschlagen" in (tmp_path / ATTEMPT_FILE).read_text(encoding="utf-8")


def test_without_network_one_line_says_so_and_that_was_the_only_attempt(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    away = ModelPackage(f"http://127.0.0.1:{free_port()}/m.tar.gz", "0")
    assert try_model(tmp_path / "var", package=away)
    assert capsys.readouterr().out.startswith(
        "Offizielles deutsches Sprachmodell holen (ein Versuch) … nicht möglich: keine Verbindung (ConnectError)"
    )
    assert not try_model(tmp_path / "var", package=away)
    assert capsys.readouterr().out == ""


def test_a_missing_file_is_asked_for_once_and_again_on_demand(tmp_path: Path) -> None:
    with server(lambda handler: handler.send_error(404)) as (url, asked):
        assert [try_model(tmp_path, package=package(url), again=again) for again in (False, False, True)] == [
            True,
            False,
            True,
        ]
        assert len(asked) == 2


def test_an_installed_model_is_not_fetched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(german_model, "installed_pipeline", lambda: "de_core_news_sm")
    assert not try_model(tmp_path, again=True)
    assert describe_pipeline() == "Deutsche Sprachverarbeitung: offizielles Modell de_core_news_sm"


def test_the_built_in_pipeline_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(german_model, "installed_pipeline", lambda: "built-in")
    assert describe_pipeline() == "Deutsche Sprachverarbeitung: eingebaute Pipeline aus den Sprachtabellen"


def test_a_broken_uv_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shim = tmp_path / "uv"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(german_model, "ROOT", tmp_path / "nowhere")
    monkeypatch.delenv("UV", raising=False)
    assert str(shim) not in (find_installer() or [])
