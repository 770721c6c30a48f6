"""How often a conversation, a case and an address may ask: token buckets in the memory of this process."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable

from starlette.requests import HTTPConnection

from bot.addresses import find_caller, network_of
from bot.settings import Settings

MOST_KEYS = 50_000
TYPING_PER_MINUTE = 40  # of one conversation; a browser says it every few seconds


class RateLimiter:
    """Lets ``most`` requests in ``seconds`` through for each key, at once or spread over that time."""

    def __init__(
        self,
        most: int,
        *,
        seconds: float = 60,
        clock: Callable[[], float] = time.monotonic,
        most_keys: int = MOST_KEYS,
    ) -> None:
        self._most = most
        self._per_second = most / seconds
        self._clock = clock
        self._most_keys = most_keys
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # key -> tokens left, at what time

    def take(self, key: str) -> int:
        """Count one request; return 0, or the seconds to wait where it is one too many."""
        now = self._clock()
        tokens, then = self._buckets.pop(key, (float(self._most), now))
        tokens = min(self._most, tokens + (now - then) * self._per_second)
        is_allowed = tokens >= 1
        self._buckets[key] = (tokens - 1 if is_allowed else tokens, now)
        if len(self._buckets) > self._most_keys:
            self._buckets.popitem(last=False)
        return 0 if is_allowed else max(1, math.ceil((1 - tokens) / self._per_second))


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


class CaseLimits:
    """The limits of the pages about a case: numbers and addresses are not to be guessed, nor staff flooded."""

    def __init__(self, settings: Settings) -> None:
        self._is_on = settings.rate_limit
        self._callers = RateLimiter(20, seconds=600)
        self._numbers = RateLimiter(10, seconds=3600)
        self._links = RateLimiter(20, seconds=600)

    def seconds_until_lookup(self, *, address: str, case_number: str) -> int:
        """Count one attempt of an address to open a case, known or not; 0 lets it through."""
        if not self._is_on:
            return 0
        return self._callers.take(network_of(address)) or self._numbers.take(case_number)

    def seconds_until_change(self, link_key: str) -> int:
        """Count one form that is sent by a link; 0 lets it through."""
        return self._links.take(link_key) if self._is_on else 0


class PageLimits:
    """The limit of the public pages: each visit of one asks the database several times."""

    def __init__(self, settings: Settings) -> None:
        self._is_on = settings.rate_limit
        self._networks = RateLimiter(settings.rate_per_address)

    def seconds_until_page(self, *, address: str) -> int:
        """Count one page that an address asks for; 0 lets it through."""
        return self._networks.take(network_of(address)) if self._is_on else 0


class MailLimits(PageLimits):
    """The limits of pages that send mail to an address that is typed: so few that nobody can be flooded with them."""

    def __init__(self, settings: Settings, *, most_to_one: int = 3) -> None:
        super().__init__(settings)
        self._callers = RateLimiter(5, seconds=600)
        self._recipients = RateLimiter(most_to_one, seconds=24 * 3600)

    def seconds_until_mail(self, *, address: str, recipient: str) -> int:
        """Count one mail that a network address asks for; 0 lets it through."""
        if not self._is_on:
            return 0
        return self._callers.take(network_of(address)) or self._recipients.take(recipient.lower())


def client_address(connection: HTTPConnection, trusted_proxies: Iterable[str]) -> str:
    """Return the visitor's address; X-Forwarded-For counts only behind proxies that are trusted."""
    peer = connection.client.host if connection.client else ""
    return find_caller(peer, forwarded=connection.headers.getlist("x-forwarded-for"), trusted_proxies=trusted_proxies)
