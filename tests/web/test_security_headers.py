"""Every response, whatever it says, keeps browsers from doing what nobody here asked for."""

from __future__ import annotations

import re

import pytest

from bot.web.security import HEADERS
from tests.web.gateway import Gateway, broken_database

REQUESTS = [
    ("GET", "/", 200),
    ("GET", "/widget/client.js", 200),
    ("GET", "/widget/nirgends.js", 404),
    ("GET", "/healthz", 200),
    ("HEAD", "/healthz", 200),
    ("GET", "/readyz", 200),
    ("GET", "/metrics", 200),
    ("GET", "/nirgends", 404),
    ("GET", "/healthz/", 307),
    ("PUT", "/api/chat", 405),
    ("POST", "/api/chat", 400),
    ("GET", "/api/chat/c_unknown", 404),
    ("DELETE", "/api/chat/c_unknown", 404),
    ("GET", "/api/chat/c_unknown/events", 404),
    ("OPTIONS", "/api/chat", 405),
]


@pytest.mark.parametrize(("method", "path", "status"), REQUESTS)
async def test_every_response_has_the_headers(gateway: Gateway, method: str, path: str, status: int) -> None:
    response = await gateway.client.request(method, path)
    assert response.status_code == status
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


async def test_answers_refused_preflights_and_bugs_have_them_too(gateway: Gateway) -> None:
    preflight = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    responses = [await gateway.post(message="Hallo"), await gateway.client.options("/api/chat", headers=preflight)]
    gateway.rasa.replies = [[{"custom": {"kind": ["no", "text"], "text": "x"}}]]
    responses.append(await gateway.post(message="Hallo"))
    with broken_database(gateway.factory, "conversations"):
        responses.append(await gateway.client.get("/api/chat/c_x"))
    assert [response.status_code for response in responses] == [200, 400, 503, 503]
    for response in responses:
        assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


def test_the_policy_lets_nothing_in_from_outside_and_no_code_out_of_the_page() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert not re.search(r"unsafe|https?:|\*", policy)


async def test_the_demo_page_keeps_to_the_policy(gateway: Gateway) -> None:
    page = (await gateway.client.get("/")).text
    assert "<script" in page
    assert not re.search(
        r"<style|<[^>]*\s(?:style|on\w+)=|<script(?![^>]*\ssrc=)|<[^>]*\s(?:src|action)=[\"']https?:", page
    )


@pytest.mark.parametrize("path", ["/", "/widget/chat-widget.js", "/widget/demo.css"])
async def test_an_update_of_page_and_widget_arrives_at_once(gateway: Gateway, path: str) -> None:
    response = await gateway.client.get(path)
    assert response.headers["cache-control"] == "no-cache"
    again = await gateway.client.get(path, headers={"If-None-Match": response.headers["etag"]})
    assert again.status_code in (200, 304)


@pytest.mark.parametrize(
    "path",
    ["../app.py", "..%2fapp.py", "%2e%2e/app.py", "..%5capp.py", "/etc/passwd", "%2fetc%2fpasswd", "....//app.py"],
)
async def test_only_the_widgets_files_are_given_out(gateway: Gateway, path: str) -> None:
    response = await gateway.client.get(f"/widget/{path}")
    assert response.status_code == 404
    assert "import" not in response.text
