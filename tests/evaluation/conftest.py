from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from bot.evaluation.client import open_http
from tests.evaluation.fake_chat import FakeChat, serve_fake_chat


@pytest.fixture
def chat() -> Iterator[FakeChat]:
    """A fake gateway that is running."""
    with serve_fake_chat() as running:
        yield running


@pytest.fixture
def http(chat: FakeChat) -> Iterator[httpx.Client]:
    """A client of the fake gateway."""
    with open_http(chat.url) as client:
        yield client
