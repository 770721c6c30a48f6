"""What a turn leaves behind."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import sessionmaker

from bot.conversations.models import Conversation, Message, Outcome
from bot.conversations.queries import find_conversation, read_messages
from bot.conversations.record import create_conversation, make_conversation_id, make_message_id
from tests.conversations.samples import KEY, OTHER_KEY, keep_turn, make_reply


def read_texts(factory: sessionmaker, key: str = KEY) -> list[str]:
    with factory() as session:
        return [message.body["text"] for message in read_messages(session, key)]


def read_outcomes(factory: sessionmaker) -> list[tuple[str, str, bool, int]]:
    columns = (Outcome.kind, Outcome.reference, Outcome.is_reduced, Outcome.milliseconds)
    with factory() as session:
        return [tuple(row) for row in session.execute(select(*columns).order_by(Outcome.id))]


def test_the_first_turn_creates_the_conversation(factory: sessionmaker) -> None:
    keep_turn(factory, "Was ist TRegKS?", make_reply())
    with factory() as session:
        conversation = find_conversation(session, KEY)
        messages = read_messages(session, KEY)
    assert conversation
    assert (conversation.state, conversation.message_count, conversation.is_in_form) == ("bot", 2, False)
    assert [(message.position, message.body["from"]) for message in messages] == [(1, "visitor"), (2, "bot")]


def test_later_turns_go_on_counting(factory: sessionmaker) -> None:
    for said in ("eins", "zwei"):
        keep_turn(factory, said, make_reply(text="a"), make_reply(text="b"))
    assert read_texts(factory) == ["eins", "a", "b", "zwei", "a", "b"]
    with factory() as session:
        assert [message.position for message in read_messages(session, KEY)] == [1, 2, 3, 4, 5, 6]


def test_a_message_is_kept_as_it_was_given_out(factory: sessionmaker) -> None:
    reply = make_reply("answer", "Grüße 🙂", "faq:a", buttons=[{"title": "Mehr", "payload": "/x"}])
    keep_turn(factory, "Hallo", reply)
    with factory() as session:
        assert read_messages(session, KEY, after=1)[0].body == reply


def test_the_visitors_words_are_kept_redacted(factory: sessionmaker) -> None:
    keep_turn(factory, "Rufen Sie 0561 123456 an", make_reply())
    with factory() as session:
        (message,) = session.scalars(select(Message).where(Message.author == "visitor"))
        assert message.text == message.body["text"] == "Rufen Sie [Telefonnummer] an"


def test_an_answer_in_the_form_is_not_kept_at_all(factory: sessionmaker) -> None:
    keep_turn(factory, "Erika Mustermann", make_reply("form", "Und Ihre E-Mail?"), is_in_form=True, is_form_answer=True)
    assert read_texts(factory) == ["(Angabe im Formular)", "Und Ihre E-Mail?"]


@pytest.mark.parametrize(
    ("kind", "kept"),
    [("form", "Stimmt [E-Mail-Adresse]?"), ("handoff", "Stimmt [E-Mail-Adresse]?"), ("contact", "Stimmt a@b.de?")],
)
def test_only_replies_that_may_repeat_personal_data_are_redacted(factory: sessionmaker, kind: str, kept: str) -> None:
    keep_turn(factory, "ja", make_reply(kind, "Stimmt a@b.de?"))
    assert read_texts(factory)[1] == kept


def test_a_turn_without_a_new_state_leaves_the_state_alone(factory: sessionmaker) -> None:
    keep_turn(factory, "ja", make_reply("handoff"), new_state="waiting")
    with factory.begin() as session:
        session.get(Conversation, KEY).state = "person"
    keep_turn(factory, "und noch etwas", is_for_person=True)
    with factory() as session:
        conversation = find_conversation(session, KEY)
        assert conversation
        assert conversation.state == "person"


def test_an_outcome_holds_what_the_figures_need_and_no_words(factory: sessionmaker) -> None:
    notice, answer = make_reply("notice"), make_reply("answer", "Ja.", "faq:a", "faq:b")
    keep_turn(factory, "Frage", notice, answer, is_reduced=True, milliseconds=17)
    keep_turn(factory, "Frage", make_reply("notice"), key=OTHER_KEY)
    assert read_outcomes(factory) == [("answer", "faq:a", True, 17), ("notice", "", False, 0)]


def test_a_turn_without_replies_has_no_outcome(factory: sessionmaker) -> None:
    keep_turn(factory, "an die Person")
    assert (read_texts(factory), read_outcomes(factory)) == (["an die Person"], [])


def test_an_unknown_kind_keeps_nothing_of_the_turn(factory: sessionmaker) -> None:
    with pytest.raises(IntegrityError):
        keep_turn(factory, "Frage", make_reply("quatsch"))
    with factory() as session:
        assert find_conversation(session, KEY) is None


def test_turns_at_the_same_time_never_take_the_same_position(factory: sessionmaker) -> None:
    with factory.begin() as session:
        create_conversation(session, KEY)
    start = Barrier(4)

    def keep(number: int) -> None:
        start.wait(10)
        keep_turn(factory, str(number), make_reply(text=str(number)))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(keep, range(4)))
    texts = read_texts(factory)
    assert texts[0::2] == texts[1::2]
    assert sorted(texts[0::2]) == ["0", "1", "2", "3"]


def test_ids_cannot_be_guessed() -> None:
    ids = {make() for make in (make_conversation_id, make_message_id) for _ in range(1000)}
    assert len(ids) == 2000
    assert {(value[:2], len(value)) for value in ids} == {("c_", 34), ("m_", 18)}
