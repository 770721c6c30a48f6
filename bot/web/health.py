"""Is the gateway alive, and is everything behind it ready?"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from anyio import to_thread
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import sessionmaker
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.db import ContentVersion, utc_now
from bot.handoff.mail_watch import read_mail_state
from bot.http_service import Service, Unreachable

Check = Callable[[], Awaitable[bool]]
NO_STORE = {"Cache-Control": "no-store"}


async def healthz(_request: Request) -> Response:
    """Answer that this process is alive."""
    return JSONResponse({"status": "ok"}, headers=NO_STORE)


class Readiness:
    """``GET /readyz``: 200 when every part is ready; 503 names the part that is not.

    With Rasa or the action server missing the assistant still answers, in reduced mode. ``warnings`` are checks of
    what visitors do not wait for: they are shown and change nothing else.
    """

    def __init__(self, checks: Mapping[str, Check], warnings: Mapping[str, Check] | None = None) -> None:
        self._checks = checks
        self._warnings = warnings or {}

    async def __call__(self, _request: Request) -> Response:
        """Run all checks at once."""
        results = await asyncio.gather(*(check() for check in self._checks.values()))
        parts = {name: "ok" if is_ok else "down" for name, is_ok in zip(self._checks, results, strict=True)}
        is_ready = all(results)
        for name, check in self._warnings.items():
            parts[name] = "ok" if await check() else "late"
        status = "ready" if is_ready else "reduced" if parts.get("database") == "ok" else "down"
        return JSONResponse({"status": status, "parts": parts}, 200 if is_ready else 503, NO_STORE)


def check_database(factory: sessionmaker) -> Check:
    """Return a check that reads the content version; an empty database is not ready."""

    def read() -> bool:
        try:
            with factory() as session:
                return bool(session.scalar(select(ContentVersion.version)))
        except SQLAlchemyError:
            return False

    async def check() -> bool:
        return await to_thread.run_sync(read)

    return check


def check_mail(factory: sessionmaker) -> Check:
    """Return a check that no mail has waited for too long; an unreadable database is another check's matter."""

    def read() -> bool:
        now = utc_now()
        try:
            with factory() as session:
                return not read_mail_state(session, now=now).is_late(now)
        except SQLAlchemyError:
            return True

    async def check() -> bool:
        return await to_thread.run_sync(read)

    return check


def check_service(service: Service, path: str) -> Check:
    """Return a check that a service answers."""

    async def check() -> bool:
        try:
            return (await service.get(path)).is_success
        except Unreachable:
            return False

    return check
