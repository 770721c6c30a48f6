"""Addresses: who is calling, and under which address the assistant itself is reached."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv6Network, ip_address

from bot.settings import Settings, split_list

ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - compared, not bound


def find_caller(peer: str, *, forwarded: Iterable[str], trusted_proxies: Iterable[str]) -> str:
    """Return the network address of whoever asks.

    ``peer`` is the other end of the connection, ``forwarded`` the values of all X-Forwarded-For headers in their
    order; they count only behind proxies that are trusted.
    """
    trusted = set(trusted_proxies)
    # Some proxies add a header of their own behind the visitor's: only all of them together tell the last one.
    hops = split_list(",".join(forwarded))
    address = peer
    while address in trusted and hops:
        address = hops.pop()
    return address


def network_of(address: str) -> str:
    """Return what one visitor can choose addresses from: the address itself, with IPv6 its network of 64 bit."""
    try:
        number = ip_address(address)
    except ValueError:
        return address
    return str(IPv6Network((int(number) >> 64 << 64, 64))) if number.version == 6 else address


def gateway_url(settings: Settings) -> str:
    """Return the address at which this machine reaches the gateway."""
    host = ANYWHERE.get(settings.host, settings.host)
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"


def public_url(settings: Settings) -> str:
    """Return the address at which people reach the gateway, without a slash at its end; links in mails begin so."""
    written = settings.public_url.rstrip("/")
    if written and "://" not in written:
        return f"https://{written}"
    return written or gateway_url(settings)
