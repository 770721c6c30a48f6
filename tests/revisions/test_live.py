"""From the button to the answer: what is published is what the assistant says to the next question."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from bot.accounts.sessions import AccountView
from bot.content.kinds import FAQ
from bot.revisions.publishing import publish, restore, set_archived
from bot.search.reduced import ReducedBrain
from bot.settings import Settings
from tests.revisions.people import KEY, NOW, add_person, write
from tests.words import tables_folder

QUESTION = "Was ist TRegKS?"


@pytest.fixture
def ask(session_factory: sessionmaker, tmp_path: Path) -> Callable[[str], str]:
    """The answering brain of another process."""
    settings = Settings(today=date(2026, 11, 22), var_dir=tables_folder().parent, models_dir=tmp_path)
    brain = ReducedBrain(session_factory, settings)
    return lambda question: " ".join(reply.text for reply in brain.reply(question))


def change(factory: sessionmaker, step: Callable[[Session, AccountView], None]) -> None:
    with factory.begin() as session:
        step(session, add_person(session, f"Person-{time.monotonic_ns()}"))


def publish_answer(factory: sessionmaker, **changes: object) -> None:
    change(factory, lambda session, actor: publish(session, write(session, actor, **changes), actor=actor, now=NOW))


def test_the_next_question_after_each_step_is_answered_from_what_is_live_then(
    session_factory: sessionmaker, ask: Callable[[str], str]
) -> None:
    publish_answer(session_factory, answer="Die erste Antwort.")
    assert "Die erste Antwort." in ask(QUESTION)
    change(session_factory, lambda session, actor: write(session, actor, answer="Ein Entwurf."))
    assert "Die erste Antwort." in ask(QUESTION)
    publish_answer(session_factory, answer="Die zweite Antwort.", variants=["Was macht ihr den ganzen Tag?"])
    assert "Die zweite Antwort." in ask("was macht ihr den ganzen tag")
    change(
        session_factory,
        lambda session, actor: publish(
            session, restore(session, FAQ, KEY, 1, actor=actor, now=NOW), actor=actor, now=NOW
        ),
    )
    assert "Die erste Antwort." in ask(QUESTION)
    change(session_factory, lambda session, actor: set_archived(session, FAQ, KEY, True, actor=actor, now=NOW) and None)
    assert "Die erste Antwort." not in ask(QUESTION)
