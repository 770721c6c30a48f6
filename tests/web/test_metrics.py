"""Figures for Prometheus: what happened, and nothing of any visitor."""

from __future__ import annotations

from bot.http_service import Unreachable
from bot.search.reply import Reply
from tests.web.figures import read_figures
from tests.web.gateway import Gateway, Parts, run_gateway


async def test_turns_are_counted_by_kind_and_mode(gateway: Gateway) -> None:
    gateway.rasa.will_say(Reply("offers", "Zwei"))
    conversation = (await gateway.say("eins"))["conversation"]
    await gateway.say("zwei", conversation)
    gateway.rasa.trouble = Unreachable("refused")
    await gateway.say("drei", conversation)
    figures = await read_figures(gateway)
    turns = {name: value for name, value in figures.items() if name.startswith("lotse_turns_total")}
    assert turns == {
        "lotse_turns_total offers full": 1,
        "lotse_turns_total answer full": 1,
        "lotse_turns_total answer reduced": 1,
    }
    assert figures["lotse_turn_seconds_count"] == figures["lotse_turn_seconds_bucket +Inf"] == 3


async def test_refusals_and_ratings_are_counted(gateway: Gateway) -> None:
    answer = await gateway.say("eins")
    path = f"/api/chat/{answer['conversation']}/feedback"
    for rating in (1, -1, -1):
        await gateway.client.post(path, json={"message": answer["messages"][0]["id"], "rating": rating})
    await gateway.client.post(path, json={"message": "m_unknown", "rating": 1})
    await gateway.post(message="")
    await gateway.post(message="")
    figures = await read_figures(gateway)
    assert (figures["lotse_feedback_total up"], figures["lotse_feedback_total down"]) == (1, 2)
    assert (figures["lotse_refused_total empty_message"], figures["lotse_refused_total unknown_message"]) == (2, 1)


async def test_a_paused_rasa_is_seen(gateway: Gateway) -> None:
    assert (await read_figures(gateway))["lotse_rasa_paused"] == 0
    gateway.rasa.trouble = Unreachable("refused")
    await gateway.say("eins")
    assert (await read_figures(gateway))["lotse_rasa_paused"] == 1
    gateway.clock.now += 1
    assert (await read_figures(gateway))["lotse_rasa_paused"] == 0


async def test_no_figure_holds_anything_of_a_visitor(gateway: Gateway) -> None:
    conversation = (await gateway.say("Hallo Welt"))["conversation"]
    await gateway.client.get(f"/api/chat/{conversation}x")
    text = (await gateway.client.get("/metrics")).text
    assert "lotse_turns_total" in text
    assert not [word for word in ("Hallo", conversation, gateway.rasa.received[0][0], "192.0.2.1") if word in text]


async def test_two_gateways_count_for_themselves(gateway: Gateway, parts: Parts) -> None:
    await gateway.say("eins")
    async with run_gateway(parts) as other:
        assert (await read_figures(other))["lotse_turn_seconds_count"] == 0


async def test_an_answer_of_a_person_counts_as_no_answer_of_the_bot(gateway: Gateway) -> None:
    gateway.rasa.will_say(Reply("handoff", "Fertig", state="person"))
    conversation = (await gateway.say("ja"))["conversation"]
    await gateway.say("Hallo?", conversation)
    assert (await read_figures(gateway))["lotse_turns_total none full"] == 1
