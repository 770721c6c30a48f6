"""The demo page, and files as they are."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

WIDGET = Path(__file__).parent / "widget"


class FreshFiles(StaticFiles):
    """Serves the files of a folder, checked anew at each visit so that an update arrives at once."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file; browsers ask whether it has changed."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


async def show_demo(_request: Request) -> Response:
    """Show the demo page."""
    return FileResponse(WIDGET / "demo.html", headers={"Cache-Control": "no-cache"})
