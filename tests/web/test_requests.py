"""What ``POST /api/chat`` takes, and how it refuses the rest: a code, and a German sentence."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.fake_rasa import FakeRasa
from tests.web.gateway import Gateway

FORM = "Die Anfrage hat nicht die erwartete Form. Bitte laden Sie die Seite neu und versuchen Sie es noch einmal."
JSON = "Die Anfrage ist unleserlich. Bitte laden Sie die Seite neu und versuchen Sie es noch einmal."
EMPTY = "Ihre Nachricht ist leer. Bitte schreiben Sie Ihre Frage in einem Satz."
LONG = "Ihre Nachricht ist zu lang. Bitte kürzen Sie sie auf höchstens 1000 Zeichen."


async def send(gateway: Gateway, content: bytes) -> tuple[int, dict[str, Any]]:
    response = await gateway.client.post("/api/chat", content=content)
    return response.status_code, response.json().get("error")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" ",
        b"{",
        b"Hallo",
        b"{'message': 'Hallo'}",
        b'{"message": "Hallo"',
        b'{"message": "Hallo"} x',
        b'{"message": NaN}',
        b'{"message": "\xff\xfe"}',
        b'{"message": "\\ud800"}',
        b'{"message": "\\udc00 \\ud83d"}',
        b'{"message": "a\nb"}',
        b'\xef\xbb\xbf{"message": "Hallo"}',
        b"message=Hallo",
        b'{"x": ' + b"[" * 15_000 + b"]" * 15_000 + b', "message": "Hallo"}',
    ],
)
async def test_what_is_no_json_is_refused(gateway: Gateway, rasa: FakeRasa, content: bytes) -> None:
    assert await send(gateway, content) == (400, {"code": "invalid_json", "message": JSON})
    assert rasa.received == []


@pytest.mark.parametrize(
    "content",
    [
        b"null",
        b"5",
        b'"Hallo"',
        b"[]",
        b'["message", "Hallo"]',
        b"{}",
        b'{"message": null}',
        b'{"message": null, "payload": null}',
        b'{"message": "Hallo", "payload": "/x"}',
        b'{"message": 5}',
        b'{"message": true}',
        b'{"message": ["Hallo"]}',
        b'{"message": {"text": "Hallo"}}',
        b'{"payload": {"x": 1}}',
        b'{"message": "Hallo", "conversation": 5}',
        b'{"message": "Hallo", "conversation": ["c_x"]}',
        b'{"message": "Hallo", "conversation": {}}',
        b'{"Message": "Hallo"}',
        b'{"message": 1e999}',
        b'{"message": ' + b"[" * 15_000 + b"]" * 15_000 + b"}",
    ],
)
async def test_json_of_the_wrong_form_is_refused(gateway: Gateway, rasa: FakeRasa, content: bytes) -> None:
    assert await send(gateway, content) == (400, {"code": "invalid_request", "message": FORM})
    assert rasa.received == []


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\x00", "\u200b\u202e", "\ufeff", "\u2028\u2029", "\u00ad"])
async def test_an_empty_message_is_refused(gateway: Gateway, rasa: FakeRasa, text: str) -> None:
    response = await gateway.post(message=text)
    assert response.status_code == 400
    assert response.json() == {"error": {"code": "empty_message", "message": EMPTY}}
    assert rasa.received == []


@pytest.mark.parametrize("letter", ["a", "ü", "🙂", "\N{FULLWIDTH SOLIDUS}", '"'])
async def test_a_message_may_have_a_thousand_characters_and_no_more(
    gateway: Gateway, rasa: FakeRasa, letter: str
) -> None:
    assert (await gateway.post(message=letter * 1000)).status_code == 200
    response = await gateway.post(message=letter * 1001)
    assert response.status_code == 413
    assert response.json() == {"error": {"code": "message_too_long", "message": LONG}}
    assert [len(text) for text in rasa.texts] == [1000]


async def test_a_message_that_grows_when_it_is_cleaned_is_still_too_long(gateway: Gateway, rasa: FakeRasa) -> None:
    response = await gateway.post(message="\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 1000)
    assert response.status_code == 413
    assert rasa.received == []


@pytest.mark.parametrize("size", [32_769, 1_000_000])
async def test_a_body_is_read_no_further_than_its_limit(gateway: Gateway, size: int) -> None:
    code = {"code": "message_too_long", "message": LONG}
    assert await send(gateway, b'{"message": "Hallo", "x": "' + b"a" * size) == (413, code)
    assert await send(gateway, b" " * size) == (413, code)


async def test_the_longest_message_fits_however_it_is_escaped(gateway: Gateway, rasa: FakeRasa) -> None:
    status, _error = await send(gateway, b'{"message": "' + b"\\ud83d\\ude42" * 1000 + b'", "conversation": null}')
    assert status == 200
    assert rasa.texts == ["🙂" * 1000]


async def test_unknown_names_are_passed_over(gateway: Gateway) -> None:
    response = await gateway.post(message="Hallo", sender="x", metadata={"input_channel": "cmdline"}, big=10**400)
    assert response.status_code == 200


async def test_an_empty_id_opens_nothing(gateway: Gateway, rasa: FakeRasa) -> None:
    response = await gateway.post(message="Hallo", conversation="")
    assert (response.status_code, response.json()["error"]["code"]) == (404, "unknown_conversation")
    assert rasa.received == []


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/chat", 405),
        ("PUT", "/api/chat", 405),
        ("PATCH", "/api/chat/c_x", 405),
        ("POST", "/api/chat/c_x", 405),
        ("DELETE", "/api/chat/c_x/events", 405),
        ("GET", "/api/chat/c_x/feedback", 405),
        ("POST", "/healthz", 405),
        ("GET", "/nirgends", 404),
        ("POST", "/api/chat/c_x/nirgends", 404),
        ("GET", "/widget/nirgends.js", 404),
        ("GET", "/widget/..%2fapp.py", 404),
        ("GET", "/widget/%00", 404),
        ("GET", "/widget/" + "x" * 3000, 404),
        ("POST", "/widget/client.js", 405),
    ],
)
async def test_other_addresses_and_methods_are_refused_in_german(
    gateway: Gateway, method: str, path: str, status: int
) -> None:
    response = await gateway.client.request(method, path)
    sentence = {404: "Diese Adresse gibt es hier nicht.", 405: "Diese Art von Anfrage ist hier nicht möglich."}[status]
    code = {404: "not_found", 405: "method"}[status]
    assert (response.status_code, response.json()) == (status, {"error": {"code": code, "message": sentence}})
