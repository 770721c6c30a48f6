"""What the clock publishes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import sessionmaker

from bot.content.kinds import FAQ, TOPIC
from bot.content.records import read_record, save_record
from bot.handoff.mail_models import OutboxMail
from bot.revisions import clock
from bot.revisions.clock import BROKEN, FAILED, publish_due
from bot.revisions.drafts import Stamp, find_open, save_draft
from bot.revisions.publishing import publish, schedule
from bot.settings import Settings
from tests.revisions.people import KEY, NOW, add_person, write

LATER = NOW + timedelta(hours=1)
SETTINGS = Settings(public_url="https://lotse.example")


def schedule_entry(factory: sessionmaker) -> None:
    with factory.begin() as session:
        erika = add_person(session, "Erika")
        schedule(session, write(session, erika), actor=erika, at=LATER, now=NOW)


def test_a_text_goes_live_at_its_time(session_factory: sessionmaker) -> None:
    schedule_entry(session_factory)
    assert publish_due(session_factory, SETTINGS, now=LATER - timedelta(seconds=1)) == 0
    assert publish_due(session_factory, SETTINGS, now=LATER) == 1
    with session_factory() as session:
        assert read_record(session, FAQ, KEY)["answer"] == "Ein Netzwerk."


def test_several_processes_publish_a_text_once(session_factory: sessionmaker) -> None:
    schedule_entry(session_factory)
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: publish_due(session_factory, SETTINGS, now=LATER), range(4)))
    assert sum(done) == 1


def test_what_cannot_be_published_any_more_goes_back_with_a_note_and_a_mail(session_factory: sessionmaker) -> None:
    with session_factory.begin() as session:
        erika = add_person(session, "Erika")
        topic = {"name": "Roboter", "synonyms": ["Cobot"]}
        draft = save_draft(session, TOPIC, "robotik", topic, actor=erika, base=Stamp(), now=NOW)
        schedule(session, draft, actor=erika, at=LATER, now=NOW)
        save_record(session, TOPIC, "ki", {"name": "KI", "synonyms": ["Cobot"]})
    assert publish_due(session_factory, SETTINGS, now=LATER) == 0
    with session_factory() as session:
        waiting = find_open(session, TOPIC, "robotik")
        assert (waiting.status, waiting.publish_at, waiting.note) == ("draft", None, FAILED)
        assert read_record(session, TOPIC, "robotik") is None
        mail = session.scalars(select(OutboxMail)).one()
        assert mail.recipient == "erika@example.org"
        assert "https://lotse.example/redaktion/inhalte/thema/entwurf/robotik" in mail.body
        assert FAILED in mail.body


def break_entry(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Let the entry fail when it is published, and nothing else."""

    def publish_others(session: Any, revision: Any, **options: Any) -> None:
        if revision.key == KEY:
            raise error
        publish(session, revision, **options)

    monkeypatch.setattr(clock, "publish", publish_others)


def test_a_broken_one_holds_up_no_other(session_factory: sessionmaker, monkeypatch: pytest.MonkeyPatch) -> None:
    schedule_entry(session_factory)
    with session_factory.begin() as session:
        anton = add_person(session, "Anton")
        topic = {"name": "Roboter", "synonyms": []}
        draft = save_draft(session, TOPIC, "robotik", topic, actor=anton, base=Stamp(), now=NOW)
        schedule(session, draft, actor=anton, at=LATER, now=NOW)
    break_entry(monkeypatch, ValueError("of no use"))
    assert publish_due(session_factory, SETTINGS, now=LATER) == 1
    with session_factory() as session:
        assert read_record(session, TOPIC, "robotik") is not None
        assert (find_open(session, FAQ, KEY).status, find_open(session, FAQ, KEY).note) == ("draft", BROKEN)


def test_a_busy_database_is_no_reason_to_give_a_text_back(
    session_factory: sessionmaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule_entry(session_factory)
    with monkeypatch.context() as patch:
        break_entry(patch, OperationalError("", {}, Exception("locked")))
        assert publish_due(session_factory, SETTINGS, now=LATER) == 0
    assert publish_due(session_factory, SETTINGS, now=LATER) == 1
