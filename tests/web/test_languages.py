"""A turn in English: what is German is marked and introduced once, and buttons go on in their language."""

from __future__ import annotations

from typing import Any

from bot.http_service import Unreachable
from bot.search.reply import Button, Reply
from tests.web.fake_rasa import FakeRasa
from tests.web.gateway import FakeReduced, Gateway

OFFERS, QUESTION = Reply("offers", "Zwei Treffer:"), Reply("form", "Wie heißen Sie?")
ONLY_GERMAN = "This part is available in German only:"


def told(answer: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(message["text"], message.get("lang")) for message in answer["messages"]]


async def test_german_content_is_introduced_to_whoever_writes_in_english(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.will_say(OFFERS)
    answer = await gateway.say("Which courses do you offer?")
    assert told(answer) == [(ONLY_GERMAN, "en"), ("Zwei Treffer:", "de")]
    assert all(message["id"] for message in answer["messages"])
    assert (await gateway.read_history(answer["conversation"]))["messages"][1]["lang"] == "en"


async def test_a_german_turn_says_nothing_of_languages(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.will_say(OFFERS)
    assert told(await gateway.say("Welche Kurse gibt es?")) == [("Zwei Treffer:", None)]


async def test_a_button_in_english_is_answered_in_english(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.will_say(Reply("clarify", "Did you mean:", buttons=(Button("What is ZIM?", "/zim"),), lang="en"))
    answer = await gateway.say("ZIM and what else?")
    await gateway.press("/zim", answer["conversation"])
    assert rasa.metadata == [{}, {"language": "en"}]


async def test_a_form_is_introduced_once(gateway: Gateway, rasa: FakeRasa) -> None:
    for _ in range(2):
        rasa.will_say(QUESTION)
    first = await gateway._read(await gateway.post(message="handoff please", language="en"))
    second = await gateway._read(
        await gateway.post(message="John Smith", language="en", conversation=first["conversation"])
    )
    assert [lang for _, lang in told(first)] == ["en", "de"]
    assert told(second) == [("Wie heißen Sie?", "de")]


async def test_the_reduced_mode_says_in_english_what_it_cannot(
    gateway: Gateway, rasa: FakeRasa, reduced: FakeReduced
) -> None:
    rasa.trouble = Unreachable("refused")
    reduced.replies = [Reply("answer", "TRegKS is a network.", lang="en")]
    (_, limits) = told(await gateway.say("What is TRegKS?"))
    assert limits[0].startswith("I am running in a reduced mode")
    reduced.trouble = RuntimeError()
    assert told(await gateway.say("What is TRegKS?"))[0][0].startswith("Sorry, I cannot answer right now.")
