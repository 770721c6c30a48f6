"""``POST /api/chat``: the shape of the answer, to the letter."""

from __future__ import annotations

import re

import pytest

from bot.search.reply import Button, Card, Reference, Reply, Source
from tests.web.fake_rasa import FakeRasa
from tests.web.gateway import Gateway

FULL = Reply(
    "offers",
    "Zwei Angebote:",
    (Reference("foerderung", "zim"), Reference("weiterbildung", "kurs")),
    source=Source("Förderkatalog", "https://example.org/zim", "2023-04-12"),
    cards=(Card("foerderung", "zim", "ZIM", "Zuschuss", {"Art": "Zuschuss"}, "https://example.org", sample=True),),
    buttons=(Button("Was ist TRegKS?", "/wahl", Reference("faq", "was-ist-tregks")), Button("Mehr", "/mehr")),
)


async def test_an_answer_has_every_part_of_the_contract(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.will_say(FULL)
    answer = await gateway.say("Gibt es Geld?")
    (message,) = answer.pop("messages")
    assert re.fullmatch(r"c_[\w-]{32}", answer.pop("conversation"))
    assert re.fullmatch(r"m_[\w-]{16}", message.pop("id"))
    assert answer == {"state": "bot"}
    assert message == {
        "from": "bot",
        "kind": "offers",
        "text": "Zwei Angebote:",
        "references": [{"type": "foerderung", "slug": "zim"}, {"type": "weiterbildung", "slug": "kurs"}],
        "source": {"title": "Förderkatalog", "url": "https://example.org/zim", "stand": "2023-04-12"},
        "cards": [
            {
                "type": "foerderung",
                "slug": "zim",
                "title": "ZIM",
                "text": "Zuschuss",
                "facts": {"Art": "Zuschuss"},
                "url": "https://example.org",
                "sample": True,
            }
        ],
        "buttons": [
            {"title": "Was ist TRegKS?", "payload": "/wahl", "reference": {"type": "faq", "slug": "was-ist-tregks"}},
            {"title": "Mehr", "payload": "/mehr"},
        ],
    }


async def test_empty_parts_are_left_out_but_references_are_always_there(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.will_say(Reply("smalltalk", "Gern!"))
    (message,) = (await gateway.say("Danke"))["messages"]
    assert set(message) == {"id", "from", "kind", "text", "references"}
    assert message["references"] == []


async def test_several_messages_come_in_order_with_different_ids(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.will_say(Reply("answer", "Erst das."), Reply("form", "Dann das?"))
    messages = (await gateway.say("Frage"))["messages"]
    assert [(message["kind"], message["text"]) for message in messages] == [
        ("answer", "Erst das."),
        ("form", "Dann das?"),
    ]
    assert messages[0]["id"] != messages[1]["id"]


async def test_plain_text_of_rasa_is_smalltalk(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.replies = [[{"recipient_id": "x", "text": "Hallo!"}, {"recipient_id": "x", "image": "https://example.org"}]]
    (message,) = (await gateway.say("Hi"))["messages"]
    assert (message["kind"], message["text"], message["references"]) == ("smalltalk", "Hallo!", [])


async def test_the_hand_off_moves_the_state_and_keeps_its_inner_words_to_itself(
    gateway: Gateway, rasa: FakeRasa
) -> None:
    rasa.will_say(Reply("handoff", "Vorgangsnummer TK-2026-7F3KQ9", state="waiting"))
    answer = await gateway.say("ja")
    assert answer["state"] == "waiting"
    assert set(answer["messages"][0]) == {"id", "from", "kind", "text", "references"}
    assert (await gateway.say("Und noch etwas", answer["conversation"]))["state"] == "waiting"


async def test_a_conversation_goes_on_under_its_id(gateway: Gateway, rasa: FakeRasa) -> None:
    first = await gateway.say("Hallo")
    second = await gateway.say("Was ist TRegKS?", first["conversation"])
    other = await gateway.say("Hallo")
    assert first["conversation"] == second["conversation"] != other["conversation"]
    senders = [sender for sender, _text in rasa.received]
    assert senders[0] == senders[1] != senders[2]


async def test_rasa_never_learns_the_id_that_opens_a_conversation(gateway: Gateway, rasa: FakeRasa) -> None:
    conversation = (await gateway.say("Hallo"))["conversation"]
    assert conversation not in rasa.received[0][0]
    assert len(rasa.received[0][0]) == 64


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "application/json; x=ü"])
async def test_the_content_type_does_not_matter(gateway: Gateway, kind: str) -> None:
    headers = {b"Content-Type": kind.encode()}
    response = await gateway.client.post("/api/chat", content=b'{"message": "Hallo"}', headers=headers)
    assert response.status_code == 200


async def test_an_answer_is_json_that_nobody_keeps(gateway: Gateway) -> None:
    response = await gateway.post(message="Hallo")
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"
