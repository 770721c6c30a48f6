"""Waiting for an event or for a time, whichever comes first, so that a cancellation at that very moment is heard."""

from __future__ import annotations

import asyncio


async def wait_for_event(event: asyncio.Event, seconds: float) -> bool:
    """Return whether the event is set, once it is or the time is over.

    In Python 3.10 asyncio.wait_for loses a cancellation that meets the event, and the cancel scopes of anyio lose one
    that meets the end of the time: a loop around either would go on, and whoever waits for its end would wait forever.
    """
    waiter = asyncio.ensure_future(event.wait())
    try:
        await asyncio.wait({waiter}, timeout=seconds)
    finally:
        waiter.cancel()
    return event.is_set()
