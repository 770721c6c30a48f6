"""Ratings are kept once per message, redacted, and only from the conversation that got the message."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from bot.conversations.models import Feedback
from bot.conversations.queries import read_messages
from bot.conversations.record import record_feedback
from tests.conversations.samples import KEY, OTHER_KEY, keep_turn, make_reply

REPLY = make_reply("answer", "Ja.", "faq:was-ist-tregks")


@pytest.fixture
def rated(session_factory: sessionmaker) -> sessionmaker:
    """A database with one answered question."""
    keep_turn(session_factory, "Was ist TRegKS?", REPLY)
    return session_factory


def rate(factory: sessionmaker, rating: int, comment: str = "", *, key: str = KEY, message: str = REPLY["id"]) -> bool:
    with factory.begin() as session:
        return record_feedback(session, key, message, rating=rating, comment=comment)


def read_feedback(factory: sessionmaker) -> list[tuple[int, str, str]]:
    with factory() as session:
        return [(row.rating, row.comment, row.reference) for row in session.scalars(select(Feedback))]


def test_a_rating_is_kept_with_what_was_rated(rated: sessionmaker) -> None:
    assert rate(rated, 1, "Sehr gut")
    assert read_feedback(rated) == [(1, "Sehr gut", "faq:was-ist-tregks")]


def test_a_second_rating_replaces_the_first(rated: sessionmaker) -> None:
    assert [rate(rated, 1, "gut"), rate(rated, -1)] == [True, True]
    assert read_feedback(rated) == [(-1, "", "faq:was-ist-tregks")]


def test_a_comment_is_redacted(rated: sessionmaker) -> None:
    rate(rated, -1, "Falsch! Melden Sie sich: a@b.de")
    assert read_feedback(rated)[0][1] == "Falsch! Melden Sie sich: [E-Mail-Adresse]"


@pytest.mark.parametrize(
    ("key", "message"),
    [(OTHER_KEY, REPLY["id"]), (KEY, "m_unknown"), (KEY, "")],
    ids=["of another one", "unknown", "without a name"],
)
def test_a_message_that_is_not_the_conversations_is_not_rated(rated: sessionmaker, key: str, message: str) -> None:
    assert not rate(rated, 1, key=key, message=message)
    assert read_feedback(rated) == []


def test_visitors_do_not_rate_what_they_said_themselves(rated: sessionmaker) -> None:
    with rated() as session:
        said = read_messages(session, KEY)[0].body["id"]
    assert not rate(rated, 1, message=said)
