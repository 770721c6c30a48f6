"""Databases and mail servers of the hand-off tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import sessionmaker

from bot.db import make_engine, make_session_factory
from bot.migrations.upgrade import upgrade_database
from tests.handoff.smtp_server import Mailbox, TestCertificate, make_certificate, run_smtp


@pytest.fixture(params=["sqlite", "postgresql"])
def factory(request: pytest.FixtureRequest) -> Iterator[sessionmaker]:
    """A session factory on a migrated, empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("session_factory")
        return
    engine = make_engine(request.getfixturevalue("postgres_url"))
    upgrade_database(engine)
    yield make_session_factory(engine)
    engine.dispose()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A running SMTP server without encryption and password; it keeps what it receives."""
    mailbox = Mailbox()
    with run_smtp(mailbox):
        yield mailbox


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> TestCertificate:
    """A certificate for 127.0.0.1 that nobody trusts unless told to."""
    return make_certificate(tmp_path_factory.mktemp("certificate"))
