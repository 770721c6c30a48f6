"""The address a reply goes to: that of the mailbox with a token of its own for each ticket and recipient."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.handoff.message import make_ascii_address

TOKEN = re.compile(r"[a-z2-7]{16,60}")  # base32, see bot/handoff/links.py


def make_reply_address(mailbox: str, token: str) -> str:
    """Return ``lotse+token@example.org`` for ``lotse@example.org``."""
    name, _, domain = mailbox.rpartition("@")
    return f"{name}+{token}@{domain}"


def find_tokens(addresses: Iterable[str], mailbox: str) -> tuple[str, ...]:
    """Return the tokens in the addresses that a mail came to; upper and lower case make no difference."""
    if not mailbox:
        return ()
    name, _, domain = make_ascii_address(mailbox).lower().rpartition("@")
    found = []
    for address in addresses:
        local, _, host = address.lower().rpartition("@")
        token = local.removeprefix(f"{name}+")
        if host == domain and token != local and TOKEN.fullmatch(token):
            found.append(token)
    return tuple(dict.fromkeys(found))
