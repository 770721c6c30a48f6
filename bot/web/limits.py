"""How many messages a conversation and an address may send: token buckets in the memory of this process."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable

from starlette.requests import HTTPConnection

from bot.addresses import find_caller
from bot.settings import Settings

MOST_KEYS = 50_000
TYPING_PER_MINUTE = 40  # of one conversation; a browser says it every few seconds


class RateLimiter:
    """Lets ``per_minute`` messages through for each key, at once or spread over the minute."""

    def __init__(
        self, per_minute: int, *, clock: Callable[[], float] = time.monotonic, most_keys: int = MOST_KEYS
    ) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._most_keys = most_keys
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # key -> tokens left, at what time

    def take(self, key: str) -> int:
        """Count one message; return 0, or the seconds to wait where it is one too many."""
        now = self._clock()
        tokens, then = self._buckets.pop(key, (float(self._per_minute), now))
        tokens = min(self._per_minute, tokens + (now - then) * self._per_minute / 60)
        is_allowed = tokens >= 1
        self._buckets[key] = (tokens - 1 if is_allowed else tokens, now)
        if len(self._buckets) > self._most_keys:
            self._buckets.popitem(last=False)
        return 0 if is_allowed else max(1, math.ceil((1 - tokens) * 60 / self._per_minute))


class Limits:
    """The limits of the chat; with ``LOTSE_RATE_LIMIT=off`` nothing is limited."""

    def __init__(self, settings: Settings) -> None:
        self._is_on = settings.rate_limit
        self._conversations = RateLimiter(settings.rate_per_conversation)
        self._addresses = RateLimiter(settings.rate_per_address)
        self._typing_conversations = RateLimiter(TYPING_PER_MINUTE)
        self._typing_addresses = RateLimiter(settings.rate_per_address)

    def seconds_to_wait(self, *, address: str, conversation_key: str | None) -> int:
        """Count one message of an address and, if it has begun, of a conversation; 0 lets it through."""
        if not self._is_on:
            return 0
        seconds = self._addresses.take(address)
        return seconds if seconds or conversation_key is None else self._conversations.take(conversation_key)

    def seconds_to_wait_typing(self, *, address: str, conversation_key: str) -> int:
        """Count one sign that somebody is writing; it takes nothing from what may be said."""
        if not self._is_on:
            return 0
        return self._typing_addresses.take(address) or self._typing_conversations.take(conversation_key)


def client_address(connection: HTTPConnection, trusted_proxies: Iterable[str]) -> str:
    """Return the visitor's address; X-Forwarded-For counts only behind proxies that are trusted."""
    peer = connection.client.host if connection.client else ""
    return find_caller(peer, forwarded=connection.headers.getlist("x-forwarded-for"), trusted_proxies=trusted_proxies)
