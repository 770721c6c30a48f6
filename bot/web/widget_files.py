"""The widget over HTTP: the file of the one line, and every version of it that this gateway has served."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from bot.web.pages import FreshFiles
from bot.web.widget_bundle import ENTRY, WIDGET, Bundle, build_bundle

logger = logging.getLogger(__name__)

FOREVER = "public, max-age=31536000, immutable"
AGAIN = "no-cache"  # browsers ask each time whether it has changed


class WidgetFiles:
    """Serves the widget.

    A website that names a version with its checksum must not lose the chat by an update of the gateway: ``folder``
    keeps what was served before. Without a folder only the current version is known.
    """

    def __init__(self, bundle: Bundle, folder: Path | None) -> None:
        self.bundle = bundle
        self._folder = folder

    def keep(self) -> None:
        """Keep the current version for the time after it; where that fails, only websites that name it lose it."""
        if self._folder is None:
            return
        path = self._folder / self.bundle.versioned_name
        half = path.with_suffix(f".{os.getpid()}")  # other processes keep it at the same time
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            half.write_bytes(self.bundle.body)
            half.replace(path)
        except OSError:
            logger.exception("the version of the widget could not be kept")

    async def show_current(self, _request: Request) -> Response:
        """Answer with the current version."""
        return _script(self.bundle.body, AGAIN)

    async def show_version(self, request: Request) -> Response:
        """Answer with exactly the version that is named; it never changes."""
        name = f"lotse-{request.path_params['version']}.js"
        if name == self.bundle.versioned_name:
            return _script(self.bundle.body, FOREVER)
        body = await to_thread.run_sync(self._read_kept, name)
        if body is None:
            raise HTTPException(404)
        return _script(body, FOREVER)

    def _read_kept(self, name: str) -> bytes | None:
        try:
            return (self._folder / name).read_bytes() if self._folder else None
        except OSError:
            return None


def make_widget_routes(folder: Path | None) -> tuple[WidgetFiles, list[BaseRoute]]:
    """Put the widget together; returns what serves it, and its routes."""
    files = WidgetFiles(build_bundle(), folder)
    routes: list[BaseRoute] = [
        Route(f"/widget/{ENTRY}", files.show_current),
        Route("/widget/lotse-{version}.js", files.show_version),
        Mount("/widget", FreshFiles(directory=WIDGET)),
    ]
    return files, routes


def _script(body: bytes, cache: str) -> Response:
    # The headers for other origins differ by origin, and caches between must know it.
    headers = {"Cache-Control": cache, "Vary": "Origin"}
    return Response(body, media_type="text/javascript", headers=headers)
