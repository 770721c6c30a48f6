"""A gateway for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import sessionmaker

from bot.db import make_engine
from tests.web.fake_rasa import FakeRasa
from tests.web.gateway import FakeReduced, Gateway, Parts, run_gateway


@pytest.fixture
def tracker_engine(tmp_path: Path) -> Iterator[Engine]:
    """Rasa's own store, empty."""
    engine = make_engine(f"sqlite:///{tmp_path / 'tracker.db'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE events (sender_id TEXT, data TEXT)"))
    yield engine
    engine.dispose()


@pytest.fixture
def parts(seeded: sessionmaker, tracker_engine: Engine) -> Parts:
    """What stands behind the gateway of this test."""
    return Parts(seeded, tracker_engine)


@pytest.fixture
def rasa(parts: Parts) -> FakeRasa:
    return parts.rasa


@pytest.fixture
def reduced(parts: Parts) -> FakeReduced:
    assert isinstance(parts.reduced, FakeReduced)
    return parts.reduced


@pytest.fixture
async def gateway(parts: Parts) -> AsyncIterator[Gateway]:
    """A running gateway without limits."""
    async with run_gateway(parts) as gateway:
        yield gateway
