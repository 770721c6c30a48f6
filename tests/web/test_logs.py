"""The logs: one JSON line per event, and nothing that leads to a visitor."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator

import pytest

from bot.http_service import Unreachable
from bot.web.logs import JsonFormatter, set_up_logs
from tests.web.gateway import Gateway, broken_database

FORMATTER = JsonFormatter()


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Everything that the gateway logs, down to the last detail."""
    with caplog.at_level(logging.DEBUG, logger="bot"):
        yield caplog


def write_log(caplog: pytest.LogCaptureFixture) -> str:
    return "\n".join(FORMATTER.format(record) for record in caplog.records if record.name.startswith("bot"))


def read_access_log(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str, int]]:
    """Return method, route and status of each request."""
    written = [json.loads(FORMATTER.format(record)) for record in caplog.records if record.name == "bot.web.access"]
    assert all(line["milliseconds"] >= 0 and line["event"] == "request" for line in written)
    return [(line["method"], line["route"], line["status"]) for line in written]


async def test_a_request_is_logged_by_its_route(gateway: Gateway, lines: pytest.LogCaptureFixture) -> None:
    conversation = (await gateway.say("Hallo"))["conversation"]
    requests = [
        ("GET", f"/api/chat/{conversation}", "/api/chat/{conversation}", 200),
        ("POST", f"/api/chat/{conversation}/feedback", "/api/chat/{conversation}/feedback", 400),
        ("DELETE", f"/api/chat/{conversation}", "/api/chat/{conversation}", 204),
        ("GET", f"/api/chat/{conversation}/events", "/api/chat/{conversation}/events", 404),
        ("PUT", f"/api/chat/{conversation}", "/api/chat/{conversation}", 405),
        ("GET", f"/x/{conversation}", "unknown", 404),
        ("GET", "/widget/client.js", "/widget", 200),
        ("GET", f"/widget/api/chat/{conversation}", "/widget", 404),
        ("GET", "/", "/", 200),
    ]
    for method, path, _route, _status in requests:
        await gateway.client.request(method, path)
    expected = [("POST", "/api/chat", 200), *((method, route, status) for method, _path, route, status in requests)]
    assert read_access_log(lines) == expected


async def test_nothing_that_leads_to_a_visitor_is_logged(gateway: Gateway, lines: pytest.LogCaptureFixture) -> None:
    headers = {"X-Forwarded-For": "203.0.113.99", "User-Agent": "Sonderling/1.0", "Referer": "https://chef.example"}
    gateway.client.headers.update(headers)
    conversation = (await gateway.say("Mein Chef heißt Kunibert"))["conversation"]
    await gateway.client.get(f"/api/chat/{conversation}?token=geheim")
    await gateway.post(conversation=conversation, payload="/kunibert")
    gateway.rasa.trouble = Unreachable("ClientOSError")
    await gateway.say("Noch einmal Kunibert", conversation)
    log = write_log(lines)
    words = ("unibert", conversation, gateway.rasa.received[0][0], "192.0.2", "203.0.113", "Sonder", "chef", "geheim")
    assert log.count("bot.web.access") == 4
    assert not [word for word in words if word in log]


async def test_a_bug_is_logged_as_a_request_that_failed(gateway: Gateway, lines: pytest.LogCaptureFixture) -> None:
    gateway.rasa.replies = [[{"custom": {"kind": ["no", "text"], "text": "x"}}]]
    await gateway.post(message="Hallo")
    assert read_access_log(lines) == [("POST", "/api/chat", 503)]
    (record,) = (record for record in lines.records if record.levelno == logging.ERROR)
    assert "TypeError" in json.loads(FORMATTER.format(record))["exception"]


async def test_a_turn_that_cannot_be_kept_is_logged_without_its_words(
    gateway: Gateway, lines: pytest.LogCaptureFixture
) -> None:
    conversation = (await gateway.say("Hallo"))["conversation"]
    with broken_database(gateway.factory, "messages"):
        await gateway.say("Mein Chef heißt Kunibert", conversation)
    log = write_log(lines)
    assert "a turn could not be kept" in log
    assert "Kunibert" not in log
    assert gateway.rasa.received[0][0] not in log


def test_a_line_is_json_with_time_level_and_exception() -> None:
    try:
        raise ValueError('Grüße\n"x"')
    except ValueError:
        record = logging.LogRecord("bot.x", logging.ERROR, "x.py", 1, "Es sind %d.", (3,), sys.exc_info())
    line = FORMATTER.format(record)
    data = json.loads(line)
    assert "\n" not in line
    assert (data["level"], data["logger"], data["event"]) == ("ERROR", "bot.x", "Es sind 3.")
    assert data["time"].endswith("+00:00")
    assert "ValueError: Grüße" in data["exception"]


def test_the_set_up_writes_json(capsys: pytest.CaptureFixture[str]) -> None:
    root, handlers, level = logging.getLogger(), logging.getLogger().handlers[:], logging.getLogger().level
    try:
        set_up_logs("INFO")
        logging.getLogger("bot.x").info("Hallo")
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["event"] == "Hallo"
