"""Fewer bytes: answers are compressed, and what a browser has already is not sent again."""

from __future__ import annotations

import hashlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SMALLEST = 1000  # bytes; below, compressing saves no packet
TAG_LENGTH = 32


class PublicCompression(GZipMiddleware):
    """Compresses everything but streams of events (Starlette leaves them alone) and the back office.

    The pages of the back office hold secrets beside what an address can put into them, and come with a cookie: by
    their compressed size a secret could be guessed (BREACH).
    """

    def __init__(self, app: ASGIApp, office: str) -> None:
        super().__init__(app, minimum_size=SMALLEST)
        self._office = office

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; its answer may be compressed."""
        if scope["type"] == "http" and scope["path"].startswith(self._office):
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


class ConditionalAnswers:
    """Tags what browsers have to check anew, and says 304 where it has not changed.

    That concerns answers in one piece with ``Cache-Control: no-cache`` and no tag of their own.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        known = Headers(scope=scope).get("if-none-match", "")
        start: Message | None = None

        async def send_tagged(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _wants_tag(message):
                start = message
                return
            if start is not None:
                head, start = start, None
                if not message.get("more_body", False):
                    message = _tag(head, message, known)
                await send(head)
            await send(message)

        await self._app(scope, receive, send_tagged)


def _wants_tag(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    return start["status"] == 200 and headers.get("cache-control") == "no-cache" and "etag" not in headers


def _tag(start: Message, body: Message, known: str) -> Message:
    """Tag the head of an answer; returns its body, which is empty if the browser knows the tag."""
    # Weak: the same words are the same page, compressed or not.
    tag = f'W/"{hashlib.sha256(body.get("body", b"")).hexdigest()[:TAG_LENGTH]}"'
    headers = MutableHeaders(raw=start["headers"])
    headers["ETag"] = tag
    if tag not in [one.strip() for one in known.split(",")]:
        return body
    start["status"] = 304
    del headers["content-length"]
    return {"type": "http.response.body", "body": b""}
