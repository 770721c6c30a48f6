"""No barrier that axe-core knows on any page of the back office, in the light and in the dark.

What is looked at: the pages of the handbook, of which there is one for every page that is opened, and more states.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bot.staff.app import PAGES
from bot.staff.templates import FOLDER, Templates
from tests.browser.axe import Axe
from tests.browser.office_states import OPEN_EVERYTHING, STATES, UTE
from tests.browser.shots import NOBODY, SHOTS, TINA, Shot, fill_newcomer
from tests.browser.small_office import EVERYTHING, Office, open_small_office

pytestmark = pytest.mark.slow

EXTENDS = '{% extends "layout.html" %}'
THEMSELVES = (NOBODY, TINA, UTE)  # everything else is looked at by somebody who may do everything
# What the handbook shows of several people or in several widths is looked at once; one picture needs all the content.
PICTURED = [shot for shot in reversed(SHOTS) if shot.prepare is not fill_newcomer]
ONCE = {(shot.path, shot.prepare): shot for shot in (*PICTURED, *STATES)}.values()


def area_of(shot: Shot) -> str:
    """Return the part of the back office that a page belongs to."""
    return shot.path.split("?")[0].split("/")[1]


AREAS = {area: list(shots) for area, shots in groupby(sorted(ONCE, key=area_of), key=area_of)}


# What these show are pages of other modules.
ELSEWHERE = {f"bot.staff.{module}" for module in ("cases_faq", "cases_stream", "cases_texts")}


@dataclass
class Seen:
    """What was looked at in this run: parts of the back office, and templates."""

    areas: set[str] = field(default_factory=set)
    templates: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def seen() -> Iterator[Seen]:
    seen, render = Seen(), Templates.render

    def note(self: Templates, name: str, **context: object) -> str:
        seen.templates.add(name)
        return render(self, name, **context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Templates, "render", note)
        yield seen


@pytest.fixture(scope="module")
def office(
    migrated_template: Path, tmp_path_factory: pytest.TempPathFactory, browser: Browser, seen: Seen
) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    shutil.copy(migrated_template, folder / "lotse.db")
    with open_small_office(folder, browser) as office:
        yield office


def look_at(office: Office, axe: Axe, shot: Shot) -> list[str]:
    """Return what is wrong with a page, with all its parts open."""
    page = office.show(shot if shot.who in THEMSELVES else replace(shot, who=EVERYTHING))
    page.evaluate(OPEN_EVERYTHING)
    found = axe.find_barriers(page, shot.name)
    page.emulate_media(color_scheme="dark")
    return found + axe.find_pale_text(page, f"{shot.name}, dark")


@pytest.mark.parametrize("area", AREAS)
def test_no_page_of_the_back_office_has_a_barrier(office: Office, axe: Axe, seen: Seen, area: str) -> None:
    found = [barrier for shot in AREAS[area] for barrier in look_at(office, axe, shot)]
    seen.areas.add(area)
    assert not found, "\n".join(found)


def test_no_template_of_a_page_is_left_out(seen: Seen) -> None:
    if seen.areas != AREAS.keys():
        pytest.skip("only some parts of the back office were looked at")
    pages = [path for path in FOLDER.rglob("*.html") if "<html" in (text := path.read_text("utf-8")) or EXTENDS in text]
    assert {path.relative_to(FOLDER).as_posix() for path in pages} - seen.templates == {"layout.html"}


def test_no_module_with_pages_is_left_out() -> None:
    modules = {page.name: page.view.__module__ for page in PAGES}
    assert {*modules.values()} - {modules[shot.view] for shot in ONCE} == ELSEWHERE
