from __future__ import annotations

import socket
import threading
import time

import httpx
import pytest

from bot.evaluation import client
from bot.evaluation.client import Conversation, Turn, open_http
from bot.evaluation.errors import NoAssistant
from tests.evaluation.fake_chat import FakeChat, choices, content


def test_a_conversation_keeps_its_id(http: httpx.Client, chat: FakeChat) -> None:
    conversation = Conversation(http)
    conversation.say("Eins")
    conversation.say("Zwei")
    assert [body["conversation"] for body in chat.received] == [None, "c_1"]


def test_two_conversations_are_strangers(http: httpx.Client, chat: FakeChat) -> None:
    Conversation(http).say("Eins")
    Conversation(http).say("Zwei")
    assert [body["conversation"] for body in chat.received] == [None, None]


def test_a_turn_has_what_the_bot_said_and_how_long_it_took(http: httpx.Client, chat: FakeChat) -> None:
    visitor = {"from": "visitor", "kind": "answer", "text": "Was?", "references": []}
    chat.replies["Was?"] = [visitor, content("answer", "faq:was")]
    chat.states["Was?"] = "waiting"
    turn = Conversation(http).say("Was?")
    assert (turn.kinds, turn.references, turn.state, turn.error) == (["answer"], ["faq:was"], "waiting", None)
    assert 0 < turn.seconds < 5


def test_references_come_in_order_without_repeats_and_without_those_of_a_question() -> None:
    clarify = {**choices("faq:c"), "references": [{"type": "faq", "slug": "c"}]}
    turn = Turn([content("answer", "faq:b", "faq:a"), clarify, content("offers", "faq:a", "foerderung:zim")])
    assert turn.references == ["faq:b", "faq:a", "foerderung:zim"]
    assert turn.candidates == ["faq:c"]


def test_buttons_of_an_answer_are_no_candidates() -> None:
    turn = Turn([{**choices("faq:c"), "kind": "answer"}])
    assert turn.candidates == []
    assert len(turn.buttons) == 1


def test_the_text_includes_the_cards() -> None:
    card = {"type": "kontakt", "title": "Käthe", "facts": {"Telefon": "0561"}}
    turn = Turn([content("contact", text="Hier:", cards=[card]), content("answer", text="Ende")])
    assert turn.text.splitlines()[0] == "Hier:"
    assert "Käthe" in turn.text
    assert "0561" in turn.text
    assert turn.text.splitlines()[-1] == "Ende"


def test_a_button_is_pressed_by_part_of_its_title_in_any_case(http: httpx.Client, chat: FakeChat) -> None:
    chat.replies["Was?"] = [choices("faq:erste", "faq:zweite")]
    chat.replies["/pick faq:zweite"] = [content("answer", "faq:zweite")]
    conversation = Conversation(http)
    conversation.say("Was?")
    assert conversation.press("ZWEI").references == ["faq:zweite"]
    assert chat.received[1] == {"conversation": "c_1", "payload": "/pick faq:zweite"}


def test_a_missing_button_is_an_error_and_nothing_is_sent(http: httpx.Client, chat: FakeChat) -> None:
    conversation = Conversation(http)
    conversation.say("Was?")
    assert "Kein Knopf wie „dritte“" in (conversation.press("dritte").error or "")
    assert len(chat.received) == 1


def test_a_429_is_waited_for(http: httpx.Client, chat: FakeChat) -> None:
    chat.refusals = [(429, {"Retry-After": "0"})] * 5
    assert Conversation(http).say("Was?").kinds == ["fallback"]


def test_the_wait_is_what_the_server_asks_for_but_a_minute_at_most(
    http: httpx.Client, chat: FakeChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    own, sleep = threading.current_thread(), time.sleep

    def record(seconds: float) -> None:
        if threading.current_thread() is own:
            waits.append(seconds)
        else:
            sleep(seconds)

    monkeypatch.setattr(client.time, "sleep", record)
    chat.refusals = [(429, {"Retry-After": "7"}), (429, {}), (429, {"Retry-After": "3600"})]
    assert Conversation(http).say("Was?").error is None
    assert waits == [7.0, 5.0, 60.0]


def test_a_429_that_never_ends_is_an_error(http: httpx.Client, chat: FakeChat) -> None:
    chat.refusals = [(429, {"Retry-After": "0"})] * 6
    assert "HTTP 429" in (Conversation(http).say("Was?").error or "")
    assert chat.refusals == []


def test_without_patience_the_first_429_is_an_error(http: httpx.Client, chat: FakeChat) -> None:
    chat.refusals = [(429, {"Retry-After": "60"})]
    assert "HTTP 429" in (Conversation(http, patience=0).say("Was?").error or "")


@pytest.mark.parametrize("status", [400, 404, 500, 503])
def test_an_error_of_the_server_is_an_error_of_the_turn(http: httpx.Client, chat: FakeChat, status: int) -> None:
    chat.refusals = [(status, {})]
    turn = Conversation(http).say("Was?")
    assert turn.error == f'HTTP {status}: {{"error": {{"code": "refused", "message": "Bitte warten."}}}}'
    assert turn.messages == []


@pytest.mark.parametrize("answer", [{"conversation": "c_1"}, [], {"messages": []}, None])
def test_a_strange_answer_is_an_error_of_the_turn(http: httpx.Client, chat: FakeChat, answer: object) -> None:
    chat.answer = lambda body: answer  # type: ignore[assignment,return-value,method-assign]
    assert Conversation(http).say("Was?").error


def test_a_missing_assistant_is_said_in_one_sentence_with_a_way_out() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with pytest.raises(NoAssistant, match=f"^Unter {url} antwortet kein Assistent. .*make run"), open_http(url):
        pass


@pytest.mark.parametrize("url", ["unsinn", "http://", "ftp://127.0.0.1", "http://127.0.0.1:99999"])
def test_an_unusable_address_is_a_missing_assistant(url: str) -> None:
    with pytest.raises(NoAssistant), open_http(url):
        pass
