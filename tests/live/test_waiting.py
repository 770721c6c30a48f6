"""Waiting ends with the event, with the time, and with a cancellation whatever it meets."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.live.waiting import wait_for_event

TIME = 0.01


async def test_an_event_ends_the_waiting_and_so_does_the_time() -> None:
    event = asyncio.Event()
    assert not await wait_for_event(event, TIME)
    asyncio.get_running_loop().call_soon(event.set)
    assert await wait_for_event(event, 60)
    assert await wait_for_event(event, 0)


@pytest.mark.parametrize("lead", [-TIME / 2, TIME / 2], ids=["cancelled first", "over first"])
@pytest.mark.parametrize("is_set", [True, False], ids=["with the event", "without it"])
async def test_a_cancellation_in_the_same_moment_is_heard(lead: float, is_set: bool) -> None:
    event = asyncio.Event()
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(wait_for_event(event, TIME))
    await asyncio.sleep(0)
    if is_set:
        loop.call_later(TIME + lead, event.set)
    loop.call_later(TIME + lead, task.cancel)
    time.sleep(3 * TIME)  # noqa: ASYNC251  # the loop is held up, so that all of it becomes due in one round
    with pytest.raises(asyncio.CancelledError):
        await task
