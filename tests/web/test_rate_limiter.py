"""Token buckets: so many at once, then as fast as they refill."""

from __future__ import annotations

import pytest
from starlette.requests import HTTPConnection

from bot.settings import Settings
from bot.web.limits import Limits, RateLimiter, client_address
from tests.web.gateway import Clock


def test_a_minutes_worth_goes_through_at_once_and_no_more() -> None:
    limiter = RateLimiter(3, clock=Clock())
    assert [limiter.take("a") for _ in range(5)] == [0, 0, 0, 20, 20]


def test_whoever_waits_as_long_as_told_gets_through() -> None:
    clock = Clock()
    limiter = RateLimiter(7, clock=clock)
    waits = [limiter.take("a") for _ in range(8)]
    clock.now += waits[-1]
    assert (waits[-1], limiter.take("a")) == (9, 0)
    assert limiter.take("a") > 0


def test_the_wait_shrinks_while_time_goes_on_and_refusals_cost_nothing() -> None:
    clock = Clock()
    limiter = RateLimiter(1, clock=clock)
    limiter.take("a")
    seconds = []
    for _ in range(4):
        clock.now += 15
        seconds.append(limiter.take("a"))
    assert seconds == [45, 30, 15, 0]


def test_a_bucket_never_holds_more_than_a_minutes_worth() -> None:
    clock = Clock()
    limiter = RateLimiter(2, clock=clock)
    limiter.take("a")
    clock.now += 3600
    assert [limiter.take("a") for _ in range(3)] == [0, 0, 30]


def test_keys_do_not_disturb_each_other() -> None:
    limiter = RateLimiter(1, clock=Clock())
    assert [limiter.take(key) for key in "abab"] == [0, 0, 60, 60]


def test_the_keys_seen_longest_ago_are_forgotten_first() -> None:
    limiter = RateLimiter(1, clock=Clock(), most_keys=2)
    assert [limiter.take(key) for key in ("a", "b", "a", "c")] == [0, 0, 60, 0]
    assert limiter.take("a") == 60
    assert limiter.take("b") == 0


def make_limits(**settings: object) -> Limits:
    return Limits(Settings(**settings))  # type: ignore[arg-type]


def test_a_refused_address_does_not_use_up_its_conversations() -> None:
    limits = make_limits(rate_per_address=1, rate_per_conversation=1)
    assert limits.seconds_to_wait(address="a", conversation_key=None) == 0
    assert limits.seconds_to_wait(address="a", conversation_key="k") == 60
    assert limits.seconds_to_wait(address="b", conversation_key="k") == 0
    assert limits.seconds_to_wait(address="c", conversation_key="k") == 60


def test_without_limits_nothing_is_counted() -> None:
    limits = make_limits(rate_limit=False, rate_per_address=1)
    assert {limits.seconds_to_wait(address="a", conversation_key="k") for _ in range(100)} == {0}


def connection(client: str | None, *forwarded: str) -> HTTPConnection:
    headers = [(b"x-forwarded-for", value.encode("latin-1")) for value in forwarded]
    return HTTPConnection({"type": "http", "headers": headers, "client": client and (client, 1)})


@pytest.mark.parametrize(
    ("client", "forwarded", "trusted", "address"),
    [
        ("192.0.2.1", [], [], "192.0.2.1"),
        ("192.0.2.1", ["198.51.100.7"], [], "192.0.2.1"),
        ("192.0.2.1", ["198.51.100.7"], ["10.0.0.1"], "192.0.2.1"),
        ("10.0.0.1", ["198.51.100.7"], ["10.0.0.1"], "198.51.100.7"),
        ("10.0.0.1", ["203.0.113.9, 198.51.100.7"], ["10.0.0.1"], "198.51.100.7"),
        ("10.0.0.1", ["198.51.100.7, 10.0.0.2"], ["10.0.0.1", "10.0.0.2"], "198.51.100.7"),
        ("10.0.0.1", ["10.0.0.2"], ["10.0.0.1", "10.0.0.2"], "10.0.0.2"),
        ("10.0.0.1", ["203.0.113.9", "198.51.100.7"], ["10.0.0.1"], "198.51.100.7"),
        ("10.0.0.1", [], ["10.0.0.1"], "10.0.0.1"),
        ("10.0.0.1", [" , ,"], ["10.0.0.1"], "10.0.0.1"),
        ("10.0.0.1", ["  2001:db8::1  "], ["10.0.0.1"], "2001:db8::1"),
        (None, ["198.51.100.7"], ["10.0.0.1"], ""),
    ],
)
def test_only_trusted_proxies_tell_for_whom_they_ask(
    client: str | None, forwarded: list[str], trusted: list[str], address: str
) -> None:
    assert client_address(connection(client, *forwarded), trusted) == address
