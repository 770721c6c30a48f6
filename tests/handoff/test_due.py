"""What is due about a ticket is done once, at its time, and only where it still matters."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy.orm import sessionmaker

from bot.handoff import due
from bot.handoff.deadlines import IDLE, LIVE_WAIT, SETTLE, UNSEEN
from bot.handoff.due import EFFECTS, run_due
from bot.handoff.models import TIMERS
from bot.handoff.timers import set_timer
from tests.handoff.cases import add, claim, open_case, read_case, read_said, read_timers, reply, see
from tests.handoff.samples import NOW, RECIPIENT, SETTINGS, read_events, read_mails

DAY = timedelta(days=1)


def test_every_timer_has_its_effect() -> None:
    assert set(EFFECTS) == set(TIMERS)


def test_an_unanswered_concern_is_reminded_of_then_escalated_then_reported(factory: sessionmaker) -> None:
    ticket_id = open_case(factory)
    with factory() as session:
        timers = read_timers(session)
    # handed over on Thursday at 00:31 in Kassel
    assert (timers["reminder"], timers["escalation"], timers["expiry"]) == (DAY, 4 * DAY, 30 * DAY)
    kinds = []
    for days in range(32):
        run_due(factory, SETTINGS, now=NOW + days * DAY)
        with factory() as session:
            kinds.append(read_events(session)[-1][0])
    changes = [kind for before, kind in zip(["", *kinds], kinds, strict=False) if before != kind]
    assert changes == ["routed", "reminded", "escalated", "expired"]
    with factory() as session:
        assert read_case(session, ticket_id) == ("expired", "bot")
        assert [mail.subject.partition(":")[0] for mail in read_mails(session)][1:3] == [
            "Erinnerung",
            "Noch ohne Antwort",
        ]
        assert "niemand geantwortet" in read_said(session)[-1][1]


def test_a_reminder_goes_to_whoever_has_the_ticket(session_factory: sessionmaker) -> None:
    open_case(session_factory)
    run_due(session_factory, SETTINGS, now=NOW + DAY)
    with session_factory() as session:
        assert [mail.recipient for mail in read_mails(session)] == [RECIPIENT, RECIPIENT]


@pytest.mark.parametrize("days", [1, 4, 31])
def test_nothing_is_reminded_of_after_an_answer(session_factory: sessionmaker, days: int) -> None:
    open_case(session_factory)
    reply(session_factory, 1)
    with session_factory() as session:
        before = len(read_mails(session))
    run_due(session_factory, SETTINGS, now=NOW + days * DAY)
    with session_factory() as session:
        assert len(read_mails(session)) == before


def test_an_answer_without_another_word_is_taken_as_settled(factory: sessionmaker) -> None:
    ticket_id = open_case(factory)
    reply(factory, ticket_id)
    run_due(factory, SETTINGS, now=NOW + SETTLE)
    with factory() as session:
        assert read_case(session, ticket_id) == ("resolved", "bot")


def test_an_answer_that_was_asked_about_again_is_not(session_factory: sessionmaker) -> None:
    ticket_id = open_case(session_factory)
    reply(session_factory, ticket_id)
    add(session_factory, ticket_id)
    run_due(session_factory, SETTINGS, now=NOW + SETTLE)
    with session_factory() as session:
        assert read_case(session, ticket_id)[0] == "reopened"


def test_a_person_who_falls_silent_is_no_dead_end(factory: sessionmaker) -> None:
    ticket_id = open_case(factory)
    claim(factory, ticket_id)
    with factory.begin() as session:
        set_timer(session, ticket_id, "idle", NOW + IDLE)
    run_due(factory, SETTINGS, now=NOW + IDLE)
    with factory() as session:
        assert read_case(session, ticket_id) == ("notified", "waiting")
        assert "konnte niemand übernehmen" in read_said(session)[-1][1]


def test_a_person_who_has_answered_and_falls_silent_has_answered(session_factory: sessionmaker) -> None:
    ticket_id = open_case(session_factory)
    claim(session_factory, ticket_id)
    reply(session_factory, ticket_id, channel="chat")
    run_due(session_factory, SETTINGS, now=NOW + IDLE)
    with session_factory() as session:
        assert read_case(session, ticket_id) == ("answered", "bot")
        assert "damit geklärt?" in read_said(session)[-1][1]


@pytest.mark.parametrize(("seen_after", "mails"), [(-20, 2), (30, 1)])
def test_a_reply_that_nobody_saw_in_the_chat_is_mailed(factory: sessionmaker, seen_after: int, mails: int) -> None:
    ticket_id = open_case(factory)
    see(factory, NOW - timedelta(seconds=20))
    reply(factory, ticket_id)
    see(factory, NOW + timedelta(seconds=seen_after))
    for _ in range(2):
        run_due(factory, SETTINGS, now=NOW + UNSEEN)
    with factory() as session:
        assert len(read_mails(session, "visitor")) == mails


def test_who_waits_for_somebody_present_is_told_when_nobody_comes(session_factory: sessionmaker) -> None:
    ticket_id = open_case(session_factory)
    with session_factory.begin() as session:
        set_timer(session, ticket_id, "live_wait", NOW + LIVE_WAIT)
    run_due(session_factory, SETTINGS, now=NOW + LIVE_WAIT - timedelta(seconds=1))
    with session_factory() as session:
        assert read_said(session) == []
    run_due(session_factory, SETTINGS, now=NOW + LIVE_WAIT)
    with session_factory() as session:
        assert "konnte niemand übernehmen" in read_said(session)[0][1]


def test_several_workers_do_everything_once(factory: sessionmaker) -> None:
    open_case(factory)
    start = Barrier(4)

    def work(_number: int) -> int:
        start.wait(10)
        return run_due(factory, SETTINGS, now=NOW + DAY)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 1
    with factory() as session:
        assert len(read_mails(session)) == 2


def test_what_fails_is_tried_again_and_holds_up_nothing_else(
    session_factory: sessionmaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket_id = open_case(session_factory)
    with session_factory.begin() as session:
        set_timer(session, ticket_id, "live_wait", NOW)

    def fail(*_: object) -> None:
        raise RuntimeError("a bug")

    with monkeypatch.context() as patch:
        patch.setitem(due.EFFECTS, "live_wait", fail)
        assert run_due(session_factory, SETTINGS, now=NOW + DAY) == 1  # the reminder
    assert run_due(session_factory, SETTINGS, now=NOW + DAY) == 1


def test_a_case_that_is_left_after_its_answer_gets_new_deadlines(session_factory: sessionmaker) -> None:
    ticket_id = open_case(session_factory)
    reply(session_factory, ticket_id)
    claim(session_factory, ticket_id, now=NOW + IDLE)
    with session_factory.begin() as session:
        set_timer(session, ticket_id, "idle", NOW + 2 * IDLE)
    run_due(session_factory, SETTINGS, now=NOW + 2 * IDLE)
    with session_factory() as session:
        assert read_case(session, ticket_id)[0] == "notified"
        assert {"reminder", "escalation", "expiry"} <= set(read_timers(session))
