"""The hand-off form: answers checked one by one, questions in between, cancelling, and the ticket at the end."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

import actions.handoff
from actions.handoff import FORM_SLOTS, ActionFinishHandoff, ActionNoteConcern, ValidateHandoffForm
from bot.contacts.queries import WAY_OUT
from bot.conversations.models import Conversation, Message
from bot.handoff.mail_models import OutboxMail
from bot.handoff.models import Ticket
from bot.handoff.tickets import NoFreeCaseNumber

FILLED = {
    "handoff_concern": "Wir suchen Beratung zur Nachfolge.",
    "handoff_name": "Petra Vogt",
    "handoff_reach": "petra.vogt@example.org",
    "handoff_company": "Vogt Metallbau GmbH",
    "handoff_consent": "ja",
}


def enter(chat: Any, slot: str, text: str) -> list[dict[str, Any]]:
    """Give an answer to the form's question for a slot."""
    chat.slots["requested_slot"] = slot
    return chat.run(ValidateHandoffForm(), text, candidates={slot: text})


@pytest.mark.parametrize(
    ("slot", "text", "value"),
    [
        ("handoff_concern", "Wir suchen Beratung zur Nachfolge.", "Wir suchen Beratung zur Nachfolge."),
        (
            "handoff_concern",
            "Wer hilft uns bei der Nachfolge im Betrieb?",
            "Wer hilft uns bei der Nachfolge im Betrieb?",
        ),
        ("handoff_name", "Mein Name ist Petra Vogt.", "Petra Vogt"),
        ("handoff_reach", "petra.vogt@example.org", "petra.vogt@example.org"),
        ("handoff_company", "Firma Vogt Metallbau GmbH", "Vogt Metallbau GmbH"),
        ("handoff_company", "weiter", "-"),
        ("handoff_company", "/dialog_weiter", "-"),
        ("handoff_consent", "ja gern", "ja"),
        ("handoff_consent", "/smalltalk_bestaetigung", "ja"),
        ("handoff_consent", "nein, lieber nicht", "nein"),
        ("handoff_consent", "/smalltalk_verneinung", "nein"),
    ],
)
def test_an_answer_fills_its_slot(chat: Any, slot: str, text: str, value: str) -> None:
    assert enter(chat, slot, text) == []
    assert chat.slots[slot] == value


@pytest.mark.parametrize(
    ("slot", "text"),
    [
        ("handoff_concern", "hallo"),
        ("handoff_name", "12345"),
        ("handoff_reach", "irgendwo"),
        ("handoff_reach", "petra@"),
        ("handoff_consent", "vielleicht später mal"),
    ],
)
def test_an_invalid_answer_is_explained_and_asked_again(chat: Any, slot: str, text: str) -> None:
    (message,) = enter(chat, slot, text)
    assert message["kind"] == "form"
    assert chat.slots[slot] is None


@pytest.mark.parametrize("slot", FORM_SLOTS)
@pytest.mark.parametrize("text", ["abbrechen", "/dialog_abbrechen", "Ich möchte bitte abbrechen"])
def test_the_form_can_be_cancelled_at_every_step(chat: Any, slot: str, text: str) -> None:
    assert enter(chat, slot, text) == []
    assert chat.slots["handoff_cancelled"] is True
    assert chat.slots["requested_slot"] is None
    assert chat.slots[slot] is None


@pytest.mark.parametrize("slot", ["handoff_name", "handoff_reach", "handoff_company", "handoff_consent"])
def test_a_question_in_between_is_answered_and_the_form_goes_on(chat: Any, slugs: Any, slot: str) -> None:
    (message,) = enter(chat, slot, "Wer koordiniert das Netzwerk?")
    assert slugs(message) == ["koordination-tregks"]
    assert chat.slots[slot] is None
    assert "handoff_cancelled" not in chat.slots
    assert chat.slots["requested_slot"] == slot


def test_a_question_without_an_answer_is_taken_as_a_wrong_entry(chat: Any) -> None:
    (message,) = enter(chat, "handoff_reach", "Xqzvw blubb?")
    assert message["kind"] == "form"


def test_a_failure_in_the_form_keeps_it_open(broken_chat: Any) -> None:
    (message,) = enter(broken_chat, "handoff_name", "Wer koordiniert das Netzwerk?")
    assert WAY_OUT in message["text"]
    assert broken_chat.slots["handoff_name"] is None


def test_the_end_writes_ticket_and_mail_and_names_the_case_number(chat: Any, seeded: sessionmaker) -> None:
    chat.slots = dict(FILLED)
    (message,) = chat.run(ActionFinishHandoff())
    with seeded() as session:
        ticket = session.scalars(select(Ticket)).one()
        mail = session.scalars(select(OutboxMail).where(OutboxMail.audience == "staff")).one()
    assert (message["kind"], message["state"]) == ("handoff", "waiting")
    assert ticket.case_number in message["text"]
    assert (ticket.name, ticket.email, ticket.company) == (
        "Petra Vogt",
        "petra.vogt@example.org",
        "Vogt Metallbau GmbH",
    )
    assert (ticket.conversation_key, ticket.reason) == ("key", "asked")
    assert mail.recipient == "wieners@wfg-kassel.de"
    assert FILLED["handoff_concern"] in mail.body
    assert not any(chat.slots[name] for name in FORM_SLOTS)


def test_what_was_said_before_goes_with_the_ticket(chat: Any, seeded: sessionmaker) -> None:
    with seeded.begin() as session:
        session.add(Conversation(key="key"))
        session.flush()
        for position, (author, text) in enumerate([("visitor", "Gibt es Zuschüsse?"), ("bot", "Ja.")], start=1):
            message = {"public_id": f"m_{position}", "author": author, "text": text, "body": {}}
            session.add(Message(conversation_key="key", position=position, **message))
    chat.slots = dict(FILLED)
    chat.run(ActionFinishHandoff())
    with seeded() as session:
        assert "Gibt es Zuschüsse?" in session.scalars(select(Ticket)).one().transcript


def test_a_phone_number_alone_and_no_company_are_enough(chat: Any, seeded: sessionmaker) -> None:
    chat.slots = {**FILLED, "handoff_reach": "0561 123456", "handoff_company": "-", "misses": 2}
    chat.run(ActionFinishHandoff())
    with seeded() as session:
        ticket = session.scalars(select(Ticket)).one()
    assert ticket.phone
    assert (ticket.email, ticket.company, ticket.reason) == ("", "", "misses")
    assert chat.slots["misses"] == 0


@pytest.mark.parametrize("reason", ["topic_rule", "low_rating"])
def test_the_button_that_was_pressed_gives_the_reason_once(chat: Any, seeded: sessionmaker, reason: str) -> None:
    chat.slots = {**FILLED, "handoff_reason": reason, "misses": 2}
    chat.run(ActionFinishHandoff())
    with seeded() as session:
        assert session.scalars(select(Ticket.reason)).all() == [reason]
    assert chat.slots["handoff_reason"] is None


@pytest.mark.parametrize("slot", ["handoff_concern", "handoff_name", "handoff_reach", "handoff_company"])
def test_a_button_from_before_the_form_is_no_answer(chat: Any, slot: str) -> None:
    assert enter(chat, slot, '/handoff{"reason": "topic_rule"}') == []
    assert chat.slots[slot] is None


@pytest.mark.parametrize("consent", ["nein", None])
def test_nothing_is_kept_without_consent(chat: Any, seeded: sessionmaker, consent: str | None) -> None:
    chat.slots = {**FILLED, "handoff_consent": consent}
    (message,) = chat.run(ActionFinishHandoff())
    assert message["kind"] == "notice"
    assert "nichts weitergegeben" in message["text"]
    with seeded() as session:
        assert session.scalars(select(Ticket)).all() == session.scalars(select(OutboxMail)).all() == []
    assert not any(chat.slots[name] for name in FORM_SLOTS)


def test_nothing_is_kept_of_a_cancelled_form(chat: Any, seeded: sessionmaker) -> None:
    chat.slots = {**FILLED, "handoff_cancelled": True}
    (message,) = chat.run(ActionFinishHandoff())
    assert "abgebrochen" in message["text"]
    with seeded() as session:
        assert session.scalars(select(Ticket)).all() == []
    assert not any(chat.slots[name] for name in (*FORM_SLOTS, "handoff_cancelled"))


def test_the_same_concern_twice_is_one_ticket(chat: Any, seeded: sessionmaker) -> None:
    texts = []
    for _ in range(2):
        chat.slots = dict(FILLED)
        texts.append(chat.run(ActionFinishHandoff())[0]["text"])
    assert texts[0] == texts[1]
    with seeded() as session:
        assert len(session.scalars(select(Ticket)).all()) == 1
        assert sorted(session.scalars(select(OutboxMail.audience))) == ["staff", "visitor"]


def test_a_failing_database_gets_a_sentence_and_the_entries_are_kept(broken_chat: Any) -> None:
    broken_chat.slots = dict(FILLED)
    (message,) = broken_chat.run(ActionFinishHandoff())
    assert WAY_OUT in message["text"]
    assert broken_chat.slots == FILLED


@pytest.mark.parametrize("error", [NoFreeCaseNumber("none left"), TypeError("a bug")])
def test_no_exception_leaves_the_last_step(chat: Any, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*_: Any, **__: Any) -> str:
        raise error

    monkeypatch.setattr(actions.handoff, "open_ticket", fail)
    chat.slots = dict(FILLED)
    (message,) = chat.run(ActionFinishHandoff())
    assert WAY_OUT in message["text"]
    assert [button["payload"] for button in message["buttons"]] == ["/handoff"]
    assert chat.slots == FILLED


def test_logs_of_a_failure_hold_no_personal_data(broken_chat: Any, caplog: pytest.LogCaptureFixture) -> None:
    broken_chat.slots = dict(FILLED)
    broken_chat.run(ActionFinishHandoff())
    messages = " ".join(logging.Formatter().format(record) for record in caplog.records)
    assert "could not be written" in messages
    assert not any(value in messages for value in ("Petra", "example.org", "Nachfolge"))


@pytest.mark.parametrize(
    "text",
    [
        "Bitte verbinden Sie mich mit einem Mitarbeiter, es geht um die Nachfolge in unserer Dreherei.",
        "Leiten Sie das bitte weiter: Unser größter Kunde springt ab, die Halle steht ab März leer, und ich weiß "
        "nicht, wie es mit meinen Leuten weitergehen soll.",
    ],
)
def test_a_concern_that_comes_with_the_wish_is_not_asked_for_again(chat: Any, text: str) -> None:
    (reply,) = chat.run(ActionNoteConcern(), text)
    assert (reply["kind"], chat.slots["handoff_concern"]) == ("form", text)


@pytest.mark.parametrize(
    "text",
    [
        "/handoff",
        "Ich möchte mit einem Menschen sprechen",
        "Kann mal bitte jemand übernehmen, ich komme hier nicht weiter?",
    ],
)
def test_a_mere_wish_leaves_the_concern_open(chat: Any, text: str) -> None:
    assert chat.run(ActionNoteConcern(), text) == []
    assert not chat.slots.get("handoff_concern")


def test_a_retry_keeps_the_concern_that_was_entered(chat: Any) -> None:
    chat.slots["handoff_concern"] = FILLED["handoff_concern"]
    chat.run(ActionNoteConcern(), "/handoff")
    assert chat.slots["handoff_concern"] == FILLED["handoff_concern"]


def test_a_concern_that_cannot_be_read_is_left_to_the_form(broken_chat: Any, caplog: pytest.LogCaptureFixture) -> None:
    text = "Bitte verbinden Sie mich mit einem Mitarbeiter, es geht um die Nachfolge."
    assert broken_chat.run(ActionNoteConcern(), text) == []
    assert "the concern could not be read" in caplog.text


def test_more_of_the_concern_in_place_of_a_name_is_kept(chat: Any) -> None:
    chat.slots["handoff_concern"] = FILLED["handoff_concern"]
    text = "Wir haben 40 Leute und suchen ab Januar jemanden."
    (reply,) = enter(chat, "handoff_name", text)
    assert (reply["kind"], chat.slots["handoff_name"]) == ("form", None)
    assert chat.slots["handoff_concern"] == f"{FILLED['handoff_concern']}\n{text}"


@pytest.mark.parametrize(
    "text",
    [
        "Petra Vogt, petra@vogt.de, 0561 123456",
        "Meinen Namen möchte ich lieber nicht nennen",
        "Warum brauchen Sie denn meinen Namen dafür?",
        "Ich heiße Petra Vogt und bin Geschäftsführerin der Vogt Metallbau GmbH in Kassel",
    ],
)
def test_what_is_said_about_the_name_is_no_concern(chat: Any, text: str) -> None:
    chat.slots["handoff_concern"] = FILLED["handoff_concern"]
    enter(chat, "handoff_name", text)
    assert chat.slots["handoff_concern"] == FILLED["handoff_concern"]


def test_a_second_try_in_words_keeps_the_concern_that_was_entered(chat: Any) -> None:
    chat.slots["handoff_concern"] = FILLED["handoff_concern"]
    text = "Bitte versuchen Sie noch einmal, meine Anfrage zur Digitalisierung an einen Mitarbeiter zu geben"
    assert chat.run(ActionNoteConcern(), text) == []
    assert chat.slots["handoff_concern"] == FILLED["handoff_concern"]
