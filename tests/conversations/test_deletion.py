"""A deleted conversation is gone: here, in Rasa's store, and in every rating."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import sessionmaker

from bot.conversations.models import Conversation, Feedback, Message, Outcome
from bot.conversations.record import create_conversation, delete_conversation, forget_tracker, record_feedback
from bot.db import make_engine
from bot.handoff.models import Ticket
from tests.conversations.samples import KEY, OTHER_KEY, keep_turn, make_reply
from tests.handoff.samples import hand_over


def count(factory: sessionmaker, table: type) -> int:
    with factory() as session:
        return int(session.scalar(select(func.count()).select_from(table)))


def delete(factory: sessionmaker, key: str = KEY) -> bool:
    with factory.begin() as session:
        return delete_conversation(session, key)


def test_messages_and_ratings_go_with_the_conversation_and_the_figures_stay(factory: sessionmaker) -> None:
    reply = make_reply("answer", "Ja.", "faq:a")
    keep_turn(factory, "eins", reply)
    with factory.begin() as session:
        record_feedback(session, KEY, reply["id"], rating=1)
    assert delete(factory)
    assert [count(factory, table) for table in (Conversation, Message, Feedback)] == [0, 0, 0]
    with factory() as session:
        outcomes = session.execute(select(Outcome.kind, Outcome.reference, Outcome.conversation_key)).all()
    assert outcomes == [("answer", "faq:a", None)]


def test_other_conversations_stay(factory: sessionmaker) -> None:
    for key in (KEY, OTHER_KEY):
        keep_turn(factory, "eins", make_reply(), key=key)
    delete(factory)
    with factory() as session:
        assert list(session.scalars(select(Conversation.key))) == [OTHER_KEY]
    assert count(factory, Message) == 2


def test_an_unknown_conversation_cannot_be_deleted(factory: sessionmaker) -> None:
    keep_turn(factory, "eins", make_reply())
    assert [delete(factory), delete(factory), delete(factory, OTHER_KEY)] == [True, False, False]


def test_a_conversation_without_messages_is_deleted_too(factory: sessionmaker) -> None:
    with factory.begin() as session:
        create_conversation(session, KEY)
    assert delete(factory)


def test_a_ticket_outlives_its_conversation(factory: sessionmaker) -> None:
    keep_turn(factory, "ja", make_reply("handoff"), new_state="waiting")
    hand_over(factory, conversation_key=KEY)
    delete(factory)
    assert count(factory, Ticket) == 1


def test_rasas_store_forgets_one_conversation_and_keeps_the_others(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'tracker.db'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE events (sender_id TEXT)"))
        connection.execute(text("INSERT INTO events VALUES (:a), (:a), (:b)"), {"a": KEY, "b": OTHER_KEY})
    assert forget_tracker(engine, KEY)
    with engine.begin() as connection:
        assert list(connection.scalars(text("SELECT sender_id FROM events"))) == [OTHER_KEY]
    engine.dispose()


def test_a_store_that_is_not_there_is_reported_and_stops_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    assert not forget_tracker(engine, KEY)
    assert "could not be deleted" in caplog.text
    engine.dispose()
