"""A visitor of the running assistant: says something, presses buttons, sees what comes back."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from bot.evaluation.errors import NoAssistant

LONGEST_WAIT = 60.0  # seconds; what a 429 may ask for beyond that is not waited
USUAL_WAIT = 5.0


@dataclass(frozen=True)
class Turn:
    """What came back for one message: the bot's messages, the state and the time it took."""

    messages: list[dict[str, Any]]
    state: str = ""
    seconds: float = 0.0
    error: str | None = None

    @property
    def kinds(self) -> list[str]:
        """Kinds of the messages, in order."""
        return [message.get("kind", "") for message in self.messages]

    @property
    def references(self) -> list[str]:
        """References stated as content, as ``type:slug``, in order and without repeats."""
        stated = [message for message in self.messages if message.get("kind") != "clarify"]
        names = [_name(reference) for message in stated for reference in message.get("references") or []]
        return list(dict.fromkeys(names))

    @property
    def candidates(self) -> list[str]:
        """References behind the buttons of clarifying messages."""
        asked = [message for message in self.messages if message.get("kind") == "clarify"]
        buttons = [button for message in asked for button in message.get("buttons") or []]
        return [_name(button["reference"]) for button in buttons if button.get("reference")]

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """All buttons, in order."""
        return [button for message in self.messages for button in message.get("buttons") or []]

    @property
    def text(self) -> str:
        """Everything that is shown: texts and cards, one per line."""
        lines: list[str] = []
        for message in self.messages:
            lines.append(message.get("text") or "")
            lines += [json.dumps(card, ensure_ascii=False) for card in message.get("cards") or []]
        return "\n".join(lines)


def read_turn(data: dict[str, Any], seconds: float) -> Turn:
    """Return what the chat API answered. Raises KeyError, TypeError or AttributeError for what is no answer."""
    messages = [message for message in data["messages"] if message.get("from") == "bot"]
    return Turn(messages, data.get("state", ""), seconds)


@dataclass
class Conversation:
    """One visitor's conversation; ``patience`` is how often a 429 is waited for before it counts as an error."""

    http: httpx.Client
    patience: int = 5
    id: str | None = None
    last: Turn | None = field(default=None, repr=False)

    def say(self, text: str) -> Turn:
        """Send plain text."""
        return self._send({"conversation": self.id, "message": text})

    def press(self, title: str) -> Turn:
        """Press the first button of the last turn whose title contains ``title``, in any case."""
        buttons = self.last.buttons if self.last else []
        for button in buttons:
            if title.lower() in button["title"].lower():
                return self._send({"conversation": self.id, "payload": button["payload"]})
        known = [button["title"] for button in buttons]
        self.last = Turn([], error=f"Kein Knopf wie „{title}“ unter {known}.")
        return self.last

    def _send(self, body: dict[str, Any]) -> Turn:
        started = time.perf_counter()
        try:
            data = self._post(body)
            self.id, self.last = data["conversation"], read_turn(data, time.perf_counter() - started)
        except (httpx.HTTPError, ValueError, KeyError, TypeError, AttributeError) as error:
            self.last = Turn([], seconds=time.perf_counter() - started, error=_describe(error))
        return self.last

    def _post(self, body: dict[str, Any]) -> Any:
        for _ in range(self.patience):
            response = self.http.post("/api/chat", json=body)
            if response.status_code != 429:
                break
            time.sleep(min(LONGEST_WAIT, float(response.headers.get("Retry-After") or USUAL_WAIT)))
        else:
            response = self.http.post("/api/chat", json=body)
        return response.raise_for_status().json()


@contextmanager
def open_http(url: str, timeout: float = 30.0) -> Iterator[httpx.Client]:
    """Open a client for the assistant at ``url``; threads may share it. Raises NoAssistant."""
    with ExitStack() as stack:
        try:
            # The proxies of the environment are for the outside world, never for the assistant measured here.
            http = stack.enter_context(httpx.Client(base_url=url, timeout=timeout, trust_env=False))
            http.get("/healthz")
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError):
            raise NoAssistant(
                f"Unter {url} antwortet kein Assistent. Starten Sie ihn mit „make run“ "
                "oder nennen Sie seine Adresse mit --url."
            ) from None
        yield http


def _name(reference: dict[str, Any]) -> str:
    return f"{reference['type']}:{reference['slug']}"


def _describe(error: Exception) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        return f"HTTP {error.response.status_code}: {error.response.text[:200]}"
    return f"{type(error).__name__}: {error}"
