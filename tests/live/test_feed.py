"""The feed of a process: who is told what, when it reads, and what it survives."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import sessionmaker

from bot.conversations.live import announce
from bot.live import feed as live_feed
from tests.live.processes import LONG, begin_to_hear, hear, run_process


@contextmanager
def counted_statements(factory: sessionmaker) -> Iterator[list[str]]:
    """Collect the statements of a factory's engine until the block ends."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        found.append(statement)

    bind = factory.kw["bind"]
    event.listen(bind, "before_cursor_execute", note)
    yield found
    event.remove(bind, "before_cursor_execute", note)


async def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    for _ in range(1000):
        if is_so():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("It did not become so.")


async def test_only_those_hear_of_something_whom_it_concerns(either_engine: Engine) -> None:
    async with run_process(either_engine) as process:
        with process.feed.listen("one") as one, process.feed.listen("other", "staff") as both:
            await begin_to_hear(one)
            await begin_to_hear(both)
            process.announce("one", "typing", who="person")
            process.announce("staff", "cases", case="TK-1")
            assert await hear(one) == [("typing", {"who": "person"})]
            assert await hear(both) == [("cases", {"case": "TK-1"})]


async def test_two_processes_hear_each_other_and_themselves(either_engine: Engine) -> None:
    async with run_process(either_engine) as here, run_process(either_engine) as there:
        with here.feed.listen("one") as near, there.feed.listen("one") as far:
            await begin_to_hear(near)
            await begin_to_hear(far)
            for number, writer in enumerate((here, there, here)):
                writer.announce("one", number=number)
                assert await hear(near) == await hear(far) == [("message", {"number": number})]


async def test_what_is_written_here_is_heard_without_waiting_for_the_next_look(either_engine: Engine) -> None:
    async with run_process(either_engine, poll_seconds=LONG) as process:
        with process.feed.listen("one") as listener:
            await begin_to_hear(listener)
            started = time.monotonic()
            await asyncio.to_thread(process.announce, "one")
            assert await hear(listener) == [("message", {})]
            assert time.monotonic() - started < LONG / 2


async def test_nothing_is_heard_before_the_commit_nor_after_a_roll_back(either_engine: Engine) -> None:
    async with run_process(either_engine) as process:
        with process.feed.listen("one") as listener:
            await begin_to_hear(listener)
            with process.factory() as session:
                announce(session, "one", "state")
                assert await listener.wait(0.1) is None
                session.rollback()
                assert await listener.wait(0.1) is None
            process.announce("one")
            assert await hear(listener) == [("message", {})]


async def test_while_nobody_listens_nothing_is_read(either_engine: Engine) -> None:
    async with run_process(either_engine) as process:
        with process.feed.listen("one") as listener:
            await begin_to_hear(listener)
        await asyncio.sleep(0.05)
        with counted_statements(process.factory) as statements:
            await asyncio.sleep(0.1)
        assert statements == []
        with process.feed.listen("one") as listener:
            await begin_to_hear(listener)
            process.announce("one")
            assert await hear(listener) == [("message", {})]


async def test_a_hundred_streams_cost_no_more_looks_than_one(either_engine: Engine) -> None:
    async with run_process(either_engine, poll_seconds=LONG) as process:
        with process.feed.listen("one") as first, ExitStack() as others:
            await begin_to_hear(first)
            with counted_statements(process.factory) as statements:
                for number in range(100):
                    others.enter_context(process.feed.listen(f"{number}"))
                process.feed.nudge()
                await until(lambda: bool(statements))
            assert len(statements) == 1


async def test_news_that_nobody_takes_do_not_pile_up(either_engine: Engine) -> None:
    async with run_process(either_engine) as process:
        with process.feed.listen("one") as slow, process.feed.listen("last") as quick:
            await begin_to_hear(slow)
            await begin_to_hear(quick)
            for number in range(50):
                process.announce("one", number=number)
            process.announce("last")
            await hear(quick)
            assert await slow.wait(0) is not None
            process.announce("one", number=50)
            assert await hear(slow) == [("message", {"number": 50})]


async def test_a_database_that_comes_back_lets_all_streams_look_for_themselves(
    either_engine: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(live_feed, "RETRY_SECONDS", 0.01)
    async with run_process(either_engine) as process:
        with process.feed.listen("one") as listener:
            await begin_to_hear(listener)
            with either_engine.begin() as connection:
                connection.exec_driver_sql("ALTER TABLE live_events RENAME TO gone")
            await until(lambda: "the live feed failed" in caplog.text)
            with either_engine.begin() as connection:
                connection.exec_driver_sql("ALTER TABLE gone RENAME TO live_events")
            await begin_to_hear(listener)
            process.announce("one")
            assert await hear(listener) == [("message", {})]


@pytest.mark.slow
async def test_what_was_committed_out_of_order_is_heard(postgres_engine: Engine) -> None:
    async with run_process(postgres_engine) as process:
        with process.feed.listen("slow") as slow, process.feed.listen("quick") as quick:
            await begin_to_hear(slow)
            await begin_to_hear(quick)
            with process.factory() as session:
                announce(session, "slow", "message")
                process.announce("quick")
                await hear(quick)
                assert await slow.wait(0.05) is None
                session.commit()
            assert await hear(slow) == [("message", {})]
