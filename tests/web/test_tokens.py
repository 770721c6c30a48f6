"""One small set of colours: pages, back office and chat say the same, in the light and in the dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import ROOT

TOKENS = ROOT / "bot/web/public/static/tokens.css"
OTHERS = (ROOT / "bot/staff/static/staff.css", ROOT / "bot/web/widget/styles.js")
SHEETS = sorted((ROOT / "bot/web").rglob("*.css"))


def read_themes(path: Path) -> list[dict[str, str]]:
    """Return the colours of a stylesheet for the light and for the dark."""
    light, _, dark = path.read_text(encoding="utf-8").partition("@media (prefers-color-scheme: dark)")
    pattern = r"^\s+--([\w-]+): (#[\da-f]{6})(?: !important)?;"
    return [dict(re.findall(pattern, part, re.MULTILINE)) for part in (light, dark)]


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name)
def test_every_colour_is_the_same_everywhere(path: Path) -> None:
    for tokens, others in zip(read_themes(TOKENS), read_themes(path), strict=True):
        assert len(others) > 12
        assert others == {name: tokens[name] for name in others}


def test_the_accents_of_websites_are_checked_against_the_same_grounds() -> None:
    found = re.findall(r'grounds: \["(.+?)", "(.+?)"\]', (ROOT / "bot/web/widget/colours.js").read_text("utf-8"))
    assert found == [(theme["ground"], theme["surface"]) for theme in read_themes(TOKENS)]


@pytest.mark.parametrize("sheet", [sheet for sheet in SHEETS if sheet != TOKENS], ids=lambda path: path.name)
def test_no_page_has_colours_of_its_own(sheet: Path) -> None:
    css = sheet.read_text(encoding="utf-8")
    assert sheet.name == "probe.css" or re.findall(r"#[\da-f]{3,8}\b(?=[;\s])", css) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_every_colour_that_is_used_is_a_token(sheet: Path) -> None:
    used = set(re.findall(r"var\(--([\w-]+)", sheet.read_text(encoding="utf-8")))
    assert used <= set(read_themes(TOKENS)[0])
