from __future__ import annotations

import logging
import threading

import pytest

from bot.search.watching import watch

PATIENCE = 10.0


class Source:
    """Something to look at; after so many looks it sets an event."""

    def __init__(self, looks: int, error: Exception | None = None) -> None:
        self.seen = threading.Event()
        self._left = looks
        self._error = error

    def look(self) -> None:
        self._left -= 1
        if self._left == 0:
            self.seen.set()
        if self._error:
            raise self._error


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.search.watching.INTERVAL", 0.001)


def test_a_source_is_looked_at_again_and_again() -> None:
    source = Source(looks=5)
    watch(source.look, "source")
    assert source.seen.wait(PATIENCE)


def test_a_failure_is_told_once_and_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    source = Source(looks=5, error=OSError("gone"))
    with caplog.at_level(logging.WARNING):
        watch(source.look, "source")
        assert source.seen.wait(PATIENCE)
    assert caplog.messages == ["source: cannot be read at present (OSError)"]


def test_the_watch_ends_with_its_object() -> None:
    source = Source(looks=2)
    thread = watch(source.look, "source")
    assert source.seen.wait(PATIENCE)
    del source
    thread.join(PATIENCE)
    assert not thread.is_alive()
