"""A stand-in for the gateway: the widget's files under the strict policy, and the chat API with canned replies."""

from __future__ import annotations

import json
import queue
import socket
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bot.page_templates import LOOK
from bot.web.widget_bundle import WIDGET, build_bundle
from tests.browser.replies import FERTIG, LAUFZEIT, PAYLOADS, REPLIES, UNKNOWN, Message

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
FOLDERS = {"": WIDGET, "/widget": WIDGET, "/dateien": LOOK}
HEADERS = {"Content-Security-Policy": POLICY, "Access-Control-Allow-Origin": "*"}
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass
class Failure:
    """What the next request gets instead of an answer."""

    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


class StubApi:
    """Serves on a free port of this machine; tests look at ``requests`` and steer with the methods."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str, Any]] = []
        self.failures: list[Failure] = []
        self.conversations: dict[str, dict[str, Any]] = {}
        self.bundle = build_bundle()
        self.pages: dict[str, tuple[str, str]] = {}
        self.answers: dict[str, dict[str, Any]] = {}  # by the browser's name for what it sent
        self.lost_answers = 0
        self.streams = 0
        self.events: queue.Queue[Message | None] = queue.Queue()
        self.gate = threading.Event()
        self.gate.set()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (StubHandler,), {"api": self}))
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    @property
    def calls(self) -> list[tuple[str, str, Any]]:
        """Requests to the API, without the files."""
        return [request for request in self.requests if request[1].startswith("/api/")]

    def fail_next(self, status: int, body: Any = None, **headers: str) -> None:
        self.failures.append(Failure(status, body, {name.replace("_", "-"): value for name, value in headers.items()}))

    def show(self, path: str, html: str, policy: str) -> str:
        """Serve a page under a policy of its own; returns its address."""
        self.pages[path] = (html, policy)
        return self.url + path

    def lose_next_answer(self) -> None:
        """Take the next message, and break the connection before the answer."""
        self.lost_answers += 1

    def add_history(self, count: int) -> str:
        """Make a conversation of so many messages, and return its id."""
        key = f"c_{len(self.conversations) + 1}"
        messages = [
            {"id": f"m_{number}", "from": "visitor", "text": f"Frage {number}"}
            if number % 2
            else {"id": f"m_{number}", "from": "bot", **REPLIES[LAUFZEIT][0], "text": f"Antwort {number}"}
            for number in range(1, count + 1)
        ]
        self.conversations[key] = {"conversation": key, "state": "bot", "messages": messages}
        return key

    def close(self) -> None:
        self.gate.set()
        self.events.put(None)
        self.server.shutdown()
        self.server.server_close()

    def answer(self, body: dict[str, Any]) -> dict[str, Any] | None:
        """Answer a chat request, one that is sent again as before; None for an unknown conversation."""
        key, name = body["conversation"], body["client_id"]
        if key is not None and key not in self.conversations:
            return None
        if name not in self.answers:
            self.answers[name] = self.take(key, body)
        return self.answers[name]

    def take(self, key: str | None, body: dict[str, Any]) -> dict[str, Any]:
        """Take what was said and return the answer."""
        key = key or f"c_{len(self.conversations) + 1}"
        talk = self.conversations.setdefault(key, {"conversation": key, "state": "bot", "messages": []})
        said = body.get("message") or body["payload"]
        replies = [] if talk["state"] == "person" else REPLIES.get(said) or PAYLOADS.get(said) or UNKNOWN
        if any(reply["kind"] == "handoff" for reply in replies) or said == FERTIG:
            talk["state"] = "waiting"
        turn = {"from": "visitor", "text": said, "client_id": body["client_id"]}
        talk["messages"].append({"id": f"m_{len(talk['messages'])}", **turn})
        fresh = [{"id": f"m_{len(talk['messages']) + i}", "from": "bot", **reply} for i, reply in enumerate(replies)]
        talk["messages"] += fresh
        return {**talk, "messages": fresh}


class StubHandler(BaseHTTPRequestHandler):
    """One request."""

    api: StubApi
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.note(None)
        if self.path.endswith("/events"):
            return self.stream()
        if self.path.startswith("/api/chat/"):
            if self.fails():
                return None
            talk = self.api.conversations.get(self.path.split("/")[3])
            return self.reply(200, talk) if talk else self.reply_gone()
        return self.send_file(self.path)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])) or "null")
        self.note(body)
        if self.path.endswith(("/seen", "/typing")):
            return self.send_body(204, b"", "text/plain", {})
        self.api.gate.wait(20)
        if self.fails():
            return None
        if self.path.endswith("/feedback"):
            return self.reply(200, {})
        answer = self.api.answer(body)
        if self.api.lost_answers:
            self.api.lost_answers -= 1
            return self.break_off()
        return self.reply(200, answer) if answer else self.reply_gone()

    def do_OPTIONS(self) -> None:
        self.note(None)
        headers = {"Access-Control-Allow-Methods": "GET, POST, DELETE", "Access-Control-Allow-Headers": "Content-Type"}
        self.send_body(204, b"", "text/plain", headers)

    def do_DELETE(self) -> None:
        self.note(None)
        if self.fails():
            return
        self.api.conversations.pop(self.path.split("/")[3], None)
        self.send_response(204)
        self.end_headers()

    def note(self, body: Any) -> None:
        self.api.requests.append((self.command, self.path, body))

    def fails(self) -> bool:
        if not self.api.failures:
            return False
        failure = self.api.failures.pop(0)
        self.reply(failure.status, failure.body, failure.headers)
        return True

    def break_off(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def reply_gone(self) -> None:
        self.reply(404, {"error": {"code": "unknown_conversation", "message": "Dieses Gespräch gibt es nicht."}})

    def reply(self, status: int, data: Any, headers: dict[str, str] | None = None) -> None:
        self.send_body(status, json.dumps(data).encode(), "application/json", headers or {})

    def send_file(self, path: str) -> None:
        if path in self.api.pages:
            html, policy = self.api.pages[path]
            return self.send_body(200, html.encode(), "text/html; charset=utf-8", {"Content-Security-Policy": policy})
        if path == "/widget/lotse.js":
            return self.send_body(200, self.api.bundle.body, "text/javascript", {})
        folder, _, name = path.rpartition("/")
        file = FOLDERS.get(folder, WIDGET) / (name or "demo.html")
        if folder not in FOLDERS or not file.is_file():
            return self.send_body(404, b"", "text/plain", {})
        return self.send_body(200, file.read_bytes(), f"{TYPES[file.suffix]}; charset=utf-8", {})

    def send_body(self, status: int, body: bytes, kind: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**HEADERS, "Content-Type": kind, **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.close_connection = True
        self.api.streams += 1
        number = self.api.streams
        while (message := self.api.events.get()) is not None:
            if number < self.api.streams:  # the browser has opened a later one
                self.api.events.put(message)
                return
            event = message.pop("event", "message")
            self.wfile.write(f"event: {event}\nid: 9\ndata: {json.dumps(message)}\n\n".encode())
            self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the test output quiet."""
