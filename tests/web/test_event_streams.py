"""The stream of a conversation: a person's messages, the state, and from where it goes on."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy.orm import sessionmaker

from bot.conversations.record import delete_conversation
from bot.live import stream as live_stream
from bot.live.feed import LiveFeed
from bot.live.stream import HEARTBEAT, RETRY
from bot.web.errors import ApiError
from bot.web.events import MOST_STREAMS, EventStreams
from tests.conversations.samples import KEY, OTHER_KEY, keep_turn, make_reply
from tests.web.event_reader import Event, parse_event, take, take_events, write_as_person
from tests.web.gateway import broken_database


@pytest.fixture
def factory(session_factory: sessionmaker) -> sessionmaker:
    """A database with one conversation: a question and its answer."""
    keep_turn(session_factory, "eins", make_reply(text="zwei"))
    return session_factory


@pytest.fixture
def streams(factory: sessionmaker) -> EventStreams:
    """Streams that nobody wakes: they look for themselves all the time."""
    return EventStreams(factory, LiveFeed(factory), most_streams=100, check_seconds=0)


async def read(streams: EventStreams, count: int, last_event_id: str | None = None) -> list[Event]:
    """Open a stream and return its first events."""
    stream = await streams.open(KEY, last_event_id)
    assert await anext(stream) == RETRY
    return await take_events(stream, count)


def texts(found: list[Event]) -> list[tuple[int, str]]:
    return [(number, data["text"]) for name, number, data in found if name == "message"]


async def test_a_new_stream_tells_the_state_and_not_what_is_known_already(streams: EventStreams) -> None:
    assert await read(streams, 1) == [("state", 2, {"state": "bot"})]


async def test_a_new_stream_brings_what_a_person_wrote_before(streams: EventStreams, factory: sessionmaker) -> None:
    write_as_person(factory, KEY, "Guten Tag")
    keep_turn(factory, "danke", is_for_person=True)
    found = await read(streams, 2)
    assert texts(found) == [(3, "Guten Tag")]
    assert found[0][2]["from"] == "person"
    assert found[1] == ("state", 4, {"state": "person"})


async def test_what_happens_later_arrives_in_order(streams: EventStreams, factory: sessionmaker) -> None:
    stream = await streams.open(KEY, None)
    await take(stream, 2)
    write_as_person(factory, KEY, "Guten Tag")
    keep_turn(factory, "danke", make_reply(text="gern"), is_for_person=True)
    found = await take_events(stream, 4)
    assert texts(found) == [(3, "Guten Tag"), (4, "danke"), (5, "gern")]
    assert found[3] == ("state", 5, {"state": "person"})


async def test_a_state_is_told_only_when_it_changes(streams: EventStreams, factory: sessionmaker) -> None:
    stream = await streams.open(KEY, None)
    await take(stream, 2)
    keep_turn(factory, "ja", make_reply("handoff", "Fertig."), new_state="waiting")
    write_as_person(factory, KEY, "Hallo", state="waiting")
    write_as_person(factory, KEY, "Ende", state="closed")
    found = await take_events(stream, 5)
    assert [data for name, _number, data in found if name == "state"] == [{"state": "closed"}]


@pytest.mark.parametrize(("last", "expected"), [("0", ["eins", "zwei", "drei"]), ("2", ["drei"]), ("3", [])])
async def test_a_stream_goes_on_behind_the_last_event(
    streams: EventStreams, factory: sessionmaker, last: str, expected: list[str]
) -> None:
    write_as_person(factory, KEY, "drei")
    found = await read(streams, len(expected) + 1, last)
    assert [text for _number, text in texts(found)] == expected
    assert found[-1] == ("state", 3, {"state": "person"})


@pytest.mark.parametrize("last", ["", "x", "-1", "1.5", "²", "٣", "1 ", "9" * 10, "0x1", "\x00", "NaN"])
async def test_a_last_event_that_is_none_counts_as_a_new_stream(streams: EventStreams, last: str) -> None:
    assert await read(streams, 1, last) == [("state", 2, {"state": "bot"})]


async def test_a_position_from_the_future_waits_for_it(streams: EventStreams, factory: sessionmaker) -> None:
    stream = await streams.open(KEY, "3")
    await take(stream, 2)
    for text in ("drei", "vier"):
        write_as_person(factory, KEY, text)
    assert texts(await take_events(stream, 1)) == [(4, "vier")]


async def test_other_conversations_are_not_heard(streams: EventStreams, factory: sessionmaker) -> None:
    stream = await streams.open(KEY, None)
    await take(stream, 2)
    keep_turn(factory, "geheim", make_reply(text="geheim"), key=OTHER_KEY)
    write_as_person(factory, OTHER_KEY, "geheim")
    write_as_person(factory, KEY, "für Sie")
    assert texts(await take_events(stream, 1)) == [(3, "für Sie")]


async def test_a_deleted_conversation_closes_the_stream(streams: EventStreams, factory: sessionmaker) -> None:
    stream = await streams.open(KEY, None)
    await take(stream, 2)
    with factory.begin() as session:
        delete_conversation(session, KEY)
    assert [parse_event(text) async for text in stream] == [("state", 2, {"state": "closed"})]
    with pytest.raises(ApiError) as refusal:
        await streams.open(KEY, "2")
    assert refusal.value.status == 404


async def test_a_quiet_stream_says_that_it_is_still_there(
    streams: EventStreams, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_stream, "HEARTBEAT_SECONDS", -1)
    stream = await streams.open(KEY, None)
    assert (await take(stream, 5))[2:] == [HEARTBEAT] * 3


async def test_a_long_stream_ends_so_that_the_browser_comes_back(
    streams: EventStreams, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_stream, "LONGEST_STREAM", -1)
    assert [text async for text in await streams.open(KEY, None)] == [RETRY]


async def test_a_database_that_fails_ends_the_stream_and_refuses_new_ones(
    streams: EventStreams, factory: sessionmaker
) -> None:
    stream = await streams.open(KEY, None)
    await take(stream, 2)
    with broken_database(factory, "conversations"):
        assert [text async for text in stream] == []
        with pytest.raises(ApiError) as refusal:
            await streams.open(KEY, None)
    assert refusal.value.status == 503


async def test_a_conversation_has_so_many_streams_and_no_more(streams: EventStreams, factory: sessionmaker) -> None:
    keep_turn(factory, "eins", make_reply(), key=OTHER_KEY)
    opened = [await streams.open(KEY, None) for _ in range(MOST_STREAMS)]
    for stream in opened:
        await take(stream, 2)
    with pytest.raises(ApiError) as refusal:
        await streams.open(KEY, None)
    assert (refusal.value.status, refusal.value.code, refusal.value.retry_after) == (429, "too_many_streams", 30)
    assert "zu vielen Fenstern" in refusal.value.text
    assert await anext(await streams.open(OTHER_KEY, None)) == RETRY
    await opened[0].aclose()  # type: ignore[attr-defined]
    assert await read(streams, 1) == [("state", 2, {"state": "bot"})]


async def test_streams_opened_at_the_same_moment_do_not_slip_through(streams: EventStreams) -> None:
    opened = await asyncio.gather(*(streams.open(KEY, None) for _ in range(MOST_STREAMS + 3)))
    assert [await anext(stream) for stream in opened] == [RETRY] * len(opened)
    seconds = [await anext(stream, None) for stream in opened]
    assert [second is not None for second in seconds] == [True] * MOST_STREAMS + [False] * 3
