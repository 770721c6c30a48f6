"""The form of the funding check: answers, skips, corrections, questions in between, and the result."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy.orm import sessionmaker

from actions.context import Context
from actions.funding_check import (
    SLOTS,
    ActionAskFundingCheckFormCheckConfirmed,
    ActionFinishFundingCheck,
    ValidateFundingCheckForm,
)
from actions.questions import ActionFallback
from bot.contacts.queries import WAY_OUT
from bot.db import make_engine, make_session_factory
from bot.offers.models import FundingProgramme, OfferTopic
from bot.topics.models import Topic
from bot.topics.queries import TopicView
from bot.topics.vocabulary import TopicVocabulary
from tests.actions.conftest import SETTINGS, Chat, use_context
from tests.words import compiled_words

FILLED: dict[str, Any] = {
    "check_employees": {"employees": 60},
    "check_turnover": {"turnover_eur": 8_000_000},
    "check_group": {"in_group": False},
    "check_place": {"place": "Baunatal", "state": "Hessen"},
    "check_plan": {"topics": ["digitalisierung"]},
    "check_budget": {"budget_eur": 120_000},
    "check_started": {"has_started": False},
    "check_start": {},
}


@dataclass
class KnownTopics:
    """A brain that knows two topics, and nothing to answer questions with."""

    vocabulary: TopicVocabulary
    topics: tuple[TopicView, ...] = ()
    snapshot: Any = field(default_factory=lambda: SimpleNamespace(offers={}, entries={}, contacts={}))

    def knowledge(self, _session: Any, *, trained: frozenset[str] | None = None) -> KnownTopics:
        return self


@pytest.fixture
def check_context(session_factory: sessionmaker, monkeypatch: pytest.MonkeyPatch) -> Context:
    topics = (
        TopicView("digitalisierung", "Digitalisierung", ("Software",)),
        TopicView("investition", "Investition", ("neue Maschine",)),
    )
    with session_factory.begin() as session:
        session.add_all([Topic(slug=topic.slug, name=topic.name) for topic in topics])
        session.flush()
        session.add_all([make_programme("passt"), make_programme("vorbei", status="ausgelaufen")])
    brain: Any = KnownTopics(TopicVocabulary(topics, compiled_words()))
    return use_context(Context(SETTINGS, session_factory, brain), monkeypatch)


@pytest.fixture
def chat(domain: dict[str, Any], check_context: Context) -> Chat:
    return Chat(domain)


def make_programme(slug: str, **changes: Any) -> FundingProgramme:
    values = {"slug": slug, "title": slug, "provider": "Bund", "source_date": "2026", "level": "bund", "area": "hessen"}
    values |= {"certainty": "belegt", "application": "Online.", "apply_before_start": "ja", **changes}
    return FundingProgramme(**values, topics=[OfferTopic(topic="digitalisierung")])


def enter(chat: Any, slot: str, text: str) -> list[dict[str, Any]]:
    """Give an answer to the form's question for a slot."""
    chat.slots["requested_slot"] = slot
    return chat.run(ValidateFundingCheckForm(), text, candidates={slot: text})


@pytest.mark.parametrize(
    ("slot", "text", "value"),
    [
        ("check_employees", "etwa fünfzig", {"employees": 50}),
        ("check_turnover", "rund 1,5 Mio", {"turnover_eur": 1_500_000}),
        ("check_group", "/smalltalk_verneinung", {"in_group": False}),
        ("check_place", "Lohfelden", {"place": "Lohfelden", "state": "Hessen"}),
        ("check_plan", "Wir wollen neue Software einsetzen", {"topics": ["digitalisierung"]}),
        ("check_employees", "sind 60 Leute", {"employees": 60}),
        ("check_plan", "Investition", {"topics": ["investition"]}),
        ("check_budget", "80.000 Euro", {"budget_eur": 80_000}),
        ("check_started", "noch nicht", {"has_started": False}),
        ("check_started", "ist schon bestellt", {"has_started": True}),
        ("check_start", "im März 2027", {"starts_on": "2027-03-01"}),
    ],
)
def test_an_answer_fills_its_slot(chat: Any, slot: str, text: str, value: dict[str, Any]) -> None:
    assert enter(chat, slot, text) == []
    assert chat.slots[slot] == value


@pytest.mark.parametrize("slot", SLOTS.values())
def test_every_question_can_be_skipped_explained_and_cancelled(chat: Any, slot: str) -> None:
    (reason,) = enter(chat, slot, "Warum fragen Sie das?")
    assert (reason["kind"], chat.slots[slot]) == ("form", None)
    assert enter(chat, slot, "/dialog_weiter") == []
    assert chat.slots[slot] == {}
    assert enter(chat, slot, "keine Ahnung") == []
    assert chat.slots[slot] == {}
    assert enter(chat, slot, "abbrechen") == []
    assert (chat.slots["check_cancelled"], chat.slots["requested_slot"]) == (True, None)


@pytest.mark.parametrize("slot", SLOTS.values())
def test_what_is_not_understood_is_asked_again_with_an_example(chat: Any, slot: str) -> None:
    (message,) = enter(chat, slot, "blau wie der Himmel")
    assert (message["kind"], chat.slots[slot]) == ("form", None)


@pytest.mark.parametrize("text", ["Wer koordiniert das Netzwerk?", "wer koordiniert das netzwerk"])
def test_a_question_in_between_is_answered_and_the_form_goes_on(
    domain: dict[str, Any], context: Context, slugs: Any, text: str
) -> None:
    chat = Chat(domain)
    (message,) = enter(chat, "check_turnover", text)
    assert slugs(message) == ["koordination-tregks"]
    assert chat.slots["check_turnover"] is None


def test_an_earlier_answer_can_be_corrected_at_a_later_question(chat: Any) -> None:
    chat.slots["check_employees"] = {"employees": 600}
    (message,) = enter(chat, "check_place", "nein, 60 Leute")
    assert message["text"] == "Danke, geändert: Beschäftigte: 60."
    assert (chat.slots["check_employees"], chat.slots["check_place"]) == ({"employees": 60}, None)


def test_of_what_has_begun_nobody_is_asked_when_it_begins(chat: Any) -> None:
    enter(chat, "check_started", "ist schon bestellt")
    assert (chat.slots["check_started"], chat.slots["check_start"]) == ({"has_started": True}, {})


def test_what_was_understood_is_read_back_and_can_be_put_right(chat: Any) -> None:
    chat.slots |= FILLED
    (message,) = chat.run(ActionAskFundingCheckFormCheckConfirmed())
    assert "- Jahresumsatz: 8.000.000 Euro\n" in message["text"]
    assert "- Geplanter Beginn: keine Angabe" in message["text"]
    assert enter(chat, "check_confirmed", "nein, 70 Leute") == []
    assert (chat.slots["check_employees"], chat.slots["check_confirmed"]) == ({"employees": 70}, None)
    (message,) = enter(chat, "check_confirmed", "nein")
    assert "Was stimmt nicht?" in message["text"]
    enter(chat, "check_confirmed", "/smalltalk_bestaetigung")
    assert chat.slots["check_confirmed"] == "ja"


def test_the_end_names_programmes_in_groups_and_forgets_the_answers(chat: Any, slugs: Any) -> None:
    chat.slots = {**FILLED, "check_confirmed": "ja"}
    (message,) = chat.run(ActionFinishFundingCheck())
    text = message["text"]
    assert message["kind"] == "offers"
    assert "mittleres Unternehmen" in text
    assert "**Passt (" in text
    assert "Nächster Schritt: " in text
    assert "keine verbindliche Beratung" in text
    assert "unterschreiben und bestellen Sie bitte vorher nichts" in text
    assert "/foerdercheck?beschaeftigte=60&umsatz=8000000&budget=120000&gruppe=nein&begonnen=nein&ort=Baunatal" in text
    assert slugs(message) == ["passt"]
    assert not any(chat.slots[name] for name in (*SLOTS.values(), "check_confirmed"))
    assert chat.slots["focus"] == ["foerderung:passt"]


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("nein, 70 Leute", "beschaeftigte=70"),
        ("wir sind doch 260", "beschaeftigte=260"),
        ("und wenn wir in Lohfelden wären?", "ort=Lohfelden"),
        ("und wenn das Budget 30.000 Euro ist", "budget=30000"),
        ("mit einem Konzern", "gruppe=ja"),
    ],
)
def test_an_answer_can_be_put_right_after_the_result_which_is_then_told_anew(
    chat: Any, text: str, changed: str
) -> None:
    chat.slots = {**FILLED, "check_confirmed": "ja"}
    chat.run(ActionFinishFundingCheck())
    (message,) = chat.run(ActionFallback(), text)
    assert message["text"].startswith("Danke, geändert: ")
    assert changed in message["text"]
    assert "umsatz=8000000" in message["text"]
    (message,) = chat.run(ActionFallback(), "ohne Konzern")
    assert "gruppe=nein" in message["text"]
    assert changed in message["text"].replace("gruppe=nein", "gruppe=ja")


@pytest.mark.parametrize("text", ["Was ist ein Konzern?", "und wenn wir einen Kurs in Kassel suchen?", "nein", "danke"])
def test_what_changes_no_answer_is_no_new_result(chat: Any, text: str) -> None:
    chat.slots = {**FILLED, "check_confirmed": "ja"}
    chat.run(ActionFinishFundingCheck())
    (message,) = chat.run(ActionFallback(), text)
    assert not message["text"].startswith("Danke, geändert")


def test_a_cancelled_check_says_so_and_forgets_the_answers(chat: Any) -> None:
    chat.slots = {**FILLED, "check_start": None, "check_cancelled": True}
    (message,) = chat.run(ActionFinishFundingCheck())
    assert (message["kind"], "Fördercheck ist beendet" in message["text"]) == ("notice", True)
    assert not any(chat.slots[name] for name in SLOTS.values())


def test_a_failure_loses_nothing_that_was_said(
    chat: Any, tmp_path: Path, check_context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = replace(check_context, factory=make_session_factory(make_engine(f"sqlite:///{tmp_path / 'broken.db'}")))
    use_context(broken, monkeypatch)
    chat.slots = dict(FILLED)
    (message,) = chat.run(ActionFinishFundingCheck())
    assert WAY_OUT in message["text"]
    assert message["buttons"][0]["payload"] == "/foerdercheck"
    assert chat.slots == FILLED
