"""Read what a visitor's browser sends: size first, then shape, then sense; nothing is guessed."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from starlette.requests import Request

from bot.german.normalize import clean
from bot.web.errors import ApiError

LONGEST_MESSAGE = 1000  # characters
LONGEST_COMMENT = 1000
LONGEST_PAGE = 500
LONGEST_BODY = 32_768  # bytes: a longest message, escaped throughout, with room to spare

ClientId = Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9_-]{1,64}\Z")]
Opener = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{32}\Z")]  # 128 random bits


class ChatRequest(msgspec.Struct):
    """``POST /api/chat``: a message in the visitor's words, or the payload of a button.

    ``page`` is the address of the page that the chat is on; its query and fragment are dropped. ``client_id`` is the
    browser's own name for what it sends: sent again under the same name, it is answered as it was before. ``opens`` is
    a secret of the browser for the conversation that it begins: sent again, it opens the same one. ``plain`` asks for
    plain language, ``language`` for English, each where there is such a text.
    """

    conversation: str | None = None
    message: str | None = None
    payload: str | None = None
    page: str | None = None
    client_id: ClientId | None = None
    opens: Opener | None = None
    plain: bool = False
    language: Literal["de", "en"] = "de"


class FeedbackRequest(msgspec.Struct):
    """``POST /api/chat/{conversation}/feedback``: 1 for helpful, -1 for not."""

    message: str
    rating: Annotated[int, msgspec.Meta(ge=-1, le=1)]
    comment: str = ""


async def read_chat_request(request: Request) -> ChatRequest:
    """Return the request with its message cleaned. Raises ApiError 400 or 413."""
    chat = _decode(await _read_body(request), ChatRequest)
    if (chat.message is None) == (chat.payload is None):
        raise ApiError(400, "invalid_request", "falsche_form")
    chat.page = _read_page(chat.page)
    if chat.message is not None:
        # Cleaning writes ligatures out: what counts is what the rest of the house gets.
        cleaned = clean_message(chat.message)
        if max(len(chat.message), len(cleaned)) > LONGEST_MESSAGE:
            raise ApiError(413, "message_too_long", "zu_lang", anzahl=LONGEST_MESSAGE)
        chat.message = cleaned
        if not chat.message:
            raise ApiError(400, "empty_message", "leer")
    return chat


async def read_feedback_request(request: Request) -> FeedbackRequest:
    """Return the rating. Raises ApiError 400 or 413."""
    feedback = _decode(await _read_body(request), FeedbackRequest)
    if feedback.rating == 0:
        raise ApiError(400, "invalid_request", "falsche_form")
    comment = clean_message(feedback.comment)
    if max(len(feedback.comment), len(comment)) > LONGEST_COMMENT:
        raise ApiError(413, "message_too_long", "zu_lang", anzahl=LONGEST_COMMENT)
    feedback.comment = comment
    return feedback


def clean_message(text: str) -> str:
    """Return the text without what no keyboard writes, and never as a command: a leading slash becomes a letter.

    Rasa obeys messages that begin with a slash; the full-width one looks the same and means nothing to it.
    """
    text = " ".join("".join(letter if letter.isprintable() else " " for letter in clean(text)).split())
    return "／" + text[1:] if text.startswith("/") else text


def _read_page(page: str | None) -> str | None:
    """Return an address without what may hold personal data; anything else than an address is no page."""
    if page is None or not page.startswith(("https://", "http://")):
        return None
    return clean_message(page.partition("?")[0].partition("#")[0])[:LONGEST_PAGE]


async def _read_body(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_BODY:
            raise ApiError(413, "message_too_long", "zu_lang", anzahl=LONGEST_MESSAGE)
    return body


def _decode(body: bytes, kind: type[msgspec.Struct]) -> Any:
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError:
        raise ApiError(400, "invalid_request", "falsche_form") from None
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise ApiError(400, "invalid_json", "kein_json") from None
