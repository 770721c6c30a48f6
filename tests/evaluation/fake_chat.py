"""A chat gateway that answers by heart, in a thread of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Barrier, Thread
from typing import Any

UNKNOWN = [{"from": "bot", "kind": "fallback", "text": "Das weiß ich nicht.", "references": []}]


@dataclass
class FakeChat:
    """What the fake answers to each text or payload, and what it received; ``refusals`` are served first."""

    replies: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    refusals: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    received: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""
    _meeting: Barrier | None = None

    def meet(self, visitors: int) -> None:
        """Answer only when so many requests are there at the same time."""
        self._meeting = Barrier(visitors, timeout=10)

    def answer(self, body: dict[str, Any]) -> dict[str, Any]:
        """Return the reply to one request."""
        self.received.append(body)
        if self._meeting:
            self._meeting.wait()
        said = body.get("message") or body.get("payload") or ""
        return {
            "conversation": body["conversation"] or f"c_{len(self.received)}",
            "state": self.states.get(said, "bot"),
            "messages": self.replies.get(said, UNKNOWN),
        }


def content(kind: str, *references: str, text: str = "Text", **more: Any) -> dict[str, Any]:
    """Return a message of the bot that states these references."""
    listed = [dict(zip(("type", "slug"), name.split(":"), strict=True)) for name in references]
    return {"from": "bot", "kind": kind, "text": text, "references": listed, **more}


def choices(*references: str) -> dict[str, Any]:
    """Return a clarifying message with a button for each reference."""
    buttons = [
        {
            "title": name,
            "payload": f"/pick {name}",
            "reference": dict(zip(("type", "slug"), name.split(":"), strict=True)),
        }
        for name in references
    ]
    return {"from": "bot", "kind": "clarify", "text": "Meinten Sie …?", "references": [], "buttons": buttons}


@contextmanager
def serve_fake_chat() -> Iterator[FakeChat]:
    """Run the fake on a free port until the block ends."""
    chat = FakeChat()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._send(200 if self.path == "/healthz" else 404, {"status": "ok"})

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if chat.refusals:
                status, headers = chat.refusals.pop(0)
                return self._send(status, {"error": {"code": "refused", "message": "Bitte warten."}}, headers)
            return self._send(200, chat.answer(body))

        def _send(self, status: int, data: Any, headers: dict[str, str] | None = None) -> None:
            payload = json.dumps(data).encode()
            self.send_response(status)
            for name, value in {"Content-Length": str(len(payload)), **(headers or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(payload)

        def log_message(self, *_arguments: Any) -> None:
            """Keep the output of the tests clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    chat.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield chat
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
