"""Structured logs: one JSON line per event, and never a visitor's words, address or conversation id."""

from __future__ import annotations

import json
import logging
import time
from datetime import datetime, timezone

from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

access = logging.getLogger("bot.web.access")

FIELDS = ("method", "route", "status", "milliseconds")


class JsonFormatter(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line = {
            "time": datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def set_up_logs(level: str) -> None:
    """Send all logs of this process to the error stream as JSON lines."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)


class AccessLog:
    """Logs each request by its route, not its address: the address holds the conversation id."""

    def __init__(self, app: ASGIApp, routes: list[BaseRoute]) -> None:
        self._app = app
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and log it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500
        route = self._name_route(scope)  # now: a mount changes the scope

        async def note_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, note_status)
        finally:
            milliseconds = round((time.perf_counter() - started) * 1000, 1)
            values = (scope["method"], route, status, milliseconds)
            access.info("request", extra=dict(zip(FIELDS, values, strict=True)))

    def _name_route(self, scope: Scope) -> str:
        matching = (route for route in self._routes if route.matches(scope)[0] is not Match.NONE)
        return str(getattr(next(matching, None), "path", "unknown"))
