"""A session on a database without accounts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session, sessionmaker


@pytest.fixture
def session(session_factory: sessionmaker) -> Iterator[Session]:
    """A session of this test."""
    with session_factory() as session:
        yield session
