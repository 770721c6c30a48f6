"""An empty database and an editor."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session, sessionmaker

from bot.accounts.sessions import AccountView
from tests.revisions.people import add_person


@pytest.fixture
def session(session_factory: sessionmaker) -> Iterator[Session]:
    with session_factory() as session:
        yield session


@pytest.fixture
def erika(session: Session) -> AccountView:
    """An editor."""
    return add_person(session, "Erika")
