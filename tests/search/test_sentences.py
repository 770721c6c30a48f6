"""Sentences that staff have worded anew, without a brain and without Rasa."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator

import pytest
from sqlalchemy.orm import sessionmaker

from bot.content.models import SentenceText
from bot.search import sentences
from bot.search.sentences import Wording, follow_wording, sentence

KEY = "folge.dauer"
PATIENCE = 10.0  # seconds


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = list(sentences._of_process)
    yield
    sentences._of_process[:] = before


def change(factory: sessionmaker, key: str, text: str) -> None:
    with factory.begin() as session:
        session.merge(SentenceText(key=key, text=text))


def take_back(factory: sessionmaker, key: str) -> None:
    with factory.begin() as session:
        session.delete(session.get(SentenceText, key))


def wait_for(text: str) -> None:
    end = time.monotonic() + PATIENCE
    while sentence(KEY, titel="ZIM", dauer="1 Tag") != text:
        assert time.monotonic() < end, f"{text!r} is not said"
        time.sleep(0.01)


def test_a_changed_sentence_is_said_by_the_running_process(session_factory: sessionmaker) -> None:
    follow_wording(session_factory)
    wait_for("**ZIM** dauert 1 Tag.")
    change(session_factory, KEY, "So lange läuft {titel}: {dauer}")
    wait_for("So lange läuft ZIM: 1 Tag")
    take_back(session_factory, KEY)
    wait_for("**ZIM** dauert 1 Tag.")


def test_sentences_are_read_only_when_content_has_changed(session_factory: sessionmaker) -> None:
    change(session_factory, KEY, "Dauer: {dauer}")
    wording = Wording(session_factory)
    wording.refresh()
    first = wording.changed
    wording.refresh()
    assert wording.changed is first
    assert first == {KEY: "Dauer: {dauer}"}


@pytest.mark.parametrize("text", ["Dauer: {tage}", "Dauer: {dauer", "Dauer: {dauer:d}"])
def test_what_cannot_be_filled_in_is_not_said(
    session_factory: sessionmaker, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    change(session_factory, KEY, text)
    wording = Wording(session_factory)
    with caplog.at_level(logging.WARNING):
        wording.refresh()
    assert wording.changed == {}
    assert KEY in caplog.text


def test_sentences_of_an_earlier_version_are_left_alone(session_factory: sessionmaker) -> None:
    change(session_factory, "folge.frueher", "Gab es einmal.")
    wording = Wording(session_factory)
    wording.refresh()
    assert wording.changed == {}


def test_a_process_without_a_database_says_what_comes_with_the_assistant() -> None:
    sentences._of_process.clear()
    assert sentence("auswahl.nichts_davon") == "Nichts davon"
    with pytest.raises(KeyError):
        sentence("auswahl.gibt_es_nicht")
