"""A timer and a reply at the same moment, on PostgreSQL: one waits for the other, and neither is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.orm import sessionmaker

from bot.db import make_session_factory
from bot.handoff.deadlines import IDLE
from bot.handoff.due import run_due
from bot.handoff.moves import hold_ticket
from bot.handoff.thread import deliver_reply
from tests.handoff.cases import claim, open_case, read_case, read_timers, reply, see
from tests.handoff.samples import NOW, SETTINGS, read_mails
from tests.migrations.test_content_version import wait_until_blocked

pytestmark = pytest.mark.slow
LATER = NOW + timedelta(minutes=3)
SECONDS = 20


@pytest.fixture
def factory(postgres_engine: Engine) -> sessionmaker:
    return make_session_factory(postgres_engine)


def test_who_writes_at_the_last_moment_has_not_gone_silent(
    factory: sessionmaker, caplog: pytest.LogCaptureFixture
) -> None:
    ticket_id = open_case(factory)
    claim(factory, ticket_id)
    reply(factory, ticket_id, channel="chat")
    with ThreadPoolExecutor(1) as pool, factory.begin() as session:
        hold_ticket(session, ticket_id)
        due = pool.submit(run_due, factory, SETTINGS, now=NOW + IDLE)
        wait_until_blocked(session.get_bind())
        more = {"sender_name": "Kim", "channel": "chat", "dedup_key": "r2", "now": NOW + IDLE}
        deliver_reply(session, SETTINGS, ticket_id, "Und noch etwas.", **more)
        session.commit()
        due.result(SECONDS)
    assert "failed" not in caplog.text  # neither had to give way in a deadlock
    with factory() as session:
        assert read_case(session, ticket_id) == ("claimed", "person")
        assert read_timers(session)["idle"] == IDLE * 2


def test_what_a_timer_and_a_reply_mail_at_the_same_moment_is_mailed_once(factory: sessionmaker) -> None:
    ticket_id = open_case(factory)
    see(factory, NOW - timedelta(seconds=10))
    reply(factory, ticket_id, "Erste Antwort.")  # somebody listens: the mail is left to a timer
    with factory() as session:
        assert "unseen" in read_timers(session)
    with ThreadPoolExecutor(1) as pool, factory.begin() as session:
        hold_ticket(session, ticket_id)
        due = pool.submit(run_due, factory, SETTINGS, now=LATER)
        wait_until_blocked(session.get_bind())
        second = {"sender_name": "Kim", "channel": "mail", "dedup_key": "r2", "now": LATER}
        deliver_reply(session, SETTINGS, ticket_id, "Zweite Antwort.", **second)
        session.commit()
        assert due.result(SECONDS) == 1
    with factory() as session:
        bodies = "".join(mail.body for mail in read_mails(session, "visitor"))
    assert (bodies.count("Erste Antwort."), bodies.count("Zweite Antwort.")) == (1, 1)
