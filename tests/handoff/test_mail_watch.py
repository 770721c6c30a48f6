"""Mails that do not get out are noticed within an hour."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from sqlalchemy.orm import sessionmaker

from bot.handoff.mail_watch import LATE, read_mail_state, watch_mail
from bot.handoff.outbox import queue_mail
from tests.handoff.samples import NOW, RECIPIENT, SETTINGS, read_mails

MINUTE = timedelta(minutes=1)


def queue(factory: sessionmaker, *, age: timedelta, status: str = "pending") -> None:
    with factory.begin() as session:
        queue_mail(session, dedup_key="a", recipient="p@example.org", subject="Betreff", body="Text")
        [mail] = read_mails(session)
        mail.created_at, mail.status, mail.next_attempt_at = NOW - age, status, NOW - age


def test_a_mail_that_waits_for_more_than_an_hour_raises_the_alarm_once_a_day(
    session_factory: sessionmaker, caplog: pytest.LogCaptureFixture
) -> None:
    queue(session_factory, age=LATE + MINUTE)
    moments = (NOW, NOW + timedelta(hours=1), NOW + timedelta(days=1))
    assert [watch_mail(session_factory, SETTINGS, now=moment) for moment in moments] == [True, True, True]
    with session_factory() as session:
        alarms = read_mails(session)[1:]
        assert [(mail.recipient, mail.subject) for mail in alarms] == [
            (RECIPIENT, "TRegKS-Lotse: Mails gehen nicht hinaus")
        ] * 2
        assert "01.07.2026 um 23:30 Uhr" in alarms[0].body
    errors = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert len(errors) == 3
    assert "1 mails wait" in errors[0].getMessage()


@pytest.mark.parametrize(("age", "status"), [(LATE, "pending"), (LATE * 5, "sent"), (LATE * 5, "failed")])
def test_a_mail_that_waits_for_less_or_no_more_raises_none(
    session_factory: sessionmaker, age: timedelta, status: str
) -> None:
    queue(session_factory, age=age, status=status)
    assert not watch_mail(session_factory, SETTINGS, now=NOW)
    with session_factory() as session:
        assert len(read_mails(session)) == 1


@pytest.mark.parametrize(("age", "failed"), [(timedelta(days=6), 1), (timedelta(days=8), 0)])
def test_what_was_given_up_lately_is_counted(session_factory: sessionmaker, age: timedelta, failed: int) -> None:
    queue(session_factory, age=age, status="failed")
    with session_factory() as session:
        state = read_mail_state(session, now=NOW)
    assert (state.pending, state.oldest_at, state.failed, state.age(NOW)) == (0, None, failed, timedelta())
