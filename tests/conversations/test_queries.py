"""What is read from conversations, and never from another one."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import sessionmaker

from bot.conversations.queries import (
    find_button,
    find_conversation,
    find_message,
    first_reference,
    make_key,
    read_messages,
    read_transcript,
)
from tests.conversations.samples import KEY, MORE, OTHER_KEY, keep_turn, make_reply


def test_a_key_is_a_digest_and_opens_nothing_itself() -> None:
    assert make_key("c_this") == KEY
    assert len(KEY) == 64
    assert make_key(KEY) != KEY


def test_an_unknown_key_finds_nothing(session_factory: sessionmaker) -> None:
    with session_factory() as session:
        assert find_conversation(session, KEY) is None
        assert find_button(session, KEY, "/x") is None
        assert find_message(session, KEY, "m_x") is None
        assert (read_messages(session, KEY), read_transcript(session, KEY)) == ([], [])


def test_messages_are_read_from_a_position_on(session_factory: sessionmaker) -> None:
    keep_turn(session_factory, "eins", make_reply(text="zwei"), make_reply(text="drei"))
    with session_factory() as session:
        later = read_messages(session, KEY, after=1)
        assert [(message.position, message.body["text"]) for message in later] == [(2, "zwei"), (3, "drei")]
        assert read_messages(session, KEY, after=3) == []


def test_messages_of_other_conversations_are_not_read(session_factory: sessionmaker) -> None:
    keep_turn(session_factory, "hier", make_reply(text="so"))
    keep_turn(session_factory, "dort", make_reply(text="anders"), key=OTHER_KEY)
    with session_factory() as session:
        assert [message.body["text"] for message in read_messages(session, KEY)] == ["hier", "so"]
        assert [line.text for line in read_transcript(session, OTHER_KEY)] == ["dort", "anders"]


def test_a_transcript_has_authors_and_aware_times(session_factory: sessionmaker) -> None:
    keep_turn(session_factory, "Meine Mail: a@b.de", make_reply(text="Danke."))
    with session_factory() as session:
        lines = read_transcript(session, KEY)
    assert [(line.author, line.text) for line in lines] == [
        ("visitor", "Meine Mail: [E-Mail-Adresse]"),
        ("bot", "Danke."),
    ]
    assert all(line.at.utcoffset() is not None for line in lines)


def test_a_button_is_found_by_its_whole_payload(session_factory: sessionmaker) -> None:
    keep_turn(session_factory, "eins", make_reply(buttons=[MORE]))
    keep_turn(session_factory, "zwei", make_reply())
    with session_factory() as session:
        assert find_button(session, KEY, "/dialog_mehr") == MORE


@pytest.mark.parametrize("payload", ["/dialog", "/dialog_mehr ", "dialog_mehr", "/DIALOG_MEHR", "Mehr dazu", "", "%"])
def test_nothing_but_the_whole_payload_finds_a_button(session_factory: sessionmaker, payload: str) -> None:
    keep_turn(session_factory, "eins", make_reply(buttons=[MORE]))
    with session_factory() as session:
        assert find_button(session, KEY, payload) is None


def test_a_button_of_another_conversation_is_not_found(session_factory: sessionmaker) -> None:
    keep_turn(session_factory, "eins", make_reply(buttons=[MORE]), key=OTHER_KEY)
    with session_factory() as session:
        assert find_button(session, KEY, MORE["payload"]) is None


def test_the_latest_of_two_buttons_with_the_same_payload_counts(session_factory: sessionmaker) -> None:
    keep_turn(session_factory, "eins", make_reply(buttons=[MORE]))
    keep_turn(session_factory, "zwei", make_reply(buttons=[{**MORE, "title": "Noch mehr"}]))
    with session_factory() as session:
        button = find_button(session, KEY, MORE["payload"])
    assert button
    assert button["title"] == "Noch mehr"


def test_a_message_is_found_in_its_own_conversation_and_only_the_bots(session_factory: sessionmaker) -> None:
    reply = make_reply("answer", "Ja.", "faq:a", "faq:b")
    keep_turn(session_factory, "eins", reply)
    with session_factory() as session:
        said = read_messages(session, KEY)[0].body["id"]
        found = find_message(session, KEY, reply["id"])
        assert found
        assert found[1] == "faq:a"
        assert find_message(session, KEY, said) is None
        assert find_message(session, OTHER_KEY, reply["id"]) is None


@pytest.mark.parametrize(
    ("body", "reference"),
    [
        ({}, ""),
        ({"references": []}, ""),
        ({"references": None}, ""),
        ({"references": [{"type": "faq", "slug": "a"}, {"type": "faq", "slug": "b"}]}, "faq:a"),
    ],
)
def test_the_first_reference_speaks_for_the_message(body: dict[str, object], reference: str) -> None:
    assert first_reference(body) == reference
