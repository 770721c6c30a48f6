"""Read a form that a browser sends: its size first, whatever its headers say."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.web.public.visit import Refused

LARGEST_FORM = 512 * 1024  # bytes: a text far longer than allowed still comes back to whoever wrote it
MOST_FIELDS = 50
TOO_LARGE = "Das ist zu viel auf einmal. Gehen Sie zurück: Ihr Text steht noch da. Bitte kürzen Sie ihn."
INCOMPLETE = "Die Eingabe ist unvollständig angekommen. Gehen Sie zurück, und senden Sie sie noch einmal."


async def read_form(request: Request) -> dict[str, str]:
    """Return the fields of a form; of a name that comes twice, the last. Raises Refused."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            raise Refused(413, TOO_LARGE)
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Refused(400, INCOMPLETE) from None
    return dict(pairs)
