from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from datetime import date
from pathlib import Path

import pytest

from bot.clock import utc_now
from bot.local_time import local_day
from bot.settings import InvalidSetting, Settings, read_settings, split_list


def read(env_file: Path | None = None, **environment: str) -> Settings:
    return read_settings(environment, env_file)


def test_without_any_setting_the_defaults_hold() -> None:
    assert read() == Settings()


def test_every_setting_has_one_line_of_help() -> None:
    helps = [entry.metadata["help"] for entry in fields(Settings)]
    assert all(text and "\n" not in text for text in helps)


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("port", "9000", 9000),
        ("rasa_timeout", "2.5", 2.5),
        ("today", "2026-11-22", date(2026, 11, 22)),
        ("rate_limit", "off", False),
        ("rate_limit", "ON", True),
        ("show_samples", "nein", False),
        ("var_dir", "/tmp/lotse", Path("/tmp/lotse")),
        ("host", " 0.0.0.0 ", "0.0.0.0"),
    ],
)
def test_a_value_is_read_in_the_type_of_its_setting(name: str, raw: str, value: object) -> None:
    found = getattr(read(**{f"LOTSE_{name.upper()}": raw}), name)
    assert found == value
    assert type(found) is type(value) or isinstance(found, Path)


@pytest.mark.parametrize(
    ("name", "raw"),
    [("PORT", "achttausend"), ("RATE_LIMIT", "vielleicht"), ("TODAY", "22.11.2026"), ("RASA_TIMEOUT", "lang")],
)
def test_an_unusable_value_is_refused_with_its_name(name: str, raw: str) -> None:
    with pytest.raises(InvalidSetting, match=f"LOTSE_{name} .*„{raw}“"):
        read(**{f"LOTSE_{name}": raw})


@pytest.mark.parametrize("name", ["RATE_PER_CONVERSATION", "RATE_PER_ADDRESS", "MAX_STREAMS"])
def test_a_limit_that_lets_nobody_through_is_refused(name: str) -> None:
    for raw in ("0", "-1"):
        with pytest.raises(InvalidSetting, match=f"LOTSE_{name} muss mindestens 1 sein"):
            read(**{f"LOTSE_{name}": raw})
    read(**{f"LOTSE_{name}": "1"})


@pytest.mark.parametrize(
    "raw",
    ["https://wfg-kassel.de/", "wfg-kassel.de", "https://a.de/pfad", "https://A.de", "*", "https://a.de https://b.de"],
)
def test_an_origin_that_no_browser_sends_is_refused(raw: str) -> None:
    with pytest.raises(InvalidSetting, match=r"LOTSE_ALLOWED_ORIGINS .* ohne Schrägstrich am Ende"):
        read(LOTSE_ALLOWED_ORIGINS=f"https://wfg-kassel.de, {raw}")


def test_origins_with_ports_and_addresses_are_read() -> None:
    origins = ["https://wfg-kassel.de", "http://localhost:8080", "http://[::1]:80", "https://xn--frderung-n4a.de"]
    assert read(LOTSE_ALLOWED_ORIGINS=", ".join(origins)).origins == origins


def test_the_environment_beats_the_file_and_the_file_the_default(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text('# Ports\nLOTSE_PORT=9001\nLOTSE_RASA_PORT="9002"\n', encoding="utf-8")
    settings = read(env_file, LOTSE_PORT="9000")
    assert (settings.port, settings.rasa_port, settings.actions_port) == (9000, 9002, 5055)


def test_an_empty_value_means_the_default_unless_text_is_wanted(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("LOTSE_SMTP_URL=smtp://mail.example\nLOTSE_PORT=\n", encoding="utf-8")
    settings = read(env_file, LOTSE_SMTP_URL="")
    assert (settings.smtp_url, settings.port) == ("", 8000)


def test_a_missing_file_is_no_error(tmp_path: Path) -> None:
    assert read(tmp_path / "missing.env") == Settings()


def test_settings_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        read().port = 1  # type: ignore[misc]


def test_today_is_the_fixed_day_or_the_real_one() -> None:
    assert read(LOTSE_TODAY="2026-11-22").current_day() == date(2026, 11, 22)
    assert read().current_day() == local_day(utc_now())


def test_rasa_and_the_action_server_are_reached_on_loopback_only() -> None:
    settings = read(LOTSE_HOST="0.0.0.0", LOTSE_RASA_PORT="6005", LOTSE_ACTIONS_PORT="6055")
    assert settings.rasa_url == "http://127.0.0.1:6005"
    assert settings.actions_url == "http://127.0.0.1:6055"


def test_a_list_is_split_at_commas_without_blanks() -> None:
    assert split_list(" https://a.de ,, https://b.de") == ["https://a.de", "https://b.de"]
