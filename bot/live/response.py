"""The response that carries a stream of server-sent events, whatever the browser at its other end does."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from anyio import fail_after
from starlette.requests import ClientDisconnect
from starlette.responses import StreamingResponse
from starlette.types import Message, Send

SEND_SECONDS = 30.0  # a browser that takes in nothing for so long is given up
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # the second keeps proxies from collecting


class EventStreamResponse(StreamingResponse):
    """Sends a stream piece by piece and closes it in any case, so that nothing of it stays behind."""

    media_type = "text/event-stream"

    def __init__(self, stream: AsyncGenerator[str, None]) -> None:
        super().__init__(stream, headers=HEADERS)
        self._stream = stream

    async def stream_response(self, send: Send) -> None:
        """Send the stream. Raises ClientDisconnect where nobody takes it in."""

        async def send_in_time(message: Message) -> None:
            try:
                with fail_after(SEND_SECONDS):
                    await send(message)
            except TimeoutError:
                raise ClientDisconnect() from None

        async with aclosing(self._stream):
            await super().stream_response(send_in_time)
