"""Tokens that people carry, and the digests that the database keeps of them."""

from __future__ import annotations

import secrets
from hashlib import sha256

TOKEN_BYTES = 32


def make_token() -> str:
    """Return an unguessable token (256 bit) that fits into an address or a cookie."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def make_key(token: str) -> str:
    """Return the digest under which a token stands in the database (64 hexadecimal digits)."""
    return sha256(token.encode()).hexdigest()
