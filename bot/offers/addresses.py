"""Where the public pages of offers stand on the gateway."""

from __future__ import annotations

LIST = "/angebote"


def page_of(slug: str) -> str:
    """Return the path of an offer's page."""
    return f"{LIST}/{slug}"
