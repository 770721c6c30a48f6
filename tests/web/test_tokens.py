"""One small set of tokens: pages, back office and chat have the same colours, corners and distances, light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.page_templates import LOOK
from bot.settings import ROOT

TOKENS = LOOK / "tokens.css"
WIDGET = ROOT / "bot/web/widget"
COPY = WIDGET / "styles.js"  # the chat carries its own, as it lives in the pages of others
ITS_OWN = {"fill", "fill-deep", "on-fill", "shadow", "left", "right", "visible-height"}  # by colour and place of a chat
STYLES = (COPY, WIDGET / "panel_styles.js")
HOSTILE = ROOT / "bot/web/embedding/static/probe.css"  # shows what a website can do
SHEETS = [*sorted({*(ROOT / "bot").rglob("*.css")} - {TOKENS, HOSTILE}), *STYLES]
TOKEN = re.compile(r"^\s+--([\w-]+): (.+?)(?: !important)?;", re.MULTILINE)
DISTANCE = re.compile(r"\b(?:margin|padding|gap|border-radius)[\w-]*: ([^;}]+)")
LARGEST = 2  # rem; what is farther apart is the layout of a page


def read_themes(path: Path) -> list[dict[str, str]]:
    """Return the tokens of a stylesheet: all of them, and what of them is different in the dark."""
    light, dark = re.split(r"@media .*\(prefers-color-scheme: dark\)", path.read_text(encoding="utf-8"))[:2]
    return [dict(TOKEN.findall(part)) for part in (light, dark)]


def test_the_chat_has_the_tokens_of_the_pages() -> None:
    for tokens, copied in zip(read_themes(TOKENS), read_themes(COPY), strict=True):
        same = {name: value for name, value in copied.items() if name not in ITS_OWN}
        assert len(same) > 12
        assert same == {name: tokens[name] for name in same}


def test_the_accents_of_websites_are_checked_against_the_same_grounds() -> None:
    found = re.findall(r'grounds: \["(.+?)", "(.+?)"\]', (WIDGET / "colours.js").read_text("utf-8"))
    assert found == [(theme["ground"], theme["surface"]) for theme in read_themes(TOKENS)]


@pytest.mark.parametrize("sheet", [sheet for sheet in SHEETS if sheet != COPY], ids=lambda path: path.name)
def test_no_sheet_has_colours_of_its_own(sheet: Path) -> None:
    assert re.findall(r"#[\da-f]{3,8}\b(?=[;\s])", sheet.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_every_variable_that_is_used_is_a_token(sheet: Path) -> None:
    used = set(re.findall(r"var\(--([\w-]+)", sheet.read_text(encoding="utf-8")))
    assert used <= read_themes(COPY if sheet in STYLES else TOKENS)[0].keys()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_corners_and_distances_are_tokens(sheet: Path) -> None:
    values = DISTANCE.findall(sheet.read_text(encoding="utf-8"))
    lengths = [float(length) for value in values for length in re.findall(r"([\d.]+)rem", value)]
    assert [length for length in lengths if length <= LARGEST] == []
