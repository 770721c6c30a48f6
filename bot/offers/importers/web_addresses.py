"""Web addresses of foreign files."""

from __future__ import annotations

from urllib.parse import urlsplit

LONGEST = 500


def read_url(text: str) -> str:
    """Return a web address that may be shown as a link, "" for anything else."""
    if len(text) > LONGEST or not text.isprintable() or " " in text:
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in ("http", "https") and "." in parts.netloc else ""
