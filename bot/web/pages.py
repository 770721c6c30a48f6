"""The demo page, and files as they are."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.web.widget_bundle import WIDGET


class FreshFiles(StaticFiles):
    """Serves the files of a folder, checked anew at each visit so that an update arrives at once."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file; browsers ask whether it has changed."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        response.headers.add_vary_header("Origin")  # other websites may read them, by the headers of CORS
        return response


async def show_demo(_request: Request) -> Response:
    """Show the demo page."""
    html = (WIDGET / "demo.html").read_text(encoding="utf-8")
    return HTMLResponse(html, headers={"Cache-Control": "no-cache"})
