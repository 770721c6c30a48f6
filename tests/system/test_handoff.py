"""The hand-off through all parts: a form in the chat, a mail in the project lead's mailbox."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.db import make_engine, make_session_factory
from bot.evaluation.client import Turn
from bot.handoff.models import Ticket
from bot.topics.offering import save_offering
from tests.handoff.smtp_server import run_smtp, text_of
from tests.system.conftest import FORM_ANSWERS, Assistant, Site, case_number_of, hand_over, wait_until

pytestmark = pytest.mark.slow


def mails_about(assistant: Assistant, case_number: str) -> list[str]:
    """Return the texts of the mails about a case that did not go to the visitor."""
    mails = [mail for mail in assistant.mailbox.mails if case_number in str(mail["Subject"])]
    return [text_of(mail) for mail in mails if FORM_ANSWERS[2] not in str(mail["To"])]


def test_a_concern_reaches_the_mailbox_with_everything_in_one_place(assistant: Assistant) -> None:
    conversation = assistant.talk()
    conversation.say("Was ist TRegKS?")
    done = hand_over(conversation)
    case_number = case_number_of(done)
    assert (done.kinds, done.state) == (["handoff"], "waiting")
    wait_until(lambda: len(mails_about(assistant, case_number)) == 1)
    (text,) = mails_about(assistant, case_number)
    assert [part for part in (*FORM_ANSWERS[:3], "Was ist TRegKS?") if part not in text] == []


def test_the_form_asks_step_by_step_and_answers_a_question_in_between(assistant: Assistant) -> None:
    conversation = assistant.talk()
    assert conversation.say("Bitte verbinden Sie mich mit einem Mitarbeiter").kinds == ["form"]
    asked = [conversation.say(FORM_ANSWERS[0]), conversation.say(FORM_ANSWERS[1])]
    assert all(turn.kinds == ["form"] for turn in asked)
    between = conversation.say("Was ist TRegKS?")
    assert (between.kinds[0], between.kinds[-1]) == ("answer", "form")
    assert "E-Mail" in conversation.say("keine Adresse").text
    assert "Unternehmen" in conversation.say(FORM_ANSWERS[2]).text
    cancelled = conversation.say("abbrechen")
    assert (cancelled.kinds, cancelled.state) == (["notice"], "bot")


def read_reason(assistant: Assistant, case_number: str) -> str:
    with make_session_factory(make_engine(assistant.database_url))() as session:
        return str(session.scalar(select(Ticket.reason).where(Ticket.case_number == case_number)))


def test_a_person_offered_after_a_bad_rating_knows_of_it(assistant: Assistant) -> None:
    conversation = assistant.talk()
    answer = conversation.say("Was ist TRegKS?").messages[0]
    rating = {"message": answer["id"], "rating": -1}
    offer = assistant.http.post(f"/api/chat/{conversation.id}/feedback", json=rating).json()["offer"]
    conversation.last = Turn([offer])
    assert conversation.press("Menschen").kinds == ["form"]
    for text in FORM_ANSWERS:
        conversation.say(text)
    assert read_reason(assistant, case_number_of(conversation.say("ja"))) == "low_rating"
    assert read_reason(assistant, case_number_of(hand_over(assistant.talk()))) == "asked"


def test_a_person_is_offered_with_topics_that_staff_have_marked(site: Site) -> None:
    with run_smtp(site.mailbox), site.start() as assistant:
        conversation = assistant.talk()
        question = "Welche Hochvolt-Kurse gibt es?"
        before = conversation.say(question)
        with make_session_factory(make_engine(assistant.database_url)).begin() as session:
            save_offering(session, "hochvolt", offers_person=True)
        wait_until(
            lambda: "Mit einem Menschen sprechen" in [one["title"] for one in conversation.say(question).buttons]
        )
        assert conversation.press("Menschen").kinds == ["form"]
        for text in FORM_ANSWERS:
            conversation.say(text)
        assert read_reason(assistant, case_number_of(conversation.say("ja"))) == "topic_rule"
    assert "Mit einem Menschen sprechen" not in [one["title"] for one in before.buttons]


def test_without_consent_nothing_is_sent(assistant: Assistant) -> None:
    before = len(assistant.mailbox.mails)
    conversation = assistant.talk()
    conversation.say("Ich möchte mit einem Menschen sprechen")
    for answer in FORM_ANSWERS:
        conversation.say(answer)
    refused = conversation.say("nein")
    assert (refused.kinds, refused.state) == (["notice"], "bot")
    assert hand_over(assistant.talk()).kinds == ["handoff"]  # a later mail arrives, so an earlier one would have too
    wait_until(lambda: len(assistant.mailbox.mails) == before + 2)  # one to the project lead, one to the visitor


def test_a_mail_arrives_once_although_everything_is_killed_after_the_ticket_was_written(site: Site) -> None:
    with site.start() as assistant:  # its mail server does not answer
        case_number = case_number_of(hand_over(assistant.talk()))
        assistant.kill("supervisor", "gateway", "rasa", "actions")
    with run_smtp(site.mailbox), site.start() as assistant:
        wait_until(lambda: len(mails_about(assistant, case_number)) > 0)
        wait_until(lambda: b"lotse_mails_pending 0.0" in assistant.http.get("/metrics").content)
        assert len(mails_about(assistant, case_number)) == 1
