"""Mail servers of the hand-off tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.handoff.smtp_server import Mailbox, TestCertificate, make_certificate, run_smtp


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
