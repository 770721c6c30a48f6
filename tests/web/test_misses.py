"""Which turns of a real gateway leave a question for the staff, and that nothing personal is in it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from bot.analytics.miss_models import Miss
from bot.search.reply import Button, Reference, Reply
from bot.search.reply import Miss as Mark
from tests.web.fake_rasa import ANSWER, FakeRasa
from tests.web.gateway import FakeReduced, Gateway

TABLES_OF_A_TURN = ("conversations", "messages", "outcomes", "misses")
BEST = Reference("faq", "was-ist-tregks")
UNSURE = Reply("fallback", "Das habe ich nicht verstanden.", miss=Mark("unsure", BEST, 0.31))
CHOICES = Reply(
    "clarify",
    "Meinten Sie …?",
    buttons=(Button("Was ist TRegKS?", "/a", BEST), Button("Nichts davon", "/nein")),
    miss=Mark("choices", BEST, 0.4),
)
NO_HITS = Reply("notice", "Nichts gefunden.", miss=Mark("no_hits", conditions="Weiterbildung, „Melsungen“"))
FORM = Reply("form", "Wie heißen Sie?")


def read_misses(gateway: Gateway) -> list[Miss]:
    with gateway.factory() as session:
        return list(session.scalars(select(Miss).order_by(Miss.id)))


async def test_a_low_score_is_kept_with_the_nearest_content_and_its_score(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.will_say(UNSURE)
    await gateway.say("Wo kann ich parken? Mail an erika@example.org")
    (miss,) = read_misses(gateway)
    assert (miss.reason, miss.best, miss.score, miss.state) == ("unsure", "faq:was-ist-tregks", 0.31, "new")
    assert (miss.text, miss.answer) == ("Wo kann ich parken? Mail an [E-Mail-Adresse]", UNSURE.text)


async def test_a_search_without_hits_is_kept_with_its_conditions(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.will_say(NO_HITS)
    await gateway.say("Schweißkurs in Melsungen")
    (miss,) = read_misses(gateway)
    assert (miss.reason, miss.conditions) == ("no_hits", "Weiterbildung, „Melsungen“")


async def test_what_was_offered_to_choose_from_is_kept(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.will_say(CHOICES)
    await gateway.say("Was ist das Netzwerk?")
    (miss,) = read_misses(gateway)
    assert (miss.reason, miss.choices) == ("choices", ["Was ist TRegKS?", "Nichts davon"])


async def test_the_mark_reaches_neither_the_visitor_nor_the_history(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.will_say(UNSURE)
    answer = await gateway.say("Parken?")
    history = await gateway.read_history(answer["conversation"])
    assert not [message for message in (*answer["messages"], *history["messages"]) if "miss" in message]


async def test_an_answered_question_costs_no_statement_more(
    gateway: Gateway, rasa: FakeRasa, seeded_engine: Engine
) -> None:
    conversation = (await gateway.say("Hallo"))["conversation"]
    statements: list[str] = []

    def note(*call: Any) -> None:
        if any(table in call[2] for table in TABLES_OF_A_TURN):  # beside it others look for new content
            statements.append(call[2].split()[0])

    event.listen(seeded_engine, "before_cursor_execute", note)
    await gateway.say("Was ist TRegKS?", conversation)
    assert statements == ["SELECT", "UPDATE", "SELECT", "INSERT", "INSERT"]
    rasa.will_say(UNSURE)
    await gateway.say("Parken?", conversation)
    assert statements[5:] == ["SELECT", "UPDATE", "SELECT", "INSERT", "INSERT", "INSERT"]
    assert len(read_misses(gateway)) == 1


async def test_a_pressed_button_is_no_question(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.will_say(CHOICES)
    conversation = (await gateway.say("Was ist das Netzwerk?"))["conversation"]
    rasa.will_say(UNSURE)
    await gateway.press("/nein", conversation)
    assert [miss.text for miss in read_misses(gateway)] == ["Was ist das Netzwerk?"]


async def test_asking_for_a_person_keeps_the_question_before(gateway: Gateway, rasa: FakeRasa) -> None:
    conversation = (await gateway.say("Was ist TRegKS?"))["conversation"]
    rasa.will_say(FORM)
    await gateway.say("Bitte ein Mensch", conversation)
    (miss,) = read_misses(gateway)
    assert (miss.reason, miss.text, miss.best) == ("handoff", "Was ist TRegKS?", "faq:was-ist-tregks")
    assert (miss.answer, miss.position) == (ANSWER.text, 1)


@pytest.mark.parametrize("form", ["benachrichtigung", "foerdercheck"])
async def test_a_form_for_the_visitor_is_no_wish_for_a_person(gateway: Gateway, rasa: FakeRasa, form: str) -> None:
    conversation = (await gateway.say("Was ist TRegKS?"))["conversation"]
    rasa.replies.append([{"recipient_id": "x", "custom": {**FORM.to_dict(), "form": form}}])
    answer = await gateway.say("Benachrichtigen", conversation)
    assert "form" not in answer["messages"][0]
    assert read_misses(gateway) == []


async def test_asking_for_a_person_first_leaves_nothing(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.will_say(FORM)
    await gateway.say("Bitte ein Mensch")
    assert read_misses(gateway) == []


async def test_a_miss_before_asking_for_a_person_is_kept_once(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.will_say(UNSURE)
    conversation = (await gateway.say("Parken?"))["conversation"]
    rasa.will_say(FORM)
    await gateway.say("Bitte ein Mensch", conversation)
    assert [miss.reason for miss in read_misses(gateway)] == ["unsure"]


@pytest.mark.parametrize("said", ["Erika Mustermann", "Was kostet das, und wo ist das?", "DE89 3704 0044 0532 0130 00"])
async def test_nothing_said_while_a_form_is_open_is_kept(gateway: Gateway, rasa: FakeRasa, said: str) -> None:
    rasa.will_say(FORM)
    conversation = (await gateway.say("Bitte ein Mensch"))["conversation"]
    rasa.will_say(UNSURE, FORM)
    await gateway.say(said, conversation)
    rasa.will_say(NO_HITS)
    await gateway.say(said, conversation)
    assert read_misses(gateway) == []


async def rate(gateway: Gateway, answer: dict[str, Any], rating: int) -> None:
    body = {"message": answer["messages"][0]["id"], "rating": rating}
    response = await gateway.client.post(f"/api/chat/{answer['conversation']}/feedback", json=body)
    assert response.status_code == 200, response.text


async def test_a_thumb_down_keeps_the_question_and_a_thumb_up_takes_it_back(gateway: Gateway) -> None:
    answer = await gateway.say("Was ist TRegKS, Tel. 0561 / 12 34 56?")
    await rate(gateway, answer, -1)
    await rate(gateway, answer, -1)
    (miss,) = read_misses(gateway)
    assert (miss.reason, miss.text) == ("thumbs_down", "Was ist TRegKS, Tel. [Telefonnummer]?")
    await rate(gateway, answer, 1)
    assert read_misses(gateway) == []


async def test_a_thumb_down_in_a_form_keeps_nothing(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.will_say(FORM)
    await rate(gateway, await gateway.say("Bitte ein Mensch"), -1)
    assert read_misses(gateway) == []


async def test_a_deleted_conversation_leaves_a_count_and_no_words(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.will_say(UNSURE)
    conversation = (await gateway.say("Parken?"))["conversation"]
    await gateway.client.delete(f"/api/chat/{conversation}")
    (miss,) = read_misses(gateway)
    assert (miss.text, miss.answer, miss.conversation_key, miss.reason) == ("", "", None, "unsure")


async def test_the_reduced_mode_keeps_its_misses_too(gateway: Gateway, rasa: FakeRasa, reduced: FakeReduced) -> None:
    rasa.trouble = rasa.status.__class__(500)
    reduced.replies = [UNSURE]
    await gateway.say("Parken?")
    assert [miss.reason for miss in read_misses(gateway)] == ["unsure"]
