"""A form that is sent twice is taken once: each page carries a name for what will be sent from it."""

from __future__ import annotations

import re
import secrets
from hashlib import sha256

SHAPE = re.compile(r"[0-9a-f]{32}")


def make_sending() -> str:
    """Return a name for what is sent from a page."""
    return secrets.token_hex(16)


def is_sending(name: str) -> bool:
    """Tell whether a name has the shape of those that pages give out."""
    return bool(SHAPE.fullmatch(name))


def make_dedup_key(ticket_id: int, sending: str, text: str) -> str:
    """Return the key of a text sent from a page, empty for a name that no page gave out.

    The text is part of it: who goes back, changes it and sends again has sent something new.
    """
    if not is_sending(sending):
        return ""
    return f"seite-{ticket_id}-{sending}-{sha256(text.encode()).hexdigest()[:16]}"
