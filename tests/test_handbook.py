"""The handbook keeps up with the back office: pictures of every page, links, names of buttons."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import ROOT
from bot.staff.app import PAGES
from tests.browser.shots import SHOTS

HANDBOOK = ROOT / "docs" / "handbuch"
CHAPTERS = sorted(HANDBOOK.glob("*.md"))
PICTURES = sorted((HANDBOOK / "bilder").iterdir())
LINK = re.compile(r"\]\(([^)\s]+)\)")
NAME = re.compile(r"\*\*„([^“]+)“\*\*")
LARGEST, LARGEST_TOGETHER = 200_000, 6_000_000  # bytes

# What is downloaded, or shown as part of another page.
PARTS = {"export_table", "export_audit_log", "export_records", "show_answers_now", "download_template"}
OPENED = {page.name for page in PAGES if page.method == "GET" and not page.is_stream} - PARTS

# Where the words of the back office stand.
SOURCES = [
    *(ROOT / "bot" / "staff").rglob("*.html"),
    *(ROOT / "bot" / "staff").glob("*.py"),
    *(ROOT / "bot" / "content").glob("*.py"),
    *(ROOT / "bot" / "content" / "sheets").glob("*.py"),
    *(ROOT / "bot" / "analytics").glob("*.py"),
]
WORDS = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)


def read_links(chapter: Path) -> list[str]:
    return LINK.findall(chapter.read_text(encoding="utf-8"))


def test_every_page_that_people_open_has_a_picture() -> None:
    assert {shot.view for shot in SHOTS} == OPENED


def test_every_picture_exists_is_shown_in_a_chapter_and_no_other_is_there() -> None:
    shown = {link for chapter in CHAPTERS for link in read_links(chapter) if link.startswith("bilder/")}
    assert {f"bilder/{path.name}" for path in PICTURES} == {f"bilder/{shot.name}.jpg" for shot in SHOTS} == shown


def test_the_pictures_are_small() -> None:
    sizes = [path.stat().st_size for path in PICTURES]
    assert max(sizes) < LARGEST
    assert sum(sizes) < LARGEST_TOGETHER


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.stem)
def test_every_link_leads_to_a_file(chapter: Path) -> None:
    assert [link for link in read_links(chapter) if not (HANDBOOK / link).exists()] == []


def test_the_index_names_every_chapter() -> None:
    linked = [link for link in read_links(HANDBOOK / "README.md") if link.endswith(".md")]
    assert linked == [chapter.name for chapter in CHAPTERS if chapter.name != "README.md"]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.stem)
def test_what_is_quoted_in_bold_stands_in_the_back_office(chapter: Path) -> None:
    names = NAME.findall(chapter.read_text(encoding="utf-8"))
    assert [name for name in names if name not in WORDS] == []
