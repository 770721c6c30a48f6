"""What the chat API refuses, and how it says so: a code for programs, a German sentence for people."""

from __future__ import annotations

import logging
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.contacts.queries import WAY_OUT
from bot.search.sentences import sentence

logger = logging.getLogger(__name__)


class ApiError(Exception):
    """A request is refused; ``key`` names the sentence among the ``fehler`` sentences."""

    def __init__(self, status: int, code: str, key: str, *, retry_after: int | None = None, **values: object) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.text = sentence(f"fehler.{key}", **values)
        self.retry_after = retry_after


def unknown_conversation() -> ApiError:
    """Return the one answer to every id that opens nothing here, whatever the reason."""
    return ApiError(404, "unknown_conversation", "unbekanntes_gespraech")


def out_of_order() -> ApiError:
    """Return the answer where nothing but an error is left to give."""
    return ApiError(503, "out_of_order", "gestoert", kontakt=WAY_OUT)


async def answer_api_error(_request: Request, error: Exception) -> Response:
    """Answer a refused request."""
    assert isinstance(error, ApiError)
    return _error_response(error.status, error.code, error.text, retry_after=error.retry_after)


async def answer_http_error(_request: Request, error: Exception) -> Response:
    """Answer what the routing refuses: unknown addresses and methods."""
    assert isinstance(error, HTTPException)
    key = "falsche_methode" if error.status_code == 405 else "nicht_gefunden"
    response = _error_response(
        error.status_code, "not_found" if key == "nicht_gefunden" else "method", sentence(f"fehler.{key}")
    )
    response.headers.update(error.headers or {})
    return response


class CrashGuard:
    """Answers a bug with a sentence and a way out; the details stand only in the log."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; once the response has begun, a bug can only end it."""
        has_begun = False

        async def note_begin(message: Message) -> None:
            nonlocal has_begun
            has_begun = has_begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, note_begin)
        except ClientDisconnect:  # no bug, and nobody is left to answer
            return
        except Exception:
            if scope["type"] != "http" or has_begun:
                raise
            logger.exception("a request failed")
            refusal = out_of_order()
            await _error_response(refusal.status, refusal.code, refusal.text)(scope, receive, send)


def _error_response(status: int, code: str, text: str, *, retry_after: int | None = None) -> JSONResponse:
    body: dict[str, Any] = {"error": {"code": code, "message": text}}
    headers = {"Cache-Control": "no-store"}
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    return JSONResponse(body, status, headers)
