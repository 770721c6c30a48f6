"""After a bad rating a person is offered, once, and only where nobody has the concern yet."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session, sessionmaker

from bot.conversations.models import Conversation
from bot.conversations.queries import find_button, find_conversation, read_messages
from bot.handoff.low_rating import offer_person
from tests.conversations.samples import KEY, keep_turn, make_reply


@pytest.fixture
def answered(session_factory: sessionmaker) -> sessionmaker:
    """A conversation with one answered question."""
    keep_turn(session_factory, "Was ist TRegKS?", make_reply("answer", "Ja.", "faq:was-ist-tregks"))
    return session_factory


def offer(session: Session) -> dict[str, Any] | None:
    conversation = find_conversation(session, KEY)
    assert conversation is not None
    return offer_person(session, conversation)


def test_the_offer_is_a_message_whose_button_is_obeyed(answered: sessionmaker) -> None:
    with answered.begin() as session:
        body = offer(session)
    assert body is not None
    with answered() as session:
        kept = read_messages(session, KEY)[-1].body
        assert find_button(session, KEY, body["buttons"][0]["payload"]) == body["buttons"][0]
    assert (kept["id"], kept["text"], kept["kind"], kept["from"]) == (body["id"], body["text"], "notice", "bot")


def test_it_is_not_made_twice_in_a_row(answered: sessionmaker) -> None:
    for is_new in (True, False):
        with answered.begin() as session:
            assert (offer(session) is not None) is is_new
    keep_turn(answered, "Und was kostet das?", make_reply("answer", "Nichts.", "faq:kosten-teilnahme"))
    with answered.begin() as session:
        assert offer(session) is not None


@pytest.mark.parametrize("values", [{"state": "waiting"}, {"state": "person"}, {"is_in_form": True}])
def test_it_is_not_made_where_a_person_has_the_concern_or_is_about_to(
    answered: sessionmaker, values: dict[str, Any]
) -> None:
    with answered.begin() as session:
        session.execute(update(Conversation).values(**values))
        assert offer(session) is None
        assert len(read_messages(session, KEY)) == 2
