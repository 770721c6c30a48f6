"""The streams of open pages say that there is something new, to those whom it concerns, while they may know."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.engine import Engine

from bot.accounts.login import find_account
from bot.accounts.models import StaffSession
from bot.accounts.roles import ADVISER
from bot.accounts.sessions import OpenSession, find_session, open_session
from bot.conversations.live import STAFF, News
from bot.db import utc_now
from bot.handoff.models import Presence
from bot.handoff.presence import set_presence
from bot.live.stream import RETRY
from bot.staff.errors import Refused
from bot.staff.streams import MOST_STREAMS, DeskStreams
from tests.live.processes import LONG, Process, begin_to_hear, run_process
from tests.staff.desk import Desk

KEY = "k" * 64
NEW, TYPING, END = (
    "event: neu\nid: 0\ndata: {}\n\n",
    "event: tippt\nid: 0\ndata: {}\n\n",
    "event: ende\nid: 0\ndata: {}\n\n",
)


@pytest.fixture
def login(empty_desk: Desk) -> OpenSession:
    email = empty_desk.add_account(ADVISER)
    with empty_desk.factory.begin() as session:
        account = find_account(session, email)
        assert account
        cookie = open_session(session, account, now=utc_now())
        session.flush()
        login = find_session(session, cookie, now=utc_now())
        assert login
        return login


@pytest.fixture
async def process(sqlite_engine: Engine) -> AsyncIterator[Process]:
    async with run_process(sqlite_engine) as process:
        with process.feed.listen("always") as listener:
            await begin_to_hear(listener)
            yield process


def concerns(news: News) -> bool:
    return news.data.get("case") == "mine"


async def begin(streams: DeskStreams, login: OpenSession) -> AsyncIterator[str]:
    """Open a stream, which first has the page look for what came while it was loading."""
    stream = aiter(streams.follow(login, STAFF, KEY, concerns=concerns).body_iterator)
    assert [await anext(stream), await anext(stream)] == [RETRY, NEW]
    return stream  # type: ignore[return-value]


async def next_event(stream: AsyncIterator[str]) -> str:
    return await asyncio.wait_for(anext(stream), LONG / 2)  # type: ignore[arg-type]


async def test_a_page_hears_of_its_own_case_and_of_a_visitor_who_writes(process: Process, login: OpenSession) -> None:
    stream = await begin(DeskStreams(process.factory, process.feed, check_seconds=LONG), login)
    process.announce(STAFF, "cases", case="other")
    process.announce(KEY, "typing", **{"from": "person"})
    process.announce(KEY, "typing", **{"from": "visitor"})
    assert await next_event(stream) == TYPING
    process.announce(STAFF, "cases", case="mine")
    assert await next_event(stream) == NEW


async def test_a_stream_ends_with_its_log_in(process: Process, login: OpenSession) -> None:
    stream = await begin(DeskStreams(process.factory, process.feed, check_seconds=0.05), login)
    with process.factory.begin() as session:
        session.execute(update(StaffSession).values(last_seen_at=utc_now() - timedelta(hours=3)))
    event = NEW
    while event == NEW:
        event = await next_event(stream)
    assert event == END
    with pytest.raises(StopAsyncIteration):
        await next_event(stream)


async def test_an_open_page_keeps_somebody_present(process: Process, login: OpenSession) -> None:
    before = utc_now() - timedelta(minutes=2)
    with process.factory.begin() as session:
        set_presence(session, login.account.id, is_on=True, now=before)
    await begin(DeskStreams(process.factory, process.feed, check_seconds=LONG), login)
    with process.factory() as session:
        assert session.query(Presence).one().seen_at > before + timedelta(minutes=1)


async def test_a_log_in_has_so_many_streams_and_a_closed_one_makes_room(process: Process, login: OpenSession) -> None:
    streams = DeskStreams(process.factory, process.feed, check_seconds=LONG)
    opened = [await begin(streams, login) for _ in range(MOST_STREAMS)]
    with pytest.raises(Refused, match="zu viele Seiten"):
        streams.follow(login, STAFF, concerns=concerns)
    await opened[0].aclose()  # type: ignore[attr-defined]
    await begin(streams, login)
