"""What lies in the outbox, what was given up, and how it is tried again."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from sqlalchemy.orm import Session, sessionmaker

from bot.handoff.outbox import count_failed, count_pending, list_failed, oldest_pending, queue_mail, try_again
from bot.handoff.sending import deliver_due
from bot.handoff.tickets import open_ticket
from tests.handoff.mailers import RememberingMailer
from tests.handoff.samples import NOW, REQUEST, SETTINGS, read_mails

LATER = datetime(2100, 1, 1, tzinfo=timezone.utc)


def queue(session: Session, *keys: str) -> None:
    for key in keys:
        queue_mail(session, dedup_key=key, recipient="p@example.org", subject=f"Betreff {key}", body="Text")


def give_up(session: Session, number: int, at: datetime) -> None:
    mail = read_mails(session)[number]
    mail.status, mail.attempts, mail.last_error, mail.next_attempt_at = "failed", 80, "Kein Anschluss", at
    session.flush()


def test_the_oldest_mail_that_waits_is_known(session: Session) -> None:
    assert (count_pending(session), oldest_pending(session)) == (0, None)
    queue(session, "a", "b", "c")
    for mail, status, hours in zip(read_mails(session), ("sent", "sending", "pending"), (3, 2, 1), strict=True):
        mail.status, mail.created_at = status, NOW - timedelta(hours=hours)
    session.flush()
    assert (count_pending(session), oldest_pending(session)) == (2, NOW - timedelta(hours=2))


def test_what_was_given_up_is_listed_with_its_case_the_latest_first(session: Session) -> None:
    ticket = open_ticket(session, REQUEST, SETTINGS, now=NOW)
    queue(session, "a")
    give_up(session, 0, NOW)
    give_up(session, 1, NOW + timedelta(hours=1))
    listed = list_failed(session)
    assert [(mail.subject, mail.case_number) for mail in listed] == [
        ("Betreff a", ""),
        (read_mails(session)[0].subject, ticket.case_number),
    ]
    assert (listed[0].error, listed[0].attempts, listed[0].failed_at) == (
        "Kein Anschluss",
        80,
        NOW + timedelta(hours=1),
    )
    assert list_failed(session, size=1, offset=1) == listed[1:]


def test_what_was_given_up_is_counted_since_a_moment(session: Session) -> None:
    queue(session, "a", "b")
    give_up(session, 0, NOW)
    give_up(session, 1, NOW - timedelta(days=8))
    assert [count_failed(session, since=NOW - timedelta(days=days)) for days in (0, 7, 9)] == [1, 1, 2]


def test_a_mail_that_was_given_up_can_be_sent_again_but_no_other(session_factory: sessionmaker) -> None:
    with session_factory.begin() as session:
        queue(session, "a", "b")
        give_up(session, 0, NOW)
        first, second = (mail.id for mail in read_mails(session))
        assert [try_again(session, mail_id, now=LATER) for mail_id in (first, first, second, 99)] == [
            True,
            False,
            False,
            False,
        ]
    mailer = RememberingMailer()
    assert deliver_due(session_factory, SETTINGS, mailer, clock=lambda: LATER) == 2
    with session_factory() as session:
        assert list_failed(session) == []
        assert read_mails(session)[0].attempts == 1
