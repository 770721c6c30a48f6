"""Which websites may write in the chat.

The widget sends what browsers send without asking first (``text/plain``), so that a first message from another website
costs one round trip instead of two. What their question beforehand did, refusing pages of websites that are not named,
is done here. An old browser that does not say where a request comes from can do no more than any program can: nothing
is sent along that a page could use without knowing it, no cookie and no log-in.
"""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers

from bot.web.errors import ApiError

OURS = ("same-origin", "none")  # a page of the gateway, or nobody's page


def refuse_foreign_websites(headers: Headers, named: Collection[str]) -> None:
    """Refuse a request from a page of a website that is not ``named``. Raises ApiError 400."""
    if headers.get("sec-fetch-site", "none") not in OURS and headers.get("origin") not in named:
        raise ApiError(400, "foreign_website", "fremde_website")
