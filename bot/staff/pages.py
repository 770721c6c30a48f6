"""Pages of the back office as data: address, method, who may open it. The guard in front of all of them reads this."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
    from bot.staff.visit import Visit

View = Callable[["Visit"], Response]
LARGEST_FORM = 512 * 1024  # bytes


@dataclass(frozen=True)
class Page:
    """One address with one method. ``roles`` None: without logging in; the name is the view's."""

    path: str
    view: View
    roles: frozenset[str] | None
    method: str = "GET"
    largest_form: int = LARGEST_FORM
    is_stream: bool = False

    @property
    def name(self) -> str:
        """Name for links: ``visit.url("edit_entry", key=…)``."""
        return self.view.__name__


def get(path: str, view: View, roles: frozenset[str] | None) -> Page:
    """Declare a page that is read."""
    return Page(path, view, roles)


def stream(path: str, view: View, roles: frozenset[str] | None) -> Page:
    """Declare what an open page listens to; the view looks who comes, and the stream goes on when it has returned."""
    return Page(path, view, roles, is_stream=True)


def post(path: str, view: View, roles: frozenset[str] | None, *, largest_form: int = LARGEST_FORM) -> Page:
    """Declare an action; its form carries the session's token."""
    return Page(path, view, roles, "POST", largest_form)
