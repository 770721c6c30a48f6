"""The addresses of the pages around the chat."""

from __future__ import annotations

from functools import partial

from starlette.routing import BaseRoute, Mount, Route

from bot.web.embedding.page import CHAT, EMBEDDING, FILES, PROBE, ROOM, EmbeddingPages
from bot.web.embedding.views import Visit, show_chat, show_embedding, show_probe
from bot.web.pages import FreshFiles
from bot.web.public.serving import serve


def make_embedding_routes(pages: EmbeddingPages) -> list[BaseRoute]:
    """Return the routes."""
    page = partial(serve, pages, Visit)
    return [
        Route(CHAT, page(show_chat)),
        Route(EMBEDDING, page(show_embedding)),
        Route(PROBE, page(show_probe)),
        Mount(FILES, FreshFiles(directory=ROOM / "static")),
    ]
