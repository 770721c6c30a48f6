from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from bot.search.followed import INTERVAL, RETRY, Followed


@dataclass
class Source:
    """A source whose value, stamp and clock are set by hand; a value of None cannot be read."""

    value: str | None = None
    stamp: Hashable = None
    now: float = 100.0
    reads: list[Hashable] = field(default_factory=list)
    looks: int = 0

    def look(self) -> Hashable:
        self.looks += 1
        return self.stamp

    def read(self) -> str:
        self.reads.append(self.stamp)
        if self.value is None:
            raise OSError("half-written")
        return self.value

    def follow(self, read: Callable[[], str] | None = None) -> Followed[str]:
        return Followed(
            "source",
            stamp=self.look,
            read=read or self.read,
            initial="initial",
            errors=(OSError,),
            clock=lambda: self.now,
        )


def test_without_a_source_there_is_the_initial_value() -> None:
    source = Source()
    assert source.follow().get() == "initial"
    assert source.reads == []


def test_a_new_value_is_there_after_the_interval_and_read_only_once() -> None:
    source = Source("first", stamp=1)
    followed = source.follow()
    assert followed.get() == "first"
    source.value, source.stamp = "second", 2
    assert followed.get() == "first"
    source.now += INTERVAL
    assert [followed.get(), followed.get()] == ["second", "second"]
    assert source.reads == [1, 2]


def test_many_messages_cost_one_look_in_an_interval() -> None:
    source = Source("first", stamp=1)
    followed = source.follow()
    for _ in range(100):
        followed.get()
    assert source.looks == 1


def test_what_cannot_be_read_leaves_the_former_value_and_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    source = Source("first", stamp=1)
    followed = source.follow()
    followed.get()
    source.value, source.stamp = None, 2
    for _ in range(3):
        source.now += RETRY
        assert followed.get() == "first"
    assert source.reads == [1, 2, 2, 2]
    assert caplog.text.count("unreadable, the former stays in use: half-written") == 1


def test_what_could_not_be_read_is_tried_again_later() -> None:
    source = Source("first", stamp=1)
    followed = source.follow()
    followed.get()
    source.value, source.stamp = None, 2
    source.now += INTERVAL
    followed.get()
    source.value = "second"
    source.now += INTERVAL
    assert followed.get() == "first"
    source.now += RETRY
    assert followed.get() == "second"


def test_a_source_that_vanishes_leaves_its_last_value() -> None:
    source = Source("first", stamp=1)
    followed = source.follow()
    followed.get()
    source.stamp = None
    source.now += INTERVAL
    assert followed.get() == "first"


def test_nobody_waits_while_a_new_value_is_read() -> None:
    source = Source("first", stamp=1)
    begun, finished = threading.Event(), threading.Event()

    def read_slowly() -> str:
        begun.set()
        assert finished.wait(10)
        return "second"

    followed = source.follow(read_slowly)
    with ThreadPoolExecutor(1) as pool:
        reader = pool.submit(followed.get)
        assert begun.wait(10)
        assert followed.get() == "initial"
        finished.set()
        assert reader.result() == "second"


def test_a_watched_source_is_read_at_once_and_again_without_being_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.search.watching.INTERVAL", 0.001)
    source, read_again = Source("first", stamp=1), threading.Event()

    def read() -> str:
        if source.reads:
            read_again.set()
        return source.read()

    followed = source.follow(read).watch()
    assert source.reads == [1]
    source.value, source.stamp, source.now = "second", 2, source.now + INTERVAL
    assert read_again.wait(10)
    assert followed is not None
