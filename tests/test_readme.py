"""README and .env.example keep up with the code: settings, commands, links."""

from __future__ import annotations

import re
from dataclasses import Field, fields
from pathlib import Path

import pytest

from bot.cli import COMMANDS
from bot.settings import ROOT, Settings, variable_name

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted(path for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "bot").rglob("README.md")))
SETTINGS = fields(Settings)


def table_row(setting: Field) -> str:
    switch = {True: "on", False: "off"} if isinstance(setting.default, bool) else {None: ""}
    value = switch.get(setting.default, str(setting.default))
    default = f"`{value}`" if value else ""
    return f"| `{variable_name(setting.name)}` | {default} | {setting.metadata['help']} |"


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_stands_in_the_table_with_its_default_and_its_help(setting: Field) -> None:
    assert table_row(setting) in README.splitlines()


def test_no_setting_stands_there_that_does_not_exist() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    known = {variable_name(setting.name) for setting in SETTINGS}
    assert set(re.findall(r"LOTSE_[A-Z_]+", README)) == known
    assert set(re.findall(r"LOTSE_[A-Z_]+", example)) == known


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_to_a_file(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)\)", page.read_text(encoding="utf-8"))
    inner = [target for target in targets if "://" not in target]
    assert [target for target in inner if not (page.parent / target).exists()] == []


def test_every_command_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert set(re.findall(r"^make ([a-z-]+)", README, re.MULTILINE)) <= targets
    assert set(re.findall(r"lotse ([a-z]+)", README)) <= set(COMMANDS)
