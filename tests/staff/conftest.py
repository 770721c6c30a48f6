"""A back office for each test, with accounts and a browser that keeps its cookie."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import httpx
import pytest
from sqlalchemy.orm import sessionmaker

from bot.settings import Settings
from tests.staff.desk import Desk, make_desk
from tests.words import tables_folder


@pytest.fixture
def office_settings(tmp_path: Path) -> Settings:
    """Settings with a fixed day and the word tables."""
    return Settings(
        today=date(2026, 11, 22), var_dir=tables_folder().parent, models_dir=tmp_path / "models", rate_limit=False
    )


@pytest.fixture
def desk(seeded: sessionmaker, office_settings: Settings) -> Desk:
    """The back office over a seeded database of this test."""
    return make_desk(seeded, office_settings)


@pytest.fixture
def empty_desk(session_factory: sessionmaker, office_settings: Settings) -> Desk:
    """The back office over a migrated database without content: for pages that show none."""
    return make_desk(session_factory, office_settings)


@pytest.fixture
async def browser(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that has not logged in."""
    async with desk.open_browser() as client:
        yield client
