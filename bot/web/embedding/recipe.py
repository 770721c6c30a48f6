"""What a website has to allow for the chat."""

from __future__ import annotations


def write_host_policy(gateway: str) -> str:
    """Return the content security policy of a page with nothing but the chat; nothing inline, no styles, no images."""
    return f"default-src 'none'; script-src {gateway}; connect-src {gateway}"
