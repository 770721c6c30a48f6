"""What the clock publishes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy.orm import sessionmaker

from bot.content.kinds import FAQ, TOPIC
from bot.content.records import read_record, save_record
from bot.revisions.clock import FAILED, publish_due
from bot.revisions.drafts import Stamp, find_open, save_draft
from bot.revisions.publishing import schedule
from tests.revisions.people import KEY, NOW, add_person, write

LATER = NOW + timedelta(hours=1)


def schedule_entry(factory: sessionmaker) -> None:
    with factory.begin() as session:
        erika = add_person(session, "Erika")
        schedule(session, write(session, erika), actor=erika, at=LATER, now=NOW)


def test_a_text_goes_live_at_its_time(session_factory: sessionmaker) -> None:
    schedule_entry(session_factory)
    assert publish_due(session_factory, now=LATER - timedelta(seconds=1)) == 0
    assert publish_due(session_factory, now=LATER) == 1
    with session_factory() as session:
        assert read_record(session, FAQ, KEY)["answer"] == "Ein Netzwerk."


def test_several_processes_publish_a_text_once(session_factory: sessionmaker) -> None:
    schedule_entry(session_factory)
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: publish_due(session_factory, now=LATER), range(4)))
    assert sum(done) == 1


def test_what_cannot_be_published_any_more_goes_back_with_a_note(session_factory: sessionmaker) -> None:
    with session_factory.begin() as session:
        erika = add_person(session, "Erika")
        topic = {"name": "Roboter", "synonyms": ["Cobot"]}
        draft = save_draft(session, TOPIC, "robotik", topic, actor=erika, base=Stamp(), now=NOW)
        schedule(session, draft, actor=erika, at=LATER, now=NOW)
        save_record(session, TOPIC, "ki", {"name": "KI", "synonyms": ["Cobot"]})
    assert publish_due(session_factory, now=LATER) == 0
    with session_factory() as session:
        waiting = find_open(session, TOPIC, "robotik")
        assert (waiting.status, waiting.publish_at, waiting.note) == ("draft", None, FAILED)
        assert read_record(session, TOPIC, "robotik") is None
