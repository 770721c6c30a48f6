"""The form for notices: what of, address and consent checked one by one, and the subscription at the end."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

import actions.notices
from actions.notices import (
    FORM_SLOTS,
    ActionBeginNotice,
    ActionFinishNotice,
    AskForAddress,
    AskForConsent,
    ValidateNoticeForm,
)
from actions.questions import ActionSearchTraining
from bot.handoff.mail_models import OutboxMail
from bot.offers.filters import TRAINING, OfferFilters
from bot.search.wishes import NOTICE, notice_button
from bot.subscriptions.models import Subscription

WISH = json.loads(notice_button(OfferFilters(TRAINING, ("ki",), place="Melsungen")).payload.removeprefix(NOTICE))
FILLED = {"notice_filters": WISH["wish"], "notice_email": "kim@example.org", "notice_consent": "ja"}


def enter(chat: Any, slot: str, text: str) -> list[dict[str, Any]]:
    """Give an answer to the form's question for a slot."""
    chat.slots["requested_slot"] = slot
    return chat.run(ValidateNoticeForm(), text, candidates={slot: text})


def read(factory: sessionmaker, model: Any) -> list[Any]:
    with factory() as session:
        return list(session.scalars(select(model)))


def test_from_an_empty_search_to_the_mail_that_asks_to_confirm(chat: Any, seeded: sessionmaker) -> None:
    text = "Gibt es Weiterbildungen zu KI im Januar 2031?"
    (found,) = chat.run(ActionSearchTraining(), text, intent="weiterbildung_suchen")
    button = next(one for one in found["buttons"] if one["payload"].startswith(NOTICE))
    chat.slots["notice_filters"] = json.loads(button["payload"].removeprefix(NOTICE))["wish"]
    assert chat.run(ActionBeginNotice()) == []
    assert chat.slots["notice_ready"] is True
    (asked,) = chat.run(AskForAddress())
    assert (asked["kind"], asked["form"]) == ("form", "benachrichtigung")
    assert "„Januar 2031“" in asked["text"]
    assert enter(chat, "notice_email", "Meine Adresse ist kim@example.org") == []
    (asked,) = chat.run(AskForConsent())
    assert "kim@example.org" in asked["text"]
    assert enter(chat, "notice_consent", "ja gern") == []
    (done,) = chat.run(ActionFinishNotice())
    assert (done["kind"], "kim@" in done["text"]) == ("notice", False)
    assert not any(chat.slots[name] for name in FORM_SLOTS)
    [subscription], [mail] = read(seeded, Subscription), read(seeded, OutboxMail)
    assert (subscription.email, subscription.state, mail.recipient) == ("kim@example.org", "pending", "kim@example.org")
    assert subscription.consent_text in asked["text"]


@pytest.mark.parametrize(
    ("slots", "said"),
    [
        ({}, "Wozu soll ich Sie benachrichtigen?"),
        ({"search_filters": {"type": "weiterbildung"}}, "Wozu soll ich Sie benachrichtigen?"),
        ({"search_filters": {"type": "weiterbildung", "last_day": "2026-01-31"}}, "Wozu soll ich Sie benachrichtigen?"),
    ],
)
def test_without_a_search_that_can_wait_the_form_does_not_begin(chat: Any, slots: dict[str, Any], said: str) -> None:
    chat.slots = dict(slots)
    (message,) = chat.run(ActionBeginNotice())
    assert message["text"].startswith(said)
    assert not chat.slots["notice_ready"]


def test_the_last_search_counts_where_no_button_was_pressed(chat: Any) -> None:
    chat.slots["search_filters"] = {"type": "weiterbildung", "topics": ["ki"]}
    assert chat.run(ActionBeginNotice()) == []
    assert "Weiterbildung" in chat.run(AskForAddress())[0]["text"]


@pytest.mark.parametrize(("slot", "text"), [("notice_email", "kim@"), ("notice_consent", "vielleicht später mal")])
def test_an_invalid_answer_is_explained_and_asked_again(chat: Any, slot: str, text: str) -> None:
    chat.slots = {name: value for name, value in FILLED.items() if name != slot}
    (message,) = enter(chat, slot, text)
    assert message["kind"] == "form"
    assert chat.slots[slot] is None
    assert chat.slots["notice_filters"] == FILLED["notice_filters"]


@pytest.mark.parametrize("slot", ["notice_email", "notice_consent"])
def test_the_form_can_be_cancelled_at_every_step(chat: Any, seeded: sessionmaker, slot: str) -> None:
    chat.slots = dict(FILLED)
    assert enter(chat, slot, "/dialog_abbrechen") == []
    (message,) = chat.run(ActionFinishNotice())
    assert "nichts gespeichert" in message["text"]
    assert read(seeded, Subscription) == []
    assert not any(chat.slots[name] for name in FORM_SLOTS)


def test_nothing_is_kept_without_consent(chat: Any, seeded: sessionmaker) -> None:
    chat.slots = {**FILLED, "notice_consent": "nein"}
    chat.run(ActionFinishNotice())
    assert read(seeded, Subscription) == read(seeded, OutboxMail) == []


def test_the_same_asked_twice_is_told_kindly(chat: Any, seeded: sessionmaker) -> None:
    for said in ("Fast fertig", "Diese Benachrichtigung haben Sie"):
        chat.slots = dict(FILLED)
        (message,) = chat.run(ActionFinishNotice())
        assert message["text"].startswith(said)
    assert len(read(seeded, Subscription)) == 1


def test_what_could_not_be_written_is_kept_and_tried_again(
    chat: Any, seeded: sessionmaker, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    chat.slots = dict(FILLED)
    with monkeypatch.context() as broken, caplog.at_level(logging.CRITICAL):
        broken.setattr(actions.notices, "subscribe", lambda *_, **__: 1 / 0)
        (message,) = chat.run(ActionFinishNotice())
    assert [button["payload"] for button in message["buttons"]] == [NOTICE]
    (done,) = chat.run(ActionBeginNotice())
    assert done["text"].startswith("Fast fertig")
    assert len(read(seeded, Subscription)) == 1
