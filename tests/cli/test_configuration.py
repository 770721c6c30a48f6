from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from bot.addresses import gateway_url
from bot.cli.configuration import anchor, read_configuration
from bot.settings import ROOT, InvalidSetting, Settings, read_settings, variable_name


def test_relative_paths_are_seen_from_the_project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOTSE_VAR_DIR", "var")
    monkeypatch.setenv("LOTSE_DATABASE_URL", "sqlite:///var/lotse.db")
    settings = read_configuration()
    assert settings.var_dir == ROOT / "var"
    assert settings.database_url == f"sqlite:///{ROOT}/var/lotse.db"


@pytest.mark.parametrize("url", ["sqlite:////srv/lotse.db", "sqlite://", "postgresql://lotse:geheim@db:5432/lotse"])
def test_other_database_addresses_stay_as_they_are(url: str) -> None:
    assert anchor(Settings(database_url=url, tracker_url=url)).database_url == url


def test_an_unreadable_database_address_is_refused_without_showing_it() -> None:
    with pytest.raises(InvalidSetting, match=r"^Die Einstellung LOTSE_DATABASE_URL ist keine Datenbankadresse\.$"):
        anchor(Settings(database_url="lotse:geheim@db"))


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
        ("10.1.2.3", "http://10.1.2.3:8000"),
    ],
)
def test_the_gateway_is_asked_where_it_can_be_reached(host: str, url: str) -> None:
    assert gateway_url(Settings(host=host)) == url


def example_lines(settings: type[Settings]) -> list[str]:
    lines = []
    for entry in fields(settings):
        value = {True: "on", False: "off"}[entry.default] if isinstance(entry.default, bool) else entry.default
        lines += [f"# {entry.metadata['help']}", f"#{variable_name(entry.name)}={'' if value is None else value}"]
    return lines


def test_the_example_file_shows_every_setting_with_its_help_and_default() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    _, _, listed = text.partition("\n\n")
    assert [line for line in listed.splitlines() if line] == example_lines(Settings)


def test_the_example_file_can_be_used_as_it_is(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    env_file.write_text(text.replace("\n#LOTSE_", "\nLOTSE_"), encoding="utf-8")
    assert read_settings({}, env_file) == Settings()
