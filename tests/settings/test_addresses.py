"""Addresses: of networks that guess, and of the assistant itself."""

from __future__ import annotations

import pytest

from bot.addresses import network_of, public_url
from bot.settings import Settings


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("", ""),
        ("unknown", "unknown"),
    ],
)
def test_ipv6_counts_by_network(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("", "http://127.0.0.1:8000"),
        ("https://lotse.example/", "https://lotse.example"),
        ("lotse.example", "https://lotse.example"),
        ("http://lotse.example:8080/kassel/", "http://lotse.example:8080/kassel"),
    ],
)
def test_links_begin_with_the_public_address(written: str, url: str) -> None:
    assert public_url(Settings(public_url=written)) == url
