"""The three parts of the assistant: how each is started, and how to see that it is well."""

from __future__ import annotations

import errno
import json
import os
import socket
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.addresses import gateway_url
from bot.settings import Settings, variable_name

PYTHON = (sys.executable, "-m")


class CannotServe(Exception):
    """The assistant cannot be started; the message is a German sentence."""


@dataclass(frozen=True)
class Part:
    """One process; ``make_command`` is asked at each start, because a new training makes a new model file."""

    name: str
    title: str
    make_command: Callable[[], list[str]]
    health_url: str


def make_parts(settings: Settings) -> list[Part]:
    """Describe gateway, Rasa and action server. Raises CannotServe without a model."""
    find_model(settings.models_dir)
    return [
        Part("gateway", "Gateway", lambda: _gateway_command(settings), f"{gateway_url(settings)}/healthz"),
        Part("rasa", "Rasa", lambda: _rasa_command(settings), f"{settings.rasa_url}/"),
        Part("actions", "Action-Server", lambda: _actions_command(settings), f"{settings.actions_url}/health"),
    ]


def make_environment(settings: Settings, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the environment of all parts; Rasa's endpoints.yml reads two of its addresses from there."""
    own = {
        "DATABASE_URL": settings.database_url,
        "TRACKER_URL": settings.tracker_database_url,
        "VAR_DIR": str(settings.var_dir),
        "MODELS_DIR": str(settings.models_dir),
        "ACTIONS_URL": settings.actions_url,
    }
    quiet = {
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONWARNINGS": "ignore",
        "PYTHONUNBUFFERED": "1",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "OMP_NUM_THREADS": "1",
        "SANIC_HOST": "127.0.0.1",  # rasa-sdk has no option for it and would listen everywhere
        "SANIC_WORKERS": "1",
        "SANIC_ACCESS_LOG": "false",  # else each request is described for a log that is off
    }
    return {**environment, **{f"LOTSE_{name}": value for name, value in own.items()}, **quiet}


def find_model(models_dir: Path) -> Path:
    """Return the file of the trained model. Raises CannotServe."""
    try:
        stored = json.loads((models_dir / "fingerprint.json").read_text(encoding="utf-8"))
        model = models_dir / stored["model"]
    except (OSError, ValueError, KeyError, TypeError):
        model = None
    if model is None or not model.is_file():
        raise CannotServe("Es gibt noch kein trainiertes Modell. Führen Sie „lotse setup“ aus.")
    return model


def check_ports(settings: Settings) -> None:
    """Raise CannotServe unless all three ports can be opened."""
    wanted = [(settings.host, "port"), ("127.0.0.1", "rasa_port"), ("127.0.0.1", "actions_port")]
    seen: dict[int, str] = {}
    for _host, name in wanted:
        port, variable = getattr(settings, name), variable_name(name)
        if port in seen:
            raise CannotServe(f"{seen[port]} und {variable} nennen denselben Port {port}.")
        seen[port] = variable
    for host, name in wanted:
        _check_port(host, getattr(settings, name), variable_name(name))


def _check_port(host: str, port: int, variable: str) -> None:
    if not 0 < port < 65536:
        raise CannotServe(f"Der Port {port} in {variable} liegt nicht zwischen 1 und 65535.")
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the servers do: a closing port is free
            probe.bind((host, port))
    except OSError as error:
        raise CannotServe(_explain(error, host=host, port=port, variable=variable)) from None


def _explain(error: OSError, *, host: str, port: int, variable: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Der Port {port} ist schon belegt. Beenden Sie das andere Programm "
            f"oder setzen Sie {variable} auf einen freien Port."
        )
    if error.errno == errno.EACCES:
        return f"Der Port {port} ist dem Systemverwalter vorbehalten. Setzen Sie {variable} auf einen Port ab 1024."
    return f"Auf der Adresse „{host}“ kann dieser Rechner nicht lauschen. Prüfen Sie LOTSE_HOST."


def _gateway_command(settings: Settings) -> list[str]:
    where = ["--host", settings.host, "--port", str(settings.port)]
    # The app itself reads X-Forwarded-For, and only from trusted proxies; open event streams must not hold up a stop.
    how = ["--no-proxy-headers", "--no-access-log", "--log-level", "warning", "--timeout-graceful-shutdown", "3"]
    return [*PYTHON, "uvicorn", "bot.asgi:create", "--factory", *where, *how]


def _rasa_command(settings: Settings) -> list[str]:
    files = ["--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
    where = ["-i", "127.0.0.1", "-p", str(settings.rasa_port)]
    # Quiet also with LOTSE_LOG_LEVEL=DEBUG: Rasa would write down what visitors say.
    model = ["-m", str(find_model(settings.models_dir))]
    return [*PYTHON, "bot.nlu.server", "run", *model, *files, *where, "--quiet"]


def _actions_command(settings: Settings) -> list[str]:
    return [*PYTHON, "actions", "--actions", "actions", "-p", str(settings.actions_port), "--quiet"]
