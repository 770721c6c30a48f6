"""Fetch a source from the web into a file, within limits of size and time."""

from __future__ import annotations

from pathlib import Path

import httpx

from bot.offers.importers.reading import UnreadableSource

LARGEST_DOWNLOAD = 200 * 1024**2  # bytes; the export of the federal database has 50 MB
TIMEOUT = httpx.Timeout(60.0, connect=10.0)  # seconds
MOST_REDIRECTS = 5


def is_web_address(text: str) -> bool:
    """Tell whether a source is to be fetched rather than opened."""
    return text.startswith(("https://", "http://"))


def fetch(url: str, target: Path) -> None:
    """Write what an address gives into a file. Raises UnreadableSource."""
    size = 0
    try:
        with (
            httpx.Client(timeout=TIMEOUT, follow_redirects=True, max_redirects=MOST_REDIRECTS) as client,
            client.stream("GET", url) as response,
            target.open("wb") as file,
        ):
            if response.status_code != 200:
                raise UnreadableSource(f"Die Adresse antwortet mit dem Status {response.status_code}.")
            for chunk in response.iter_bytes():
                size += len(chunk)
                if size > LARGEST_DOWNLOAD:
                    raise UnreadableSource(f"Die Datei ist zu groß. Erlaubt sind {LARGEST_DOWNLOAD // 1024**2} MB.")
                file.write(chunk)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise UnreadableSource(f"Die Adresse ist nicht zu erreichen ({type(error).__name__}).") from None
