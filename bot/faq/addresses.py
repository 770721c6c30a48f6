"""Where the public pages of FAQ entries stand on the gateway."""

from __future__ import annotations

from urllib.parse import urlencode

LIST = "/faq"


def page_of(slug: str, version: str = "") -> str:
    """Return the path of an entry's page, of a version other than the usual one with its name."""
    path = f"{LIST}/{slug}"
    return f"{path}?{urlencode({'fassung': version})}" if version else path
