"""Rasa is down: the gateway answers itself and says so; Rasa is back: it is asked again."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.conversations.models import Outcome
from bot.http_service import HttpReply, Unreachable
from bot.search.reply import Button, Reply
from tests.web.fake_rasa import FakeRasa
from tests.web.gateway import FakeReduced, Gateway

REFUSED = Unreachable("refused")
NOTICE = (
    "notice",
    "Ich laufe gerade eingeschränkt: Rückfragen und Formulare gehen im Moment nicht. Einzelne Fragen beantworte ich.",
)
FORM = "Das Formular kann ich gerade nicht bearbeiten. Ihre bisherigen Angaben sind nicht verloren:"
ALL_DOWN = "Ich kann gerade leider nicht antworten."
WAY_OUT = "Wirtschaftsförderung Region Kassel, +49 561 70733-50, info@wfg-kassel.de"


def told(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return [(message["kind"], message["text"]) for message in answer["messages"]]


@pytest.mark.parametrize("trouble", [REFUSED, Unreachable("slow"), HttpReply(500), HttpReply(200)])
async def test_without_rasa_a_question_is_answered_with_a_notice(
    gateway: Gateway, rasa: FakeRasa, reduced: FakeReduced, trouble: Any
) -> None:
    rasa.trouble = trouble
    answer = await gateway.say("Was ist TRegKS?")
    assert told(answer) == [("answer", "Notbetrieb: Was ist TRegKS?"), NOTICE]
    assert answer["state"] == "bot"
    assert all(set(message) == {"id", "from", "kind", "text", "references"} for message in answer["messages"])
    assert reduced.asked == ["Was ist TRegKS?"]


async def test_a_silent_rasa_is_answered_for_because_its_actions_are_down(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.replies = [[], [{"recipient_id": "x", "text": "Wieder da."}]]
    answer = await gateway.say("eins")
    assert told(answer) == [("answer", "Notbetrieb: eins"), NOTICE]
    assert told(await gateway.say("zwei", answer["conversation"])) == [("smalltalk", "Wieder da.")]


async def test_the_circuit_opens_and_closes_again(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.trouble = REFUSED
    conversation = (await gateway.say("eins"))["conversation"]
    await gateway.say("zwei", conversation)
    assert rasa.texts == ["eins"]
    rasa.trouble = None
    assert told(await gateway.say("drei", conversation))[0] == ("answer", "Notbetrieb: drei")
    gateway.clock.now += 1
    assert told(await gateway.say("vier", conversation)) == [("answer", "Das ist so.")]
    assert rasa.texts == ["eins", "vier"]


async def test_one_conversation_goes_through_both_modes(gateway: Gateway, rasa: FakeRasa) -> None:
    conversation = (await gateway.say("eins"))["conversation"]
    rasa.trouble = REFUSED
    await gateway.say("zwei", conversation)
    texts = [message["text"] for message in (await gateway.read_history(conversation))["messages"]]
    assert texts == ["eins", "Das ist so.", "zwei", "Notbetrieb: zwei", NOTICE[1]]
    with gateway.factory() as session:
        assert list(session.scalars(select(Outcome.is_reduced).order_by(Outcome.id))) == [False, True]


async def test_an_open_form_waits_and_its_answers_are_not_taken_for_questions(
    gateway: Gateway, rasa: FakeRasa, reduced: FakeReduced
) -> None:
    rasa.will_say(Reply("form", "Wie heißen Sie?"))
    conversation = (await gateway.say("Ich brauche einen Menschen"))["conversation"]
    rasa.trouble = REFUSED
    ((kind, text),) = told(await gateway.say("Erika Mustermann", conversation))
    assert (kind, text.startswith(FORM), WAY_OUT in text) == ("notice", True, True)
    assert reduced.asked == []
    assert "Erika" not in str(await gateway.read_history(conversation))


async def test_a_question_amid_the_form_is_answered_and_the_form_stays_open(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.will_say(Reply("form", "Wie heißen Sie?"))
    conversation = (await gateway.say("Ich brauche einen Menschen"))["conversation"]
    rasa.trouble = REFUSED
    assert told(await gateway.say("Was ist TRegKS?", conversation))[0] == ("answer", "Notbetrieb: Was ist TRegKS?")
    rasa.trouble = None
    gateway.clock.now += 60
    rasa.will_say(Reply("form", "Und Ihre E-Mail?"))
    await gateway.say("Erika Mustermann", conversation)
    assert "Erika" not in str(await gateway.read_history(conversation))


async def test_a_button_is_obeyed_in_the_reduced_mode_too(
    gateway: Gateway, rasa: FakeRasa, reduced: FakeReduced
) -> None:
    rasa.will_say(Reply("clarify", "?", buttons=(Button("Das", "/wahl"),)))
    conversation = (await gateway.say("Hm"))["conversation"]
    rasa.trouble = REFUSED
    await gateway.press("/wahl", conversation)
    assert reduced.asked == ["/wahl"]
    assert (await gateway.post(conversation=conversation, payload="/restart")).status_code == 400


async def test_a_notice_of_the_reduced_mode_needs_no_second_one(
    gateway: Gateway, rasa: FakeRasa, reduced: FakeReduced
) -> None:
    rasa.trouble, reduced.replies = REFUSED, [Reply("notice", "Bitte rufen Sie an.")]
    assert told(await gateway.say("Mensch bitte")) == [("notice", "Bitte rufen Sie an.")]


@pytest.mark.parametrize("trouble", [OSError("no tables"), KeyError("x"), RecursionError()])
async def test_with_nothing_left_the_visitor_gets_the_way_out(
    gateway: Gateway, rasa: FakeRasa, reduced: FakeReduced, trouble: Exception
) -> None:
    rasa.trouble, reduced.trouble = REFUSED, trouble
    ((kind, text),) = told(await gateway.say("Was ist TRegKS?"))
    assert (kind, text.startswith(ALL_DOWN), WAY_OUT in text) == ("notice", True, True)


async def test_a_hand_off_is_not_undone_by_the_reduced_mode(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.will_say(Reply("handoff", "Vorgang TK-1", state="waiting"))
    conversation = (await gateway.say("ja"))["conversation"]
    rasa.trouble = REFUSED
    assert (await gateway.say("Noch etwas?", conversation))["state"] == "waiting"
    assert (await gateway.read_history(conversation))["state"] == "waiting"
