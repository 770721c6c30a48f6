"""Announcements: written with what they are about, and cleared away."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.conversations.live import announce, find_last_news, read_news, sweep
from bot.conversations.models import LiveEvent
from bot.conversations.record import TurnRecord, delete_conversation, record_turn
from bot.db import utc_now
from tests.conversations.samples import KEY, OTHER_KEY


def make_old(session: Session) -> None:
    """Let everything so far have happened two hours ago."""
    session.execute(update(LiveEvent).values(at=utc_now() - timedelta(hours=2)))


def test_what_was_announced_is_read_in_order_behind_an_id(session: Session) -> None:
    before = find_last_news(session)
    announce(session, KEY, "state")
    announce(session, "staff", "cases", {"case": "TK-1"})
    found = read_news(session, since=before)
    assert [(news.channel, news.kind, news.data) for news in found] == [
        (KEY, "state", {}),
        ("staff", "cases", {"case": "TK-1"}),
    ]
    assert abs(utc_now() - found[0].at) < timedelta(minutes=1)
    assert read_news(session, since=found[0].id) == found[1:]
    assert find_last_news(session) == found[1].id


def test_a_turn_and_the_end_of_a_conversation_are_announced(session: Session) -> None:
    before = find_last_news(session)
    record_turn(session, KEY, TurnRecord("eins", [], new_state=None, is_in_form=False))
    delete_conversation(session, KEY)
    assert [(news.channel, news.kind) for news in read_news(session, since=before)] == [
        (KEY, "message"),
        (KEY, "state"),
    ]


def test_old_announcements_are_swept_and_new_ones_stay(session: Session) -> None:
    for key in (KEY, OTHER_KEY):
        announce(session, key, "message")
    make_old(session)
    announce(session, KEY, "state")
    assert sweep(session, before=utc_now() - timedelta(hours=1)) == 2
    assert session.scalars(select(LiveEvent.kind)).all() == ["state"]


def test_after_a_sweep_of_everything_old_the_numbers_go_on(session: Session) -> None:
    announce(session, KEY, "message")
    make_old(session)
    last = find_last_news(session)
    sweep(session, before=utc_now())
    announce(session, KEY, "message")
    assert [news.id for news in read_news(session, since=last)] == [last + 1]
