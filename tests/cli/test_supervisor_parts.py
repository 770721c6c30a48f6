from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cli.supervisor_parts import CannotServe, check_ports, find_model, make_environment, make_parts
from bot.settings import Settings
from tests.cli.fake_parts import free_port


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with free ports and a trained model."""
    models = tmp_path / "models"
    models.mkdir()
    (models / "fingerprint.json").write_text(json.dumps({"model": "lotse-1.tar.gz"}), encoding="utf-8")
    (models / "lotse-1.tar.gz").touch()
    ports = {"port": free_port(), "rasa_port": free_port(), "actions_port": free_port()}
    return Settings(database_url=f"sqlite:///{tmp_path}/l.db", var_dir=tmp_path / "var", models_dir=models, **ports)


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_free_ports_are_no_reason_to_complain(settings: Settings) -> None:
    check_ports(settings)


@pytest.mark.parametrize("name", ["port", "rasa_port", "actions_port"])
def test_a_taken_port_is_named_with_its_setting(settings: Settings, taken: int, name: str) -> None:
    with pytest.raises(CannotServe) as refusal:
        check_ports(replace(settings, **{name: taken}))
    assert str(refusal.value) == (
        f"Der Port {taken} ist schon belegt. Beenden Sie das andere Programm "
        f"oder setzen Sie LOTSE_{name.upper()} auf einen freien Port."
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"port": 70000}, "Der Port 70000 in LOTSE_PORT liegt nicht zwischen 1 und 65535"),
        ({"rasa_port": 5055, "actions_port": 5055}, "LOTSE_RASA_PORT und LOTSE_ACTIONS_PORT nennen denselben Port"),
        ({"host": "192.0.2.1"}, "Auf der Adresse „192.0.2.1“ kann dieser Rechner nicht lauschen"),
    ],
)
def test_ports_and_addresses_that_cannot_be_are_explained(
    settings: Settings, changes: dict[str, object], sentence: str
) -> None:
    with pytest.raises(CannotServe, match=sentence):
        check_ports(replace(settings, **changes))


def test_the_model_is_the_one_of_the_last_training(settings: Settings) -> None:
    assert find_model(settings.models_dir).name == "lotse-1.tar.gz"
    (settings.models_dir / "lotse-1.tar.gz").unlink()
    with pytest.raises(CannotServe, match=r"Es gibt noch kein trainiertes Modell\. Führen Sie „lotse setup“ aus"):
        make_parts(settings)


def test_a_restart_of_rasa_takes_the_newest_model(settings: Settings) -> None:
    rasa = next(part for part in make_parts(settings) if part.name == "rasa")
    (settings.models_dir / "fingerprint.json").write_text(json.dumps({"model": "lotse-2.tar.gz"}), encoding="utf-8")
    (settings.models_dir / "lotse-2.tar.gz").touch()
    assert str(settings.models_dir / "lotse-2.tar.gz") in rasa.make_command()


def test_only_the_gateway_listens_to_the_network(settings: Settings) -> None:
    parts = {part.name: part for part in make_parts(replace(settings, host="0.0.0.0"))}
    environment = make_environment(settings, {})
    assert "0.0.0.0" in parts["gateway"].make_command()
    assert "0.0.0.0" not in parts["rasa"].make_command()
    assert environment["SANIC_HOST"] == "127.0.0.1"
    assert [part.health_url.split(":")[1] for part in parts.values()] == ["//127.0.0.1"] * 3


def test_rasa_is_quiet_about_visitors_and_sends_nothing_home(settings: Settings) -> None:
    rasa = next(part for part in make_parts(settings) if part.name == "rasa")
    assert "--quiet" in rasa.make_command()
    assert make_environment(settings, {})["RASA_TELEMETRY_ENABLED"] == "false"


def test_the_children_get_the_addresses_that_endpoints_yml_asks_for(settings: Settings) -> None:
    environment = make_environment(settings, {"PATH": "/bin", "LOTSE_VAR_DIR": "elsewhere"})
    assert environment["LOTSE_ACTIONS_URL"] == f"http://127.0.0.1:{settings.actions_port}"
    assert environment["LOTSE_TRACKER_URL"] == f"sqlite:///{settings.var_dir}/tracker.db"
    assert (environment["PATH"], environment["LOTSE_VAR_DIR"]) == ("/bin", str(settings.var_dir))


def test_with_postgresql_rasa_keeps_its_conversations_there_too(settings: Settings) -> None:
    url = "postgresql://lotse:wort@db/lotse"
    assert make_environment(replace(settings, database_url=url), {})["LOTSE_TRACKER_URL"] == url
