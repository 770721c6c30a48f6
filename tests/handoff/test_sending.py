"""Sending: every mail arrives once, whoever dies in between."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from threading import Barrier

import pytest
from sqlalchemy.orm import Session, sessionmaker

from bot.handoff.mail import MailNotSent, SmtpMailer
from bot.handoff.mail_models import OutboxMail
from bot.handoff.message import make_message_key
from bot.handoff.outbox import count_pending, queue_mail
from bot.handoff.sending import (
    FIRST_DELAY,
    JITTER,
    LEASE,
    LONGEST_DELAY,
    MOST_ATTEMPTS,
    MOST_REFUSALS,
    delay_after,
    deliver_due,
)
from bot.handoff.smtp_url import SmtpServer
from tests.handoff.mailers import FailingMailer, InterruptedMailer, RememberingMailer, WorkerDied
from tests.handoff.samples import SETTINGS, hand_over, hand_over_by_phone, read_events, read_mails, read_tickets
from tests.handoff.smtp_server import Mailbox, run_smtp

NOW = datetime(2100, 1, 1, tzinfo=timezone.utc)  # later than any mail was written
SECOND = timedelta(seconds=1)
A_WAIT = FIRST_DELAY * (1 + JITTER) + SECOND


def at(moment: datetime) -> Callable[[], datetime]:
    """Return a clock that stands still."""
    return lambda: moment


def queue(factory: sessionmaker, *keys: str) -> list[bool]:
    with factory.begin() as session:
        return [
            queue_mail(session, dedup_key=key, recipient="p@example.org", subject="Betreff", body="Text")
            for key in keys
        ]


def read_only_mail(session: Session) -> OutboxMail:
    (mail,) = read_mails(session)
    return mail


def test_a_mail_is_delivered_once(factory: sessionmaker) -> None:
    case_number, mailer = hand_over_by_phone(factory), RememberingMailer()
    assert [deliver_due(factory, SETTINGS, mailer, clock=at(NOW + LEASE * round_)) for round_ in range(3)] == [1, 0, 0]
    with factory() as session:
        mail = read_only_mail(session)
        assert (mail.status, mail.attempts, mail.last_error) == ("sent", 1, "")
        assert NOW <= mail.sent_at < NOW + LEASE
        assert read_events(session) == [
            ("opened", "", "new"),
            ("routed", "", ""),
            ("mail_sent", "", ""),
            ("notified", "new", "notified"),
        ]
        assert count_pending(session) == 0
    assert [case_number in sent.subject for sent in mailer.mails] == [True]


def test_the_same_key_is_queued_once(factory: sessionmaker) -> None:
    assert queue(factory, "a", "b", "a") == [True, True, False]
    with factory() as session:
        assert count_pending(session) == 2


def test_a_mail_that_is_not_yet_committed_is_not_sent(factory: sessionmaker) -> None:
    mailer = RememberingMailer()
    with factory.begin() as session:
        queue_mail(session, dedup_key="a", recipient="p@example.org", subject="Betreff", body="Text")
        assert deliver_due(factory, SETTINGS, mailer, clock=at(NOW)) == 0
    assert deliver_due(factory, SETTINGS, mailer, clock=at(NOW)) == 1


def test_a_failed_mail_waits_and_is_tried_again(factory: sessionmaker) -> None:
    hand_over_by_phone(factory)
    mailer = FailingMailer(1)
    assert deliver_due(factory, SETTINGS, mailer, clock=at(NOW)) == 0
    with factory() as session:
        mail = read_only_mail(session)
        assert (mail.status, mail.attempts, mail.last_error) == ("pending", 1, "Der Mailserver antwortet nicht.")
        assert count_pending(session) == 1
    assert deliver_due(factory, SETTINGS, mailer, clock=at(NOW + FIRST_DELAY * (1 - JITTER) - SECOND)) == 0
    assert deliver_due(factory, SETTINGS, mailer, clock=at(NOW + A_WAIT)) == 1
    with factory() as session:
        assert read_only_mail(session).last_error == ""


def test_a_failed_mail_does_not_hold_up_the_others(session_factory: sessionmaker) -> None:
    queue(session_factory, "a", "b", "c")
    mailer = FailingMailer(1)
    assert deliver_due(session_factory, SETTINGS, mailer, clock=at(NOW)) == 2
    assert mailer.keys == ["b", "c"]


@pytest.mark.parametrize(
    ("attempts", "jitter", "seconds"),
    [
        (1, 0, 15),
        (2, 0, 30),
        (3, 0, 60),
        (8, 0, 1920),
        (9, 0, 3600),
        (80, 0, 3600),
        (1, 1, 18),
        (1, -1, 12),
        (80, 1, 4320),
    ],
)
def test_the_wait_doubles_up_to_an_hour(attempts: int, jitter: float, seconds: int) -> None:
    assert delay_after(attempts, jitter=jitter) == timedelta(seconds=seconds)


def test_a_mail_server_that_is_gone_for_a_weekend_loses_nothing() -> None:
    shortest = sum((delay_after(attempts, jitter=-1) for attempts in range(1, MOST_ATTEMPTS)), timedelta())
    assert shortest > timedelta(hours=54)  # Friday 18 o'clock to Sunday midnight
    assert timedelta(days=2.5) < sum((delay_after(attempts) for attempts in range(1, MOST_ATTEMPTS)), timedelta())


def test_a_mail_is_given_up_in_the_end_and_loudly(
    session_factory: sessionmaker, caplog: pytest.LogCaptureFixture
) -> None:
    hand_over_by_phone(session_factory)
    with session_factory.begin() as session:
        read_only_mail(session).attempts = MOST_ATTEMPTS - 1
    assert deliver_due(session_factory, SETTINGS, FailingMailer(1), clock=at(NOW)) == 0
    with session_factory() as session:
        mail, (ticket,) = read_mails(session)[0], read_tickets(session)
        assert (mail.status, mail.attempts) == ("failed", MOST_ATTEMPTS)
        assert NOW <= mail.next_attempt_at < NOW + LEASE  # when it was given up
        assert [event.kind for event in ticket.events][2:4] == ["mail_failed", "alarm"]
        assert ticket.events[2].note == (
            "An projekt@example.org nicht zugestellt (Versuche: 80). Der Mailserver antwortet nicht."
        )
    errors = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert len(errors) == 1
    assert "given up after 80 attempts" in errors[0]


def test_a_mail_that_is_refused_for_good_is_given_up_within_minutes(session_factory: sessionmaker) -> None:
    hand_over_by_phone(session_factory)
    refused = MailNotSent("550 No such user here", is_final=True)
    moment = NOW
    for attempt in range(1, MOST_REFUSALS + 1):
        deliver_due(session_factory, SETTINGS, FailingMailer(1, refused), clock=at(moment))
        moment += delay_after(attempt, jitter=1) + SECOND
        with session_factory() as session:
            expected = "failed" if attempt == MOST_REFUSALS else "pending"
            assert read_mails(session)[0].status == expected
    assert moment - NOW < timedelta(minutes=30)


def test_the_mail_of_a_dead_worker_is_sent_when_its_lease_is_over(factory: sessionmaker) -> None:
    hand_over_by_phone(factory)
    with pytest.raises(WorkerDied):
        deliver_due(factory, SETTINGS, FailingMailer(1, WorkerDied()), clock=at(NOW))
    mailer = RememberingMailer()
    with factory() as session:
        assert (read_only_mail(session).status, count_pending(session)) == ("sending", 1)
    assert deliver_due(factory, SETTINGS, mailer, clock=at(NOW + LEASE - SECOND)) == 0
    assert deliver_due(factory, SETTINGS, mailer, clock=at(NOW + LEASE + SECOND)) == 1
    assert deliver_due(factory, SETTINGS, mailer, clock=at(NOW + LEASE * 3)) == 0
    assert len(mailer.keys) == 1


def test_a_mail_that_kills_every_worker_is_given_up(session_factory: sessionmaker) -> None:
    hand_over_by_phone(session_factory)
    with session_factory.begin() as session:
        read_only_mail(session).attempts = MOST_ATTEMPTS - 1
    with pytest.raises(WorkerDied):
        deliver_due(session_factory, SETTINGS, FailingMailer(1, WorkerDied()), clock=at(NOW))
    mailer = RememberingMailer()
    assert deliver_due(session_factory, SETTINGS, mailer, clock=at(NOW + LEASE + SECOND)) == 0
    with session_factory() as session:
        assert read_mails(session)[0].status == "failed"
        assert ("mail_failed", "", "") in read_events(session)
    assert mailer.keys == []


def test_a_clock_that_is_set_while_a_worker_sends_lets_no_other_worker_send_the_same(factory: sessionmaker) -> None:
    queue(factory, "a")
    before_and_after = iter([NOW, *[NOW + timedelta(hours=3)] * 9])  # set when the list of mails was read
    other = RememberingMailer()
    mailer = InterruptedMailer(
        lambda: deliver_due(factory, SETTINGS, other, clock=at(NOW + timedelta(hours=3) + SECOND))
    )
    assert deliver_due(factory, SETTINGS, mailer, clock=lambda: next(before_and_after)) == 1
    assert (mailer.keys, other.keys) == (["a"], [])


def test_a_worker_with_an_old_list_leaves_what_another_one_sent(factory: sessionmaker) -> None:
    queue(factory, "a", "b", "c")
    other = RememberingMailer()
    mailer = InterruptedMailer(lambda: deliver_due(factory, SETTINGS, other, clock=at(NOW)))
    assert deliver_due(factory, SETTINGS, mailer, clock=at(NOW)) == 1
    assert (mailer.keys, other.keys) == (["a"], ["b", "c"])


def test_a_worker_with_an_old_list_counts_no_attempt_of_another_one_as_its_own(factory: sessionmaker) -> None:
    queue(factory, "a", "b")
    an_hour_ago = NOW - LONGEST_DELAY  # so that the failed mail is due again at once
    mailer = InterruptedMailer(lambda: deliver_due(factory, SETTINGS, FailingMailer(1), clock=at(an_hour_ago)))
    assert deliver_due(factory, SETTINGS, mailer, clock=at(NOW)) == 1
    with factory() as session:
        assert [(mail.status, mail.attempts) for mail in read_mails(session)] == [("sent", 1), ("pending", 1)]


def test_two_workers_at_the_same_time_deliver_each_mail_once(factory: sessionmaker) -> None:
    keys = [f"mail-{number:02}" for number in range(20)]
    queue(factory, *keys)
    mailer, start = RememberingMailer(), Barrier(2)

    def work(_number: int) -> int:
        start.wait(10)
        return deliver_due(factory, SETTINGS, mailer, clock=at(NOW))

    with ThreadPoolExecutor(2) as pool:
        delivered = sum(pool.map(work, range(2)))
    assert delivered == 20
    assert sorted(mailer.keys) == keys


def test_a_worker_that_fails_late_does_not_undo_what_another_one_sent(
    factory: sessionmaker, caplog: pytest.LogCaptureFixture
) -> None:
    hand_over_by_phone(factory)
    other = RememberingMailer()
    slow = InterruptedMailer(lambda: deliver_due(factory, SETTINGS, other, clock=at(NOW + LEASE + SECOND)), fails=True)
    assert deliver_due(factory, SETTINGS, slow, clock=at(NOW)) == 0
    with factory() as session:
        assert read_only_mail(session).status == "sent"
    assert deliver_due(factory, SETTINGS, other, clock=at(NOW + LEASE * 9)) == 0
    assert len(other.keys) == 1
    assert "next attempt" not in caplog.text


def test_a_ticket_deleted_while_its_mail_is_sent_leaves_nothing_behind(factory: sessionmaker) -> None:
    hand_over_by_phone(factory)

    def delete_ticket() -> None:
        with factory.begin() as session:
            session.delete(read_tickets(session)[0])

    assert deliver_due(factory, SETTINGS, InterruptedMailer(delete_ticket), clock=at(NOW)) == 1
    with factory() as session:
        assert (read_mails(session), read_events(session)) == ([], [])


def test_no_personal_data_is_logged(session_factory: sessionmaker, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    hand_over_by_phone(session_factory)
    mailer = FailingMailer(1, MailNotSent("550 j.gross@example.org Groß"))
    for later in (timedelta(), A_WAIT):
        deliver_due(session_factory, SETTINGS, mailer, clock=at(NOW + later))
    assert "was sent" in caplog.text
    assert not [word for word in ("gross", "Groß", "projekt@", "Presse", "123456") if word in caplog.text]


def test_mails_written_while_the_mail_server_is_down_arrive_exactly_once(factory: sessionmaker) -> None:
    mailbox = Mailbox()
    mailer = SmtpMailer(SmtpServer("127.0.0.1", mailbox.port, timeout=5), sender="lotse@example.org")
    case_number = hand_over_by_phone(factory)
    assert deliver_due(factory, SETTINGS, mailer, clock=at(NOW)) == 0
    with factory() as session:
        assert "ConnectionRefusedError" in read_only_mail(session).last_error
    with run_smtp(mailbox):
        delivered = [deliver_due(factory, SETTINGS, mailer, clock=at(NOW + A_WAIT * round_)) for round_ in (1, 2, 30)]
    assert delivered == [1, 0, 0]
    assert [case_number in mail["Subject"] for mail in mailbox.mails] == [True]


def test_the_mails_about_a_ticket_form_one_thread_at_each_recipient(session_factory: sessionmaker) -> None:
    hand_over(session_factory)
    mailer = RememberingMailer()
    deliver_due(session_factory, SETTINGS, mailer, clock=at(NOW))
    hand_over(session_factory, company="Andere GmbH")
    deliver_due(session_factory, SETTINGS, mailer, clock=at(NOW + SECOND))
    first, visitor, second = mailer.mails
    assert (first.earlier, visitor.earlier) == ((), ())
    assert second.earlier == (make_message_key(first.dedup_key),)
    assert first.topic == second.topic == f"Anfrage {first.subject.split()[2].rstrip(':')}"
