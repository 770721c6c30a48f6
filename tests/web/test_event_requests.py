"""``GET /api/chat/{conversation}/events`` over HTTP."""

from __future__ import annotations

from bot.live.stream import RETRY
from bot.web.events import MOST_STREAMS
from tests.web.event_reader import open_stream, parse_event, write_as_person
from tests.web.figures import read_figures
from tests.web.gateway import Gateway


async def test_a_stream_is_one_that_nobody_collects_or_keeps(gateway: Gateway) -> None:
    conversation = (await gateway.say("Hallo"))["conversation"]
    async with open_stream(gateway.app, f"/api/chat/{conversation}/events") as browser:
        status, headers = await browser.read_head()
        assert await browser.read_piece() == RETRY
        assert parse_event(await browser.read_piece()) == ("state", 2, {"state": "bot"})
    assert (status, headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
    assert (headers["cache-control"], headers["x-accel-buffering"]) == ("no-store", "no")
    assert headers["x-content-type-options"] == "nosniff"


async def test_a_browser_that_comes_back_goes_on_where_it_was(gateway: Gateway) -> None:
    conversation = (await gateway.say("Hallo"))["conversation"]
    write_as_person(gateway.factory, gateway.rasa.received[0][0], "Grüße\n\ndata: von mir 🙂")
    path = f"/api/chat/{conversation}/events"
    async with open_stream(gateway.app, path, last_event_id="2") as browser:
        await browser.read_head()
        await browser.read_piece()
        name, number, message = parse_event(await browser.read_piece())
    assert (name, number, message["text"]) == ("message", 3, "Grüße\n\ndata: von mir 🙂")
    async with open_stream(gateway.app, path, last_event_id="3") as browser:
        await browser.read_head()
        await browser.read_piece()
        assert parse_event(await browser.read_piece()) == ("state", 3, {"state": "person"})


async def test_a_closed_window_makes_room_for_another(gateway: Gateway) -> None:
    conversation = (await gateway.say("Hallo"))["conversation"]
    path = f"/api/chat/{conversation}/events"
    for _ in range(MOST_STREAMS + 1):
        async with open_stream(gateway.app, path) as browser:
            assert (await browser.read_head())[0] == 200
            await browser.read_piece()
            assert (await read_figures(gateway))["lotse_event_streams"] == 1
    assert (await read_figures(gateway))["lotse_event_streams"] == 0


async def test_an_unknown_conversation_has_no_stream(gateway: Gateway) -> None:
    response = await gateway.client.get("/api/chat/c_unknown/events", headers={"Last-Event-ID": "1"})
    assert (response.status_code, response.json()["error"]["code"]) == (404, "unknown_conversation")
